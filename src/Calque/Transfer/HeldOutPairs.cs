using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;

namespace Calque.Transfer;

/// <summary>Which pairs of a dictionary are held out, and what an alignment makes of them.</summary>
/// <remarks>A tenth of the distinct source words with all of their pairs, so that no word stands on both sides; drawn by the seed.</remarks>
internal sealed class HeldOutPairs
{
    /// <summary>The most frequent target words, among which a translation must be found.</summary>
    public const int TargetWords = 10_000;

    private const int MostWords = 500;

    /// <summary>With fewer words an interval would be too wide to say anything; a dictionary with less than twice as many words is not divided.</summary>
    private const int FewestWords = 20;
    private const double Quantile = 1.959963984540054; // of the normal distribution, 97.5 %

    private HeldOutPairs(int[] heldOut, int[] rest)
    {
        HeldOut = heldOut;
        Rest = rest;
    }

    /// <summary>The pairs held out, ascending.</summary>
    public int[] HeldOut { get; }

    /// <summary>The other pairs, ascending.</summary>
    public int[] Rest { get; }

    /// <summary>Divides pairs by their source words; null where there are too few.</summary>
    /// <param name="sourceWords">The source word of every pair.</param>
    /// <param name="seed">Keys the draw.</param>
    /// <param name="composed">
    /// For pairs composed of several words' vectors those of the source, for others null. They are not held out, and with a word of them that is they are in neither part.
    /// </param>
    public static HeldOutPairs? Draw(IReadOnlyList<string> sourceWords, ulong seed, IReadOnlyList<IReadOnlyList<string>?>? composed = null)
    {
        string[] distinct = [.. sourceWords.Where((_, i) => composed?[i] is null).Distinct(StringComparer.Ordinal)];
        if (distinct.Length < 2 * FewestWords)
            return null;
        new KeyedRandom(seed, "held-out pairs", 0).Shuffle<string>(distinct);
        HashSet<string> chosen = new(distinct.Take(Math.Clamp(distinct.Length / 10, FewestWords, MostWords)), StringComparer.Ordinal);
        int[] all = [.. Enumerable.Range(0, sourceWords.Count)];
        return new HeldOutPairs(
            [.. all.Where(i => composed?[i] is null && chosen.Contains(sourceWords[i]))],
            [.. all.Where(i => composed?[i] is { } words ? !words.Any(chosen.Contains) : !chosen.Contains(sourceWords[i]))]);
    }

    /// <summary>Looks up each held-out source word.</summary>
    /// <param name="sourceWords">The source word of every pair.</param>
    /// <param name="sourceRows">The mapped source vector of every pair that is held out, [held out × dimension].</param>
    /// <param name="translations">The place of every held-out pair's target word in the pool.</param>
    /// <param name="pool">Vectors of the target words, [pool × dimension], none zero.</param>
    /// <param name="dimension">Dimensions of the common space.</param>
    /// <param name="threads">Threads.</param>
    public HeldOutFigures Measure(IReadOnlyList<string> sourceWords, float[] sourceRows, int[] translations, float[] pool, int dimension, int threads)
    {
        // A word of several translations stands in several pairs; its vector is one.
        Dictionary<string, List<int>> pairsOf = new(StringComparer.Ordinal);
        List<string> words = [];
        for (int i = 0; i < HeldOut.Length; i++)
        {
            string word = sourceWords[HeldOut[i]];
            if (!pairsOf.TryGetValue(word, out List<int>? pairs))
            {
                pairsOf.Add(word, pairs = []);
                words.Add(word);
            }

            pairs.Add(i);
        }

        float[] queries = new float[(long)words.Count * dimension];
        for (int q = 0; q < words.Count; q++)
            sourceRows.AsSpan(pairsOf[words[q]][0] * dimension, dimension).CopyTo(queries.AsSpan(q * dimension));
        int poolCount = pool.Length / dimension;
        NeighborTable nearest = NearestNeighbors.Search(queries, words.Count, pool, poolCount, dimension, 1, new NeighborSearchOptions { Threads = threads });
        int right = 0;
        for (int q = 0; q < words.Count; q++)
            right += pairsOf[words[q]].Any(i => translations[i] == nearest.Index(q, 0)) ? 1 : 0;
        (double low, double high) = Interval(right, words.Count);
        return new HeldOutFigures { Words = words.Count, TargetWords = poolCount, PrecisionAt1 = (double)right / words.Count, Low = low, High = high };
    }

    /// <summary>The 95 % interval of a share (Wilson 1927).</summary>
    internal static (double Low, double High) Interval(int right, int of)
    {
        double share = (double)right / of;
        double square = Quantile * Quantile;
        double middle = (share + (square / (2 * of))) / (1 + (square / of));
        double half = Quantile / (1 + (square / of)) * Math.Sqrt((share * (1 - share) / of) + (square / (4.0 * of * of)));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
