using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;

namespace Calque.DictionaryLab;

/// <summary>
/// Scores pairs under maps of the source space: CSLS among the words of the dictionary (2 cos − r(x) − r(y), Conneau et al. 2018), standardised by
/// what drawn mismatches of the same words reach.
/// </summary>
internal sealed class PairFit
{
    private const int Neighborhood = 10;
    private const int DrawsInAll = 200_000;

    private readonly NormalizedSpace _source;
    private readonly NormalizedSpace _target;
    private readonly Func<int, AlignmentMap> _mapOf;
    private readonly int _threads;
    private readonly float[] _sourcePool;
    private readonly float[] _targetPool;
    private readonly double _nullMean;
    private readonly double _nullDeviation;

    /// <param name="source">The source vocabulary, normalised.</param>
    /// <param name="target">The target vocabulary, normalised.</param>
    /// <param name="pairs">Distinct pairs of rows.</param>
    /// <param name="mapOf">The map for a source row: one that was fitted without the row's pairs.</param>
    /// <param name="seed">Keys the draws.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Ends the work between two searches.</param>
    public PairFit(
        NormalizedSpace source, NormalizedSpace target, IReadOnlyList<RowPair> pairs, Func<int, AlignmentMap> mapOf, ulong seed, int threads, CancellationToken cancellation)
    {
        _source = source;
        _target = target;
        _mapOf = mapOf;
        _threads = threads;
        int[] sources = [.. pairs.Select(pair => pair.Source).Distinct().Order()];
        int[] targets = [.. pairs.Select(pair => pair.Target).Distinct().Order()];
        _sourcePool = Map(sources);
        _targetPool = target.Gather(targets);
        MutualNeighbors both = NearestNeighbors.SearchBoth(
            _sourcePool, sources.Length, _targetPool, targets.Length, source.Dimension, Neighborhood, new NeighborSearchOptions { Threads = threads }, null, cancellation);
        double[] ofSource = both.OfQueries.MeanSimilarities(), ofTarget = both.OfPool.MeanSimilarities();
        Dictionary<int, int> placeOfSource = Places(sources), placeOfTarget = Places(targets);
        HashSet<RowPair> known = [.. pairs];

        double[] own = new double[pairs.Count];
        int draws = Math.Clamp(DrawsInAll / Math.Max(1, pairs.Count), 5, 100);
        double[] mismatches = new double[pairs.Count * draws];
        Parallel.For(0, pairs.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, index =>
        {
            RowPair pair = pairs[index];
            int x = placeOfSource[pair.Source];
            own[index] = Score(x, placeOfTarget[pair.Target]);
            KeyedRandom random = new(seed, "dictionary-lab/mismatch", (ulong)index);
            for (int draw = 0; draw < draws; draw++)
            {
                // A pair of the dictionary is no mismatch; in a dictionary of synonyms the hundredth draw may be one all the same.
                int y = random.NextInt(targets.Length);
                for (int attempt = 0; attempt < 100 && known.Contains(new RowPair(pair.Source, targets[y])); attempt++)
                    y = random.NextInt(targets.Length);
                mismatches[(index * draws) + draw] = Score(x, y);
            }
        });
        double sum = 0, squares = 0;
        foreach (double score in mismatches)
            sum += score;
        _nullMean = sum / mismatches.Length;
        foreach (double score in mismatches)
            squares += (score - _nullMean) * (score - _nullMean);
        _nullDeviation = Math.Max(Math.Sqrt(squares / mismatches.Length), 1e-6);

        Scores = [.. own.Select(Standardize)];
        Mixture = PairMixture.Fit(Scores, new MismatchDensity([.. mismatches.Select(Standardize)]));
        long beaten = 0;
        for (int index = 0; index < own.Length; index++)
        {
            for (int draw = 0; draw < draws; draw++)
                beaten += mismatches[(index * draws) + draw] < own[index] ? 1 : 0;
        }

        Beaten = (double)beaten / mismatches.Length;

        double Score(int x, int y)
        {
            int dimension = _source.Dimension;
            return (2 * ExactCosine.Cosine(_sourcePool.AsSpan(x * dimension, dimension), _targetPool.AsSpan(y * dimension, dimension))) - ofSource[x] - ofTarget[y];
        }
    }

