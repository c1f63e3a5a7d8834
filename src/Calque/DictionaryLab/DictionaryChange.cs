using System.Collections.Generic;

namespace Calque.DictionaryLab;

/// <summary>What a repair did to one line.</summary>
/// <param name="Line">The line of the original, from 1.</param>
/// <param name="Kinds">What was done, in this order: <c>swap</c>, <c>casing</c>, <c>spelling</c>, <c>replace</c>, <c>weight</c>, <c>drop</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Before">The line's pair as it was, the sides parted by a tab.</param>
/// <param name="After">The line's text as it is now; null where it was dropped.</param>
public sealed record DictionaryChange(int Line, IReadOnlyList<string> Kinds, string Reason, string Before, string? After)
{
    /// <summary>The original line with its end, byte for byte, in base64: what undoing writes.</summary>
    public required string Original { get; init; }
}
