namespace Calque.DictionaryLab;

/// <summary>A pair that an alignment suggests.</summary>
/// <param name="Source">The source word.</param>
/// <param name="Target">The target word.</param>
/// <param name="Score">The score of the retrieval; higher is better.</param>
/// <param name="Margin">By how much the score stands above that of the source word's next answer; 0 where there is none.</param>
/// <param name="ForwardRank">The target's rank among the source word's answers, from 1.</param>
/// <param name="BackwardRank">The source's rank among the target word's answers, from 1.</param>
public sealed record InducedPair(string Source, string Target, double Score, double Margin, int ForwardRank, int BackwardRank);
