namespace Calque.Alignment;

/// <summary>An orthogonal map after refinement.</summary>
/// <param name="Matrix">W, row-major; u' = u W.</param>
/// <param name="Criterion">The mean cosine of words and their best translations by CSLS, both directions.</param>
/// <param name="MutualShare">The share of words that are the best translation of their best translation.</param>
/// <param name="Mutual">These words.</param>
/// <param name="Translations">The best translation of each source word.</param>
internal sealed record RefinedMap(double[] Matrix, double Criterion, double MutualShare, SeedPairs Mutual, int[] Translations);
