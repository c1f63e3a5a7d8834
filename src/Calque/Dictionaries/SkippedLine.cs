using Calque.Formats.Tabular;

namespace Calque.Dictionaries;

/// <summary>A line that gave no pair.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Reason">Why not.</param>
public sealed record SkippedLine(int Line, SkippedLineReason Reason);
