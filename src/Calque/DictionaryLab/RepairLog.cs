using System.Collections.Generic;

namespace Calque.DictionaryLab;

/// <summary>The list of changes that a repair writes beside its dictionary; from it the original can be made again.</summary>
public sealed record RepairLog
{
    /// <summary>What this file is.</summary>
    public const string FormatName = "calque-dictionary-changes";

    /// <summary><see cref="FormatName"/>.</summary>
    public required string Format { get; init; }

    /// <summary>1.</summary>
    public required int Version { get; init; }

    /// <summary>The original.</summary>
    public required string Dictionary { get; init; }

    /// <summary>The repaired dictionary.</summary>
    public required string Output { get; init; }

    /// <summary>SHA-256 of the original's text (unpacked, where it was gzip), lower-case hexadecimal.</summary>
    public required string OriginalSha256 { get; init; }

    /// <summary>SHA-256 of the repaired dictionary's text.</summary>
    public required string RepairedSha256 { get; init; }

    /// <summary>Lines of the original.</summary>
    public required int Lines { get; init; }

    /// <summary>Whether the original was gzip. What undoing writes is its text.</summary>
    public bool Packed { get; init; }

    /// <summary>The changes, in the order of the lines; one a line.</summary>
    public required IReadOnlyList<DictionaryChange> Changes { get; init; }
}
