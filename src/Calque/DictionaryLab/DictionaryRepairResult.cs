using System.Collections.Generic;

namespace Calque.DictionaryLab;

/// <summary>What <see cref="RepairDictionary"/> did.</summary>
public sealed record DictionaryRepairResult
{
    /// <summary>The dictionary that was read.</summary>
    public required string Dictionary { get; init; }

    /// <summary>The dictionary that was written.</summary>
    public required string Output { get; init; }

    /// <summary>The list of changes that was written.</summary>
    public required string Log { get; init; }

    /// <summary>Lines of the original.</summary>
    public required int Lines { get; init; }

    /// <summary>Lines of the output.</summary>
    public required int LinesWritten { get; init; }

    /// <summary>Whether the original was written unchanged, since the repair would have made its alignment worse.</summary>
    public required bool Kept { get; init; }

    /// <summary>How many lines saw each kind of change.</summary>
    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    /// <summary>The comparison on the held-out part; null where there was too little.</summary>
    public required RepairComparison? HeldOut { get; init; }

    /// <summary>The changes, in the order of the lines.</summary>
    public required IReadOnlyList<DictionaryChange> Changes { get; init; }

    /// <summary>What a user should know, in whole sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
