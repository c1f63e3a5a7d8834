using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Alignment;
using Calque.Alignment.Directories;

namespace Calque.Evaluation;

/// <summary>Measures how alike two spaces are, after unit length, centring and unit length again, as the published figures are.</summary>
public static class SpaceIsomorphism
{
    /// <summary>The most frequent words of the neighbour graphs, as published.</summary>
    public const int MostGraphWords = 10_000;

    /// <summary>The most frequent words of the spanning trees, as published.</summary>
    public const int MostTreeWords = 5_000;

    /// <summary>The most translation pairs of the relational similarity, as published.</summary>
    public const int MostPairs = 1_000;

    /// <summary>Measures two vocabularies.</summary>
    /// <param name="source">The source vocabulary in its own space.</param>
    /// <param name="target">The target vocabulary in its own space.</param>
    /// <param name="pairs">Words and translations, by rows of those of <paramref name="aligned"/>.</param>
    /// <param name="aligned">Whose mapped vocabularies the pairs name.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="progress">Told where the work stands.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    internal static IsomorphismFigures Measure(
        VocabularyVectors source,
        VocabularyVectors target,
        TestDictionary pairs,
        AlignedVocabularies aligned,
        int threads,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellation)
    {
        int graph = Math.Min(MostGraphWords, Math.Min(source.Count, target.Count));
        float[] left = Normalized(source, graph), right = Normalized(target, graph);
        progress?.Report(new OperationProgress("neighbour graphs", 0, 0, "words"));
        double difference = NeighborGraphSpectrum.Difference(Spectrum(left, source.Dimension), Spectrum(right, target.Dimension), out int compared);
        int tree = Math.Min(MostTreeWords, graph);
        progress?.Report(new OperationProgress("spanning trees", 0, 0, "words"));
        double bottleneck = SpanningTreeDistance.Bottleneck(
            SpanningTreeDistance.EdgeLengths(left, Directed(left, source.Dimension, tree), source.Dimension, threads, cancellation),
            SpanningTreeDistance.EdgeLengths(right, Directed(right, target.Dimension, tree), target.Dimension, threads, cancellation));
        double? relational = Relational(source, target, pairs, aligned, out int used);
        return new IsomorphismFigures
        {
            EigenvalueDifference = difference,
            Eigenvalues = compared,
            GraphWords = graph,
            GromovHausdorff = bottleneck,
            TreeWords = tree,
            RelationalSimilarity = relational,
            RelationalPairs = used,
        };

        double[] Spectrum(float[] rows, int dimension)
        {
            int count = Directed(rows, dimension, graph);
            return NeighborGraphSpectrum.Eigenvalues(NeighborGraphSpectrum.NearestOthers(rows, count, dimension, threads, cancellation));
        }
    }

    private static float[] Normalized(VocabularyVectors vocabulary, int count)
    {
        float[] rows = vocabulary.Rows[..(count * vocabulary.Dimension)];
        VectorNormalizer.Fit(VectorNormalization.UnitCentreUnit, rows, count, vocabulary.Dimension);
        return rows;
    }

    /// <summary>Rows before the first that centring brought to zero, as happens in spaces of one word or one direction only.</summary>
    private static int Directed(float[] rows, int dimension, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!rows.AsSpan(i * dimension, dimension).ContainsAnyExcept(0f))
                return i;
        }

        return count;
    }

    private static double? Relational(VocabularyVectors source, VocabularyVectors target, TestDictionary pairs, AlignedVocabularies aligned, out int used)
    {
        List<int> left = [], right = [];
        foreach (TestWord word in pairs.Words.OrderBy(word => word.Row).Take(MostPairs))
        {
            left.Add(source.IndexOf(aligned.Source.Words[word.Row]));
            right.Add(target.IndexOf(aligned.Target.Words[word.Gold[0]]));
        }

        float[] x = Centred(source, left), y = Centred(target, right);
        List<int> kept = [.. Enumerable.Range(0, left.Count).Where(i => Has(x, source.Dimension, i) && Has(y, target.Dimension, i))];
        used = kept.Count;
        return RelationalSimilarity.Compute(Gather(x, source.Dimension, kept), source.Dimension, Gather(y, target.Dimension, kept), target.Dimension, kept.Count);
    }

    /// <summary>Some rows, with the means of the most frequent words: a copy of a large vocabulary would cost its memory once more.</summary>
    private static float[] Centred(VocabularyVectors vocabulary, List<int> places)
    {
        int frequent = Math.Min(MostGraphWords, vocabulary.Count);
        VectorNormalizer normalizer = VectorNormalizer.Fit(
            VectorNormalization.UnitCentreUnit, vocabulary.Rows.AsSpan(0, frequent * vocabulary.Dimension).ToArray(), frequent, vocabulary.Dimension);
        float[] rows = Gather(vocabulary.Rows, vocabulary.Dimension, places);
        normalizer.Apply(rows);
        return rows;
    }

    private static bool Has(float[] rows, int dimension, int row) => rows.AsSpan(row * dimension, dimension).ContainsAnyExcept(0f);

    private static float[] Gather(float[] rows, int dimension, List<int> places)
    {
        float[] gathered = new float[(long)places.Count * dimension];
        for (int i = 0; i < places.Count; i++)
            rows.AsSpan(places[i] * dimension, dimension).CopyTo(gathered.AsSpan(i * dimension));
        return gathered;
    }
}
