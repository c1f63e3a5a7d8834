using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// Foretells from some queries and some pool rows how many pairs of a query a screen will let through: a pair passes at threshold t if its bound
/// reaches t, and the threshold of a query rises while the pool goes by.
/// </summary>
/// <remarks>
/// With the first half of the pool seen, a query's k-th best is about its 2k-th best of the whole pool, with a quarter seen the 4k-th, and so on.
/// Levels 0 to 2 come from an exact search of the sampled queries, the rest from the sampled pool rows.
/// </remarks>
internal sealed unsafe class ScreenSample
{
    /// <summary>Queries that are sampled.</summary>
    public const int QueryCount = 64;

    /// <summary>Neighbours of the sampled queries that must be known, for each one wanted.</summary>
    public const int Reach = 4;

    private const int PoolRows = 768;
    private const int Levels = 8; // the lanes of a register

    private readonly double[] _cosines;
    private readonly double[] _thresholds;
    private readonly int _poolCount;

    /// <param name="querySample">The sampled queries.</param>
    /// <param name="queries">The same as rows of their own.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="scorer">Scores one of them with a pool row.</param>
    /// <param name="k">Neighbours wanted.</param>
    /// <param name="best">The exact similarities of each sampled query, best first: of Reach · k neighbours.</param>
    public ScreenSample(RowSample querySample, UnitRows queries, UnitRows pool, PairScorer scorer, int k, double[][] best)
    {
        QuerySample = querySample;
        Queries = queries;
        PoolSample = new RowSample(pool, PoolRows);
        _poolCount = pool.Count;
        _cosines = new double[querySample.Count * PoolSample.Count];
        _thresholds = new double[querySample.Count * Levels];
        double[] sorted = new double[PoolSample.Count];
        for (int i = 0; i < querySample.Count; i++)
        {
            Span<double> row = _cosines.AsSpan(i * PoolSample.Count, PoolSample.Count);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = scorer.Score(i, PoolSample.Groups[j]);
            }

            row.CopyTo(sorted);
            sorted.AsSpan().Sort();
            double[] known = best[i];
            for (int level = 0; level < Levels; level++)
            {
                long rank = ((long)k << level) - 1;
                long sampleRank = rank * PoolSample.Count / pool.Count;
                _thresholds[(i * Levels) + level] =
                    rank < known.Length ? known[rank] : sampleRank < sorted.Length ? sorted[sorted.Length - 1 - (int)sampleRank] : double.MinValue;
            }
        }
    }

    /// <summary>The sampled queries.</summary>
    public RowSample QuerySample { get; }

    /// <summary>The same as rows of their own.</summary>
    public UnitRows Queries { get; }

    /// <summary>The sampled pool rows.</summary>
    public RowSample PoolSample { get; }

    /// <summary>The greater of the two sides' mean squared lengths once their means are taken out.</summary>
    public double Spread => Math.Max(1 - MeanSquare(QuerySample), 1 - MeanSquare(PoolSample));

    /// <summary>Pairs a query whose cosine and a margin reach the threshold of the moment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Passing(double margin)
    {
        Vector512<long> reached = Vector512<long>.Zero;
        for (int i = 0; i < QuerySample.Count; i++)
        {
            Vector512<double> thresholds = Vector512.Create(_thresholds.AsSpan(i * Levels, Levels)) - Vector512.Create(margin);
            foreach (double cosine in _cosines.AsSpan(i * PoolSample.Count, PoolSample.Count))
            {
                // A comparison that holds is -1.
                reached -= Vector512.GreaterThanOrEqual(Vector512.Create(cosine), thresholds).AsInt64();
            }
        }

        return Share(reached);
    }

    /// <summary>Pairs a query whose bound and a margin reach the threshold of the moment.</summary>
    /// <param name="bounds">[sampled queries × sampled pool rows].</param>
    /// <param name="margin">What to add to each, beside the rounding of bounds in float.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Passing(float[] bounds, double margin)
    {
        Vector512<double> slack = Vector512.Create(margin + ScoreMargin.For(PoolSample.Dimension));
        Vector256<int> reached = Vector256<int>.Zero;
        for (int i = 0; i < QuerySample.Count; i++)
        {
            Vector512<double> wide = Vector512.Create(_thresholds.AsSpan(i * Levels, Levels)) - slack;
            Vector256<float> thresholds = Vector256.Narrow(wide.GetLower(), wide.GetUpper());
            foreach (float bound in bounds.AsSpan(i * PoolSample.Count, PoolSample.Count))
            {
                reached -= Vector256.GreaterThanOrEqual(Vector256.Create(bound), thresholds).AsInt32();
            }
        }

        return Share(Vector512.Create(Vector256.WidenLower(reached), Vector256.WidenUpper(reached)));
    }

    private double Share(Vector512<long> reached)
    {
        // The stretch between two levels is half of what was left, at about the mean of both.
        // What the opening has seen is not left to any screen.
        double share = 0;
        double left = 1 - Math.Min((double)OpeningPanels.Columns / _poolCount, 0.25);
        double stretch = 0.5;
        for (int level = 0; level < Levels - 1; level++, stretch /= 2)
        {
            double part = Math.Min(stretch, left);
            share += part * (reached[level] + reached[level + 1]) / 2;
            left -= part;
        }

        share += left * reached[Levels - 1];
        return share / ((double)QuerySample.Count * PoolSample.Count) * _poolCount;
    }

    private static double MeanSquare(RowSample rows)
    {
        double[] mean = new double[rows.Dimension];
        for (int i = 0; i < rows.Count; i++)
        {
            ReadOnlySpan<float> row = rows.Row(i);
            for (int k = 0; k < mean.Length; k++)
            {
                mean[k] += row[k];
            }
        }

        double square = 0;
        foreach (double sum in mean)
        {
            square += sum / rows.Count * (sum / rows.Count);
        }

        return square;
    }
}
