namespace Calque.Evaluation;

/// <summary>How unevenly the words of the target are found (Radovanović et al. 2010): N(y) is the number of source words that have y among their first ten.</summary>
/// <param name="Words">The most frequent words of either side that were looked at.</param>
/// <param name="Skewness">E(N − m)³ / sd³; 0 for an even spread, above about 2 some words are hubs.</param>
/// <param name="NeverRetrieved">The share of target words that nobody's first ten hold.</param>
/// <param name="LargestHub">The target word with the largest N.</param>
/// <param name="LargestHubCount">Its N.</param>
/// <param name="Mutual">The share of source words whose best translation's best translation they are themselves.</param>
public sealed record HubFigures(int Words, double Skewness, double NeverRetrieved, string LargestHub, int LargestHubCount, double Mutual);
