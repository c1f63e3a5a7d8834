using System;
using System.Collections.Generic;
using System.Linq;

namespace Calque.Tests.Numerics.Reference;

/// <summary>The definition of the neighbour search, written plainly: every pair, in double, sorted.</summary>
internal static class BruteForceNeighbors
{
    public sealed record Neighbor(int Index, double Similarity);

    public static List<Neighbor>[] Search(float[] queries, int queryCount, float[] pool, int poolCount, int dimension, int k)
    {
        List<Neighbor>[] result = new List<Neighbor>[queryCount];
        for (int q = 0; q < queryCount; q++)
        {
            result[q] = Enumerable.Range(0, poolCount)
                .Select(p => new Neighbor(p, Cosine(queries.AsSpan(q * dimension, dimension), pool.AsSpan(p * dimension, dimension))))
                .OrderByDescending(n => n.Similarity)
                .ThenBy(n => n.Index)
                .Take(k)
                .ToList();
        }

        return result;
    }

    public static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => LaneDot(x, y) / Math.Sqrt(LaneDot(x, x) * LaneDot(y, y));

    /// <summary>Sixteen sums, element i to sum i mod 16, then pairs at distance 8, 4, 2, 1.</summary>
    public static double LaneDot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double[] lane = new double[16];
        for (int i = 0; i < x.Length; i++)
        {
            lane[i % 16] += (double)x[i] * (double)y[i];
        }

        double[] eight = Enumerable.Range(0, 8).Select(j => lane[j] + lane[j + 8]).ToArray();
        double[] four = Enumerable.Range(0, 4).Select(j => eight[j] + eight[j + 4]).ToArray();
        return four[0] + four[2] + (four[1] + four[3]);
    }
}
