namespace Calque.Evaluation;

/// <summary>A word near to another.</summary>
/// <param name="Word">The word.</param>
/// <param name="Score">The score of the retrieval; among words of one language the cosine.</param>
/// <param name="Cosine">The cosine.</param>
/// <param name="BackRank">For a translation: at which place the way back finds the word that was asked for, from 1; 0 where not among the first ten.</param>
public sealed record NearestWord(string Word, double Score, double Cosine, int BackRank);
