using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Retrieval;

namespace Calque.Alignment;

/// <summary>
/// Adds to a dictionary the pairs that an alignment holds to be each other's best translation by CSLS, among the most frequent words that the dictionary does not
/// have yet. Far more of these are right than of a word's best alone.
/// </summary>
internal static class DictionaryGrowth
{
    /// <summary>The most frequent words that a dictionary is usually grown by.</summary>
    public const int UsualWords = 10_000;

    /// <summary>Finds the pairs among the most frequent words of either side.</summary>
    public static SeedPairs Induce(
        NormalizedSpace source, double[]? sourceMap, NormalizedSpace target, double[]? targetMap, int dimension, SeedPairs known, int words, int threads, CancellationToken cancellation)
    {
        int[] sources = [.. Enumerable.Range(0, Math.Min(words, source.Count))];
        int[] targets = [.. Enumerable.Range(0, Math.Min(words, target.Count))];
        float[] x = source.Map(sources, sourceMap, dimension, threads);
        float[] y = target.Map(targets, targetMap, dimension, threads);
        MutualRetrieval both = TranslationRetrieval
            .Prepare(x, sources.Length, y, targets.Length, dimension, new RetrievalOptions { Threads = threads }, null, cancellation)
            .TranslateBoth(1, null, cancellation);
        HashSet<int> knownSources = [.. known.Source], knownTargets = [.. known.Target];
        List<int> left = [], right = [];
        for (int i = 0; i < sources.Length; i++)
        {
            int j = both.OfSource.Index(i, 0);
            if (both.OfTarget.Index(j, 0) == i && !knownSources.Contains(i) && !knownTargets.Contains(j))
            {
                left.Add(i);
                right.Add(j);
            }
        }

        return new SeedPairs([.. left], [.. right]);
    }

    /// <summary>The pairs of a dictionary and induced ones, which count less.</summary>
    public static SeedPairs Join(SeedPairs known, SeedPairs induced, double weight) => new(
        [.. known.Source, .. induced.Source],
        [.. known.Target, .. induced.Target],
        [.. known.Weights ?? Enumerable.Repeat(1.0, known.Count), .. Enumerable.Repeat(weight, induced.Count)]);

    /// <summary>Given pairs, and found ones of words that have none; all count alike.</summary>
    public static SeedPairs Complete(SeedPairs? known, SeedPairs found)
    {
        if (known is null)
        {
            return found;
        }

        HashSet<int> sources = [.. known.Source], targets = [.. known.Target];
        return Join(known, found.Subset([.. Enumerable.Range(0, found.Count).Where(i => !sources.Contains(found.Source[i]) && !targets.Contains(found.Target[i]))]), 1);
    }
}
