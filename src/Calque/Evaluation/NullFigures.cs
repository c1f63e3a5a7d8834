namespace Calque.Evaluation;

/// <summary>
/// Two figures that need no dictionary, for the alignment and for random rotations of it, all refined alike (mutual CSLS translations, orthogonal map, by turns). Neither
/// figure has an absolute threshold, and both are high in some failures: only the comparison on the same words says anything.
/// </summary>
/// <param name="Words">The most frequent words of either side that were looked at.</param>
/// <param name="Mutual">The share of mutual best translations, after refining.</param>
/// <param name="Objective">The mean best cosine in both directions, after refining.</param>
/// <param name="NullMutual">The share that the best of the random starts comes to.</param>
/// <param name="NullObjective">The mean best cosine that the best of them comes to.</param>
/// <param name="Starts">Random starts.</param>
public sealed record NullFigures(int Words, double Mutual, double Objective, double NullMutual, double NullObjective, int Starts);
