using System;
using System.Collections.Generic;
using System.Threading;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Neighbors;
using Calque.Retrieval;

namespace Calque.Alignment;

/// <summary>
/// Refines an orthogonal map: words that are each other's best translation by CSLS become the dictionary of the next map (Procrustes), until the criterion stops rising
/// (Conneau et al. 2018, refinement).
/// </summary>
/// <remarks>The criterion is the mean cosine of words and their best translations by CSLS, in both directions.</remarks>
internal sealed class OrthogonalRefinement
{
    /// <summary>What counts as a rise of the criterion.</summary>
    private const double Tolerance = 1e-4;

    private const int BlockRows = 512;

    private readonly NormalizedSpace _source;
    private readonly NormalizedSpace _target;
    private readonly int _sourceWords;
    private readonly int _targetWords;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;

    /// <summary>Takes the spaces; they are only read, so several refinements may work on them at once.</summary>
    /// <param name="source">The source rows.</param>
    /// <param name="target">The target rows, of as many dimensions.</param>
    /// <param name="words">The most frequent words of either side that take part.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Ends the work between two rounds.</param>
    public OrthogonalRefinement(NormalizedSpace source, NormalizedSpace target, int words, int threads, CancellationToken cancellation)
    {
        _source = source;
        _target = target;
        _sourceWords = Math.Min(words, source.Count);
        _targetWords = Math.Min(words, target.Count);
        _threads = threads;
        _cancellation = cancellation;
    }

    /// <summary>Refines a map.</summary>
    /// <param name="map">[dimension × dimension].</param>
    /// <param name="mostRounds">Maps that are fitted at most.</param>
    /// <param name="startCounts">Whether the given map may be the result; false where it is not orthogonal.</param>
    /// <returns>The map with the highest criterion.</returns>
    public RefinedMap Refine(double[] map, int mostRounds, bool startCounts = true)
    {
        RefinedMap current = Measure(map);
        RefinedMap best = startCounts ? current : current with { Criterion = double.NegativeInfinity };
        for (int round = 0; round < mostRounds && current.Mutual.Count >= 2; round++)
        {
            SeedPairs pairs = current.Mutual;
            double[] next = OrthogonalProcrustes.Fit(_source.Gather(pairs.Source), _target.Gather(pairs.Target), null, pairs.Count, _source.Dimension).Matrix;
            current = Measure(next);
            if (current.Criterion < best.Criterion + Tolerance)
                return current.Criterion > best.Criterion ? current : best;
            best = current;
        }

        return best;
    }

    private RefinedMap Measure(double[] map)
    {
        _cancellation.ThrowIfCancellationRequested();
        int d = _source.Dimension;
        float[] mapped = new float[(long)_sourceWords * d];
        WorkSharing.ForBlocks(_threads, _sourceWords, BlockRows, (first, block) =>
            MatrixProducts.MapRows(_source.Rows.AsSpan(first * d, block * d), block, d, map, d, mapped.AsSpan(first * d, block * d)));
        GivePlaces(mapped, d);
        MutualRetrieval both = TranslationRetrieval
            .Prepare(mapped, _sourceWords, _target.Rows, _targetWords, d, new RetrievalOptions { Threads = _threads }, null, _cancellation)
            .TranslateBoth(1, null, _cancellation);
        List<int> left = [], right = [];
        int[] translations = new int[_sourceWords];
        double forward = 0, back = 0;
        for (int i = 0; i < _sourceWords; i++)
        {
            translations[i] = both.OfSource.Index(i, 0);
            forward += both.OfSource.Cosine(i, 0);
            if (both.OfTarget.Index(translations[i], 0) == i)
            {
                left.Add(i);
                right.Add(translations[i]);
            }
        }

        for (int j = 0; j < _targetWords; j++)
            back += both.OfTarget.Cosine(j, 0);
        return new RefinedMap(
            map,
            ((forward / _sourceWords) + (back / _targetWords)) / 2,
            (double)left.Count / Math.Min(_sourceWords, _targetWords),
            new SeedPairs([.. left], [.. right]),
            translations);
    }

    /// <summary>A word that a map of some axes brings to zero has no place yet: any will do.</summary>
    private static void GivePlaces(float[] rows, int dimension)
    {
        for (int first = 0; first < rows.Length; first += dimension)
        {
            if (!rows.AsSpan(first, dimension).ContainsAnyExcept(0f))
                rows[first] = 1;
        }
    }
}
