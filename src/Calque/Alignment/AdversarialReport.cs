using System.Collections.Generic;

namespace Calque.Alignment;

/// <summary>How adversarial alignment went.</summary>
/// <param name="Restarts">Every restart.</param>
/// <param name="Succeeded">Restarts that are believed.</param>
/// <param name="Words">The most frequent words of either side that the restarts were judged on.</param>
/// <param name="Criterion">The chosen restart's: the mean cosine of words and their best translations by CSLS.</param>
/// <param name="MutualShare">The chosen restart's: the share of words that are the best translation of their best translation.</param>
/// <param name="NullCriterion">The criterion that the middle one of the random rotations came to on the same words, refined alike.</param>
/// <param name="NullMutualShare">The share of mutual translations that the middle one came to.</param>
/// <param name="NullStarts">How many rotations.</param>
/// <param name="Pairs">Pairs of the last dictionary, which the map was fitted to.</param>
/// <param name="Verdict">The figures in words.</param>
public sealed record AdversarialReport(
    IReadOnlyList<AdversarialRestart> Restarts,
    int Succeeded,
    int Words,
    double Criterion,
    double MutualShare,
    double NullCriterion,
    double NullMutualShare,
    int NullStarts,
    int Pairs,
    string Verdict);
