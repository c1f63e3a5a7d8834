using System;
using System.Collections.Generic;

namespace Calque.Neural.Generation;

/// <summary>How tokens are chosen.</summary>
public sealed record GenerationOptions
{
    /// <summary>The most tokens that are written.</summary>
    public int MaximumNewTokens { get; init; } = 50;

    /// <summary>Beams; 1: no beam search.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>The exponent of the length that a beam's score is divided by.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>Whether tokens are drawn; else the best one is taken.</summary>
    public bool Sample { get; init; }

    /// <summary>What scores are divided by before a draw: below 1 the likely tokens grow likelier.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Draws among so many best tokens; 0: among all (Fan, Lewis and Dauphin 2018).</summary>
    public int TopK { get; init; }

    /// <summary>Draws among the fewest best tokens whose probabilities reach this sum (Holtzman et al. 2020); 1: among all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Keys the draws.</summary>
    public ulong Seed { get; init; }

    /// <summary>Tokens that end a text; null: those of the model's configuration.</summary>
    public IReadOnlyCollection<int>? EndTokens { get; init; }

    /// <summary>Whether keys and values of the tokens before are kept; without it each step computes all of them anew.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>Throws for options that cannot be.</summary>
    /// <exception cref="InvalidOptionException">An option cannot be.</exception>
    public void Validate()
    {
        Require(MaximumNewTokens >= 1, "--max-new-tokens", MaximumNewTokens, "1 or more");
        Require(Beams is >= 1 and <= 256, "--beams", Beams, "from 1 to 256");
        Require(double.IsFinite(LengthPenalty), "--length-penalty", LengthPenalty, "a number");
        Require(Temperature > 0 && double.IsFinite(Temperature), "--temperature", Temperature, "a number above 0");
        Require(TopK >= 0, "--top-k", TopK, "0 or more");
        Require(TopP is > 0 and <= 1, "--top-p", TopP, "a number above 0, at most 1");
        Require(!(Sample && Beams > 1), "--beams", Beams, "1 with --sample: beams are searched, not drawn");
    }

    private static void Require(bool holds, string option, object found, string expected)
    {
        if (!holds)
            throw new InvalidOptionException(option, FormattableString.Invariant($"{found}"), expected, "See calque generate --help.");
    }
}