    /// <summary>The standardised score of each pair.</summary>
    public double[] Scores { get; }

    /// <summary>What tells right from wrong.</summary>
    public PairMixture Mixture { get; }

    /// <summary>The share of its mismatches that a pair stands above, on average; half of it is chance.</summary>
    public double Beaten { get; }

    /// <summary>The probability that each pair is wrong.</summary>
    public double[] WrongProbabilities() => [.. Scores.Select(Mixture.WrongProbability)];

    /// <summary>The probability that other pairs are right, where as many of them are as in the dictionary.</summary>
    /// <param name="pairs">The pairs; they may repeat.</param>
    /// <param name="cancellation">Ends the work between two searches.</param>
    public double[] RightProbabilities(IReadOnlyList<RowPair> pairs, CancellationToken cancellation)
    {
        double odds = (1 - Mixture.WrongShare) / Mixture.WrongShare;
        return [.. RightRatios(pairs, cancellation).Select(ratio => odds * ratio / (1 + (odds * ratio)))];
    }

    /// <summary>How much likelier the scores of other pairs are for right pairs than for mismatches, by the same maps and the same neighbourhoods.</summary>
    /// <param name="pairs">The pairs; they may repeat.</param>
    /// <param name="cancellation">Ends the work between two searches.</param>
    public double[] RightRatios(IReadOnlyList<RowPair> pairs, CancellationToken cancellation)
    {
        if (pairs.Count == 0)
            return [];
        int[] sources = [.. pairs.Select(pair => pair.Source).Distinct().Order()];
        int[] targets = [.. pairs.Select(pair => pair.Target).Distinct().Order()];
        int dimension = _source.Dimension;
        float[] sourceRows = Map(sources), targetRows = _target.Gather(targets);
        NeighborSearchOptions options = new() { Threads = _threads };
        double[] ofSource = NearestNeighbors.Search(sourceRows, sources.Length, _targetPool, _targetPool.Length / dimension, dimension, Neighborhood, options, null, cancellation).MeanSimilarities();
        double[] ofTarget = NearestNeighbors.Search(targetRows, targets.Length, _sourcePool, _sourcePool.Length / dimension, dimension, Neighborhood, options, null, cancellation).MeanSimilarities();
        Dictionary<int, int> placeOfSource = Places(sources), placeOfTarget = Places(targets);
        double[] ratios = new double[pairs.Count];
        for (int i = 0; i < ratios.Length; i++)
        {
            int x = placeOfSource[pairs[i].Source], y = placeOfTarget[pairs[i].Target];
            double cosine = ExactCosine.Cosine(sourceRows.AsSpan(x * dimension, dimension), targetRows.AsSpan(y * dimension, dimension));
            ratios[i] = Mixture.RightRatio(Standardize((2 * cosine) - ofSource[x] - ofTarget[y]));
        }

        return ratios;
    }

    private double Standardize(double score) => (score - _nullMean) / _nullDeviation;

    private float[] Map(int[] rows)
    {
        float[] mapped = _source.Gather(rows);
        int dimension = _source.Dimension;
        foreach (IGrouping<AlignmentMap, int> group in Enumerable.Range(0, rows.Length).GroupBy(place => _mapOf(rows[place])))
        {
            int[] places = [.. group];
            float[] block = new float[places.Length * dimension];
            for (int i = 0; i < places.Length; i++)
                mapped.AsSpan(places[i] * dimension, dimension).CopyTo(block.AsSpan(i * dimension));
            group.Key.Apply(block);
            for (int i = 0; i < places.Length; i++)
                block.AsSpan(i * dimension, dimension).CopyTo(mapped.AsSpan(places[i] * dimension));
        }

        return mapped;
    }

    private static Dictionary<int, int> Places(int[] rows)
    {
        Dictionary<int, int> places = new(rows.Length);
        for (int i = 0; i < rows.Length; i++)
            places.Add(rows[i], i);
        return places;
    }
}
