using System;
using System.Threading;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Neighbors;

namespace Calque.Alignment;

/// <summary>
/// The map that minimises the relaxed CSLS loss of the pairs (Joulin et al. 2018): with unit rows,
/// f(W) = (1/n) Σ [−2 y·xW + (1/k) Σ over the k targets z nearest to xW of z·xW + (1/k) Σ over the k sources v nearest to y of y·vW].
/// </summary>
/// <remarks>
/// Gradient descent from the orthogonal map, neighbours held fixed in each step (their change adds nothing to the derivative, where it is defined). A step
/// that raises the loss is taken back and made half as long. Neighbours are found by cosine. Not orthogonal: similarities within the source language change.
/// </remarks>
internal sealed class Rcsls
{
    private const int Neighborhood = 10;
    private const double SmallestStep = 1e-3;

    private readonly NormalizedSpace _source;
    private readonly NormalizedSpace _target;
    private readonly SeedPairs _pairs;
    private readonly int _threads;
    private readonly float[] _x;
    private readonly float[] _y;
    private readonly double _total;

    public Rcsls(NormalizedSpace source, NormalizedSpace target, SeedPairs pairs, int threads)
    {
        _source = source;
        _target = target;
        _pairs = pairs;
        _threads = threads;
        _x = source.Gather(pairs.Source);
        _y = target.Gather(pairs.Target);
        for (int i = 0; i < pairs.Count; i++)
        {
            _total += Weight(i);
        }
    }

    /// <summary>The loss at each accepted step, the start first.</summary>
    public double[] Losses { get; private set; } = [];

    /// <summary>Descends.</summary>
    public double[] Fit(double[] start, double rate, int iterations, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        double[] map = [.. start];
        Point here = Evaluate(map, cancellation);
        System.Collections.Generic.List<double> losses = [here.Loss];
        for (int iteration = 0; iteration < iterations && rate >= SmallestStep; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new OperationProgress("rcsls", iteration, iterations, "steps"));
            double[] next = new double[map.Length];
            for (int i = 0; i < map.Length; i++)
            {
                next[i] = map[i] - (rate * here.Gradient[i]);
            }

            Point there = Evaluate(next, cancellation);
            if (there.Loss <= here.Loss)
            {
                map = next;
                here = there;
                losses.Add(here.Loss);
            }
            else
            {
                rate /= 2;
            }
        }

        Losses = [.. losses];
        return map;
    }

    /// <summary>The loss and its gradient at a map.</summary>
    internal Point Evaluate(double[] map, CancellationToken cancellation)
    {
        int dx = _source.Dimension, dy = _target.Dimension, n = _pairs.Count;
        // Composed entries stand behind the words: pairs name them, but they are nobody's neighbours.
        int rows = _source.Rows.Length / dx;
        float[] mapped = new float[(long)rows * dy];
        WorkSharing.ForBlocks(_threads, rows, 512, (first, block) =>
            MatrixProducts.MapRows(_source.Rows.AsSpan(first * dx, block * dx), block, dx, map, dy, mapped.AsSpan(first * dy, block * dy)));
        float[] mappedPairs = new float[(long)n * dy];
        for (int i = 0; i < n; i++)
        {
            mapped.AsSpan(_pairs.Source[i] * dy, dy).CopyTo(mappedPairs.AsSpan(i * dy));
        }

        NeighborSearchOptions options = new() { Threads = _threads };
        NeighborTable nearTargets = NearestNeighbors.Search(mappedPairs, n, _target.Rows, _target.Count, dy, Neighborhood, options, null, cancellation);
        NeighborTable nearSources = NearestNeighbors.Search(_y, n, mapped, _source.Count, dy, Neighborhood, options, null, cancellation);

        // Both neighbourhood terms are inner products with a mean row: z̄ of the targets near xW, v̄ of the sources near y.
        float[] pull = new float[(long)n * dy];
        float[] meanSources = new float[(long)n * dx];
        for (int i = 0; i < n; i++)
        {
            Span<float> goal = pull.AsSpan(i * dy, dy);
            AddMean(nearTargets.Indices(i), _target.Rows, dy, goal);
            for (int j = 0; j < dy; j++)
            {
                goal[j] -= 2 * _y[(i * dy) + j];
            }

            AddMean(nearSources.Indices(i), _source.Rows, dx, meanSources.AsSpan(i * dx, dx));
        }

        double[] weights = new double[n];
        for (int i = 0; i < n; i++)
        {
            weights[i] = Weight(i) / _total;
        }

        double[] gradient = MatrixProducts.CrossProduct(_x, dx, pull, dy, n, weights);
        double[] back = MatrixProducts.CrossProduct(meanSources, dx, _y, dy, n, weights);
        double loss = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            // f is linear in W while the neighbours stand: f = ⟨gradient, W⟩.
            gradient[i] += back[i];
            loss += gradient[i] * map[i];
        }

        return new Point(loss, gradient);
    }

    private double Weight(int pair) => _pairs.Weights is null ? 1 : _pairs.Weights[pair];

    private static void AddMean(ReadOnlySpan<int> places, float[] rows, int dimension, Span<float> sum)
    {
        Span<double> mean = new double[dimension];
        foreach (int place in places)
        {
            for (int j = 0; j < dimension; j++)
            {
                mean[j] += rows[(place * dimension) + j];
            }
        }

        for (int j = 0; j < dimension; j++)
        {
            sum[j] += (float)(mean[j] / places.Length);
        }
    }

    internal readonly record struct Point(double Loss, double[] Gradient);
}
