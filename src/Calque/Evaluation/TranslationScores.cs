using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Calque.Evaluation;

/// <summary>How many words were translated rightly, as fractions of 1.</summary>
/// <param name="P1">A right translation stands first.</param>
/// <param name="P5">One is among the first five.</param>
/// <param name="P10">One is among the first ten.</param>
/// <param name="Mrr">The mean of 1 / rank of the first right translation, 0 where none is among the first ten.</param>
/// <param name="Words">Words that the fractions are of.</param>
public sealed record TranslationScores(double P1, double P5, double P10, double Mrr, int Words)
{
    /// <summary>Answers that are looked at.</summary>
    public const int Depth = 10;

    /// <summary>The share of the dictionary's source words that were asked for; null where all count.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Coverage { get; init; }

    /// <summary>Scores the ranks of first right answers.</summary>
    /// <param name="ranks">For each word asked for: 1 to <see cref="Depth"/>, or 0 where no right answer is among them.</param>
    /// <param name="words">Words that count: those asked for, or more, the others being wrong.</param>
    public static TranslationScores Of(IReadOnlyList<int> ranks, int words)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        ArgumentOutOfRangeException.ThrowIfLessThan(words, ranks.Count);
        int[] counts = new int[Depth + 1];
        foreach (int rank in ranks)
            counts[rank]++;
        return FromCounts(counts, words);
    }

    /// <summary>Scores from how often each rank occurs; index 0 does not matter.</summary>
    internal static TranslationScores FromCounts(ReadOnlySpan<int> counts, int words)
    {
        int first = 0, five = 0, ten = 0;
        double reciprocal = 0;
        for (int rank = 1; rank <= Depth; rank++)
        {
            first += rank <= 1 ? counts[rank] : 0;
            five += rank <= 5 ? counts[rank] : 0;
            ten += counts[rank];
            reciprocal += (double)counts[rank] / rank;
        }

        double all = Math.Max(words, 1);
        return new TranslationScores(first / all, five / all, ten / all, reciprocal / all, words);
    }
}
