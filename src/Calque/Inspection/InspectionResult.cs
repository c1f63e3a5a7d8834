using System.Collections.Generic;

namespace Calque.Inspection;

/// <summary>What a file or directory turned out to be.</summary>
/// <param name="Kind">The kind of thing, such as <c>model directory</c>.</param>
/// <param name="Path">The path as it was given.</param>
/// <param name="Sections">What is in it.</param>
/// <param name="Warnings">What is odd about it, a sentence each.</param>
public sealed record InspectionResult(
    string Kind, string Path, IReadOnlyList<InspectionSection> Sections, IReadOnlyList<string> Warnings);
