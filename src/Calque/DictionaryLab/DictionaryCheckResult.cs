using System.Collections.Generic;

namespace Calque.DictionaryLab;

/// <summary>What <see cref="CheckDictionary"/> found.</summary>
public sealed record DictionaryCheckResult
{
    /// <summary>The dictionary.</summary>
    public required string Dictionary { get; init; }

    /// <summary>What its file turned out to be, such as <c>tab-separated</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The source vectors.</summary>
    public required string SourceEmbeddings { get; init; }

    /// <summary>The target vectors.</summary>
    public required string TargetEmbeddings { get; init; }

    /// <summary>Every line, in the file's order.</summary>
    public required IReadOnlyList<CheckedLine> Lines { get; init; }

    /// <summary>The whole.</summary>
    public required DictionaryTotals Totals { get; init; }

    /// <summary>What limits the result, in whole sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
