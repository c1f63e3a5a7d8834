using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;

namespace Calque.Evaluation;

/// <summary>Intervals by drawing words with replacement. Draws are keyed by (seed, replicate), so they are the same for any number of threads.</summary>
public static class WordBootstrap
{
    /// <summary>Replicates that are drawn unless another number is asked for.</summary>
    public const int UsualReplicates = 10_000;

    private const double Tail = 0.025;

    /// <summary>The intervals of scores.</summary>
    /// <param name="ranks">One for each word that was asked for, see <see cref="TranslationScores.Of(IReadOnlyList{int}, int)"/>.</param>
    /// <param name="words">Words that count; those not asked for are wrong.</param>
    /// <param name="seed">Keys the draws.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="replicates">From 1 on.</param>
    public static ScoreIntervals Scores(IReadOnlyList<int> ranks, int words, ulong seed, int threads = 1, int replicates = UsualReplicates)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        ArgumentOutOfRangeException.ThrowIfLessThan(words, ranks.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(words, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        byte[] rankOf = new byte[words];
        for (int i = 0; i < ranks.Count; i++)
            rankOf[i] = (byte)ranks[i];
        TranslationScores[] drawn = new TranslationScores[replicates];
        WorkSharing.ForBlocks(threads, replicates, 64, (first, count) =>
        {
            Span<int> counts = stackalloc int[TranslationScores.Depth + 1];
            for (int replicate = first; replicate < first + count; replicate++)
            {
                KeyedRandom random = new(seed, "bootstrap of words", (ulong)replicate);
                counts.Clear();
                for (int i = 0; i < words; i++)
                    counts[rankOf[random.NextInt(words)]]++;
                drawn[replicate] = TranslationScores.FromCounts(counts, words);
            }
        });
        return new ScoreIntervals(
            Percentiles(drawn.Select(scores => scores.P1)), Percentiles(drawn.Select(scores => scores.P5)),
            Percentiles(drawn.Select(scores => scores.P10)), Percentiles(drawn.Select(scores => scores.Mrr)));
    }

    /// <summary>The interval of a mean over words, such as that of the differences of two alignments word by word (the paired bootstrap).</summary>
    /// <param name="values">One value a word; at least one.</param>
    /// <param name="seed">Keys the draws.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="replicates">From 1 on.</param>
    public static ConfidenceInterval Mean(IReadOnlyList<double> values, ulong seed, int threads = 1, int replicates = UsualReplicates)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Count, 1, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        double[] given = [.. values];
        double[] means = new double[replicates];
        WorkSharing.ForBlocks(threads, replicates, 64, (first, count) =>
        {
            for (int replicate = first; replicate < first + count; replicate++)
            {
                KeyedRandom random = new(seed, "bootstrap of words", (ulong)replicate);
                double sum = 0;
                for (int i = 0; i < given.Length; i++)
                    sum += given[random.NextInt(given.Length)];
                means[replicate] = sum / given.Length;
            }
        });
        return Percentiles(means);
    }

    private static ConfidenceInterval Percentiles(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int low = (int)Math.Floor(Tail * sorted.Length);
        return new ConfidenceInterval(sorted[low], sorted[sorted.Length - 1 - low]);
    }
}
