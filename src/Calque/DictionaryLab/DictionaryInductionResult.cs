using System.Collections.Generic;

namespace Calque.DictionaryLab;

/// <summary>What <see cref="InduceDictionary"/> found.</summary>
public sealed record DictionaryInductionResult
{
    /// <summary>The alignment.</summary>
    public required string Alignment { get; init; }

    /// <summary>The dictionary that was written.</summary>
    public required string Output { get; init; }

    /// <summary>Source words that were asked.</summary>
    public required int SourceWords { get; init; }

    /// <summary>Target words that were asked.</summary>
    public required int TargetWords { get; init; }

    /// <summary>The share of source words that have a mutual nearest neighbour.</summary>
    public required double MutualShare { get; init; }

    /// <summary>Pairs that were left out since they are known.</summary>
    public required int Excluded { get; init; }

    /// <summary>The pairs, the highest score first.</summary>
    public required IReadOnlyList<InducedPair> Pairs { get; init; }

    /// <summary>What a user should know, in whole sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
