using System;
using Calque.Neural.Tensors;

namespace Calque.Neural.Generation;

/// <summary>What <see cref="GenerateText"/> does.</summary>
public sealed record GenerateTextOptions
{
    /// <summary>The model directory.</summary>
    public required string Model { get; init; }

    /// <summary>The text to go on from, or to answer.</summary>
    public required string Prompt { get; init; }

    /// <summary>The tokenizer; null: the model directory's.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>How tokens are chosen.</summary>
    public GenerationOptions Generation { get; init; } = new();

    /// <summary>Threads; 0: one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>Where the model runs.</summary>
    public Device Device { get; init; }

    /// <summary>Throws for options that cannot be.</summary>
    /// <exception cref="InvalidOptionException">An option cannot be.</exception>
    public void Validate()
    {
        if (Threads < 0)
            throw new InvalidOptionException("--threads", FormattableString.Invariant($"{Threads}"), "0 or more", "0 takes one for each processor.");
        Generation.Validate();
    }
}
