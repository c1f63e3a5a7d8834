using System.Collections.Generic;

namespace Calque.Evaluation;

/// <summary>Whether an alignment works at all.</summary>
/// <param name="Failed">Whether it must be taken for a failure.</param>
/// <param name="Text">One sentence.</param>
/// <param name="Reasons">What speaks for it, in whole sentences with the figures.</param>
/// <param name="Null">What a start at random comes to on the same words, against which the figures are held.</param>
public sealed record AlignmentVerdict(bool Failed, string Text, IReadOnlyList<string> Reasons, NullFigures Null);
