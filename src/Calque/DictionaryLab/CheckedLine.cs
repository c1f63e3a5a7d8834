using System.Collections.Generic;

namespace Calque.DictionaryLab;

/// <summary>A line of a dictionary and what was found in it.</summary>
/// <param name="Line">Its number, from 1; a dictd line with several translations stands several times.</param>
/// <param name="Source">The first side as it is written; empty where the line is malformed.</param>
/// <param name="Target">The second side as it is written; empty where the line is malformed.</param>
/// <param name="Findings">Names of <see cref="FindingNames"/>, in its order; empty for a line in which nothing was found.</param>
/// <param name="Score">
/// The probability that the two sides belong together (for a reversed line: the other way round), by an alignment that was fitted without them;
/// null where a side has no vector or the dictionary is too small for the test.
/// </param>
public sealed record CheckedLine(int Line, string Source, string Target, IReadOnlyList<string> Findings, double? Score)
{
    /// <summary>Why, in words: one for each finding that needs one.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];
}
