namespace Calque.Alignment;

/// <summary>How one restart of adversarial alignment went, judged on the most frequent words.</summary>
/// <param name="Restart">Which one, from 0.</param>
/// <param name="Steps">Steps of the map that were made.</param>
/// <param name="Criterion">After refinement, the mean cosine of words and their best translations by CSLS, both directions.</param>
/// <param name="MutualShare">After refinement, the share of words that are the best translation of their best translation.</param>
/// <param name="Agreement">The share of words with the same best translation as in the chosen restart.</param>
/// <param name="Succeeded">Whether it is believed.</param>
/// <param name="Chosen">Whether its map was taken.</param>
public sealed record AdversarialRestart(int Restart, int Steps, double Criterion, double MutualShare, double Agreement, bool Succeeded, bool Chosen);
