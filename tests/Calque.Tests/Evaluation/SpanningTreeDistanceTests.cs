using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Evaluation;
using Calque.Tests.Alignment.Directories;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Evaluation;

public sealed class SpanningTreeDistanceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(60)]
    [InlineData(700)]
    public void EdgeLengths_OfRandomRows_AreKruskals(int count)
    {
        float[] rows = AlignmentCase.Normal($"tree {count}", count * 5);

        double[] lengths = SpanningTreeDistance.EdgeLengths(rows, count, 5, threads: 2);

        double[] expected = Kruskal(rows, count, 5);
        Assert.Equal(expected.Length, lengths.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], lengths[i], 6);
    }

    [Fact]
    public void Bottleneck_OfDrawnDiagrams_IsTheBestOfAllMatchings()
    {
        TinyGenerator random = new(3);
        for (int draw = 0; draw < 200; draw++)
        {
            double[] left = Lengths(random), right = Lengths(random);

            Assert.Equal(BestMatching(left, [.. right], 0), SpanningTreeDistance.Bottleneck(left, right), 12);
        }
    }

    private static double[] Lengths(TinyGenerator random) =>
        [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(100) / 100.0).OrderDescending()];

    /// <summary>Every point of the left goes to any of the right or to the diagonal; what is left over on the right goes to the diagonal.</summary>
    private static double BestMatching(double[] left, List<double> right, int next)
    {
        if (next == left.Length)
            return right.Count == 0 ? 0 : right.Max() / 2;
        double best = Math.Max(left[next] / 2, BestMatching(left, right, next + 1));
        for (int i = 0; i < right.Count; i++)
        {
            double partner = right[i];
            right.RemoveAt(i);
            best = Math.Min(best, Math.Max(Math.Abs(left[next] - partner), BestMatching(left, right, next + 1)));
            right.Insert(i, partner);
        }

        return best;
    }

    private static double[] Kruskal(float[] rows, int count, int dimension)
    {
        List<(double Length, int A, int B)> edges = [];
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                double xy = 0, xx = 0, yy = 0;
                for (int k = 0; k < dimension; k++)
                {
                    xy += (double)rows[(a * dimension) + k] * rows[(b * dimension) + k];
                    xx += (double)rows[(a * dimension) + k] * rows[(a * dimension) + k];
                    yy += (double)rows[(b * dimension) + k] * rows[(b * dimension) + k];
                }

                edges.Add((Math.Sqrt(Math.Max(0, 2 - (2 * xy / Math.Sqrt(xx * yy)))), a, b));
            }
        }

        int[] part = [.. Enumerable.Range(0, count)];
        List<double> lengths = [];
        foreach ((double length, int a, int b) in edges.OrderBy(edge => edge.Length))
        {
            int from = part[a], to = part[b];
            if (from == to)
                continue;
            lengths.Add(length);
            for (int i = 0; i < count; i++)
                part[i] = part[i] == from ? to : part[i];
        }

        lengths.Reverse();
        return [.. lengths];
    }
}
