namespace Calque.Alignment;

/// <summary>A dictionary that self-learning has come to.</summary>
/// <param name="Pairs">Its pairs: the best of every word, in both directions.</param>
/// <param name="Mutual">The pairs of words that are each other's best, each once; empty where they were not counted.</param>
/// <param name="Objective">The mean cosine of the best, both directions.</param>
/// <param name="MutualShare">The share of words that are the best of their best; 0 where it was not counted.</param>
internal sealed record SelfLearningState(SeedPairs Pairs, SeedPairs Mutual, double Objective, double MutualShare);
