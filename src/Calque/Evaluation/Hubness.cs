using System;
using System.Linq;
using System.Threading;
using Calque.Alignment;
using Calque.Retrieval;

namespace Calque.Evaluation;

/// <summary>Counts how often each target word is retrieved.</summary>
public static class Hubness
{
    /// <summary>The most frequent words of either side that are looked at.</summary>
    public const int MostWords = 20_000;

    /// <summary>The skewness of counts, E(N − m)³ / sd³; 0 where all are equal.</summary>
    public static double Skewness(ReadOnlySpan<int> counts)
    {
        double mean = 0;
        foreach (int count in counts)
            mean += count;
        mean /= Math.Max(1, counts.Length);
        double second = 0, third = 0;
        foreach (int count in counts)
        {
            double difference = count - mean;
            second += difference * difference;
            third += difference * difference * difference;
        }

        second /= Math.Max(1, counts.Length);
        third /= Math.Max(1, counts.Length);
        return second == 0 ? 0 : third / (second * Math.Sqrt(second));
    }

    /// <summary>Measures two mapped vocabularies.</summary>
    /// <param name="source">The source vocabulary in the common space.</param>
    /// <param name="target">The target vocabulary in the common space.</param>
    /// <param name="options">How translations are ranked.</param>
    /// <param name="prepared">Over both whole vocabularies; used where no more words than <see cref="MostWords"/> are in them.</param>
    /// <param name="cancellation">Ends the search between two blocks.</param>
    internal static HubFigures Measure(
        VocabularyVectors source, VocabularyVectors target, RetrievalOptions options, TranslationRetrieval prepared, CancellationToken cancellation)
    {
        int sources = Math.Min(source.Count, MostWords);
        int targets = Math.Min(target.Count, MostWords);
        TranslationRetrieval retrieval = sources == source.Count && targets == target.Count
            ? prepared
            : TranslationRetrieval.Prepare(source.Rows, sources, target.Rows, targets, source.Dimension, options, null, cancellation);
        MutualRetrieval both = retrieval.TranslateBoth(TranslationScores.Depth, null, cancellation);
        int[] counts = new int[targets];
        int mutual = 0;
        for (int i = 0; i < sources; i++)
        {
            foreach (int row in both.OfSource.Indices(i))
                counts[row]++;
            mutual += both.OfTarget.Index(both.OfSource.Index(i, 0), 0) == i ? 1 : 0;
        }

        int largest = 0;
        for (int j = 1; j < targets; j++)
            largest = counts[j] > counts[largest] ? j : largest;
        return new HubFigures(
            Math.Max(sources, targets), Skewness(counts), (double)counts.Count(count => count == 0) / targets, target.Words[largest], counts[largest],
            (double)mutual / sources);
    }
}
