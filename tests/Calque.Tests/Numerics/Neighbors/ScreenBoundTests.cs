using System;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;
using Calque.Tests.Numerics.Reference;
using Xunit;

namespace Calque.Tests.Numerics.Neighbors;

/// <summary>What makes a screen exact: its bound of a pair is never below the pair's exact score.</summary>
public unsafe class ScreenBoundTests
{
    private const int Rows = 48;

    [Theory]
    [InlineData(9)]
    [InlineData(100)]
    [InlineData(301)]
    public void RowCoordinates_ProductOfPairs_IsNotBelowTheCosine(int dimension)
    {
        float[] x = Drawn("x", dimension);
        float[] y = Drawn("y", dimension);
        DistinctRows ofX = DistinctRows.Find(x, Rows, dimension);
        DistinctRows ofY = DistinctRows.Find(y, Rows, dimension);
        using UnitRows left = new(x, ofX, dimension, "query", 1);
        using UnitRows right = new(y, ofY, dimension, "pool", 1);
        LeadingAxes axes = LeadingAxes.Fit(new RowSample(left, Rows), new RowSample(right, Rows), Math.Min(dimension - 1, 40));
        Assert.InRange(axes.Defect, 0, FloatScreen.MaxDefect);
        foreach (int count in new[] { 1, 5, axes.Count })
        {
            using RowCoordinates coordinates = new(axes, count);
            double[] u = new double[coordinates.Room];
            double[] v = new double[coordinates.Room];
            fixed (double* a = u, b = v)
            {
                for (int i = 0; i < left.Count; i++)
                {
                    coordinates.Evaluate(left, i, a);
                    for (int j = 0; j < right.Count; j++)
                    {
                        coordinates.Evaluate(right, j, b);
                        double bound = coordinates.Rounding;
                        for (int k = 0; k < coordinates.Count; k++)
                        {
                            bound += u[k] * v[k];
                        }

                        double exact = Exact(x, ofX.First(i), y, ofY.First(j), dimension);
                        Assert.True(bound >= exact, $"{count} axes, rows {i} and {j}: bound {bound:R} below {exact:R}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(100)]
    [InlineData(301)]
    public void EightBitCode_SumOfPairs_GivesABoundNotBelowTheCosine(int dimension)
    {
        float[] x = Drawn("x", dimension);
        float[] y = Drawn("y", dimension);
        DistinctRows ofX = DistinctRows.Find(x, Rows, dimension);
        DistinctRows ofY = DistinctRows.Find(y, Rows, dimension);
        using UnitRows left = new(x, ofX, dimension, "query", 1);
        using UnitRows right = new(y, ofY, dimension, "pool", 1);
        using RowCoordinates coordinates = new(dimension);

        // Fitted on a few rows only: outliers that the code was not made for must be bounded too.
        EightBitCode code = EightBitCode.Fit(coordinates, left, [0, 5, 10], right, [0, 5, 10]);
        using EightBitPanels a = new(Rows, 12, EightBitKernel.BytesPerPair, dimension);
        using EightBitPanels b = new(Rows, 32, 2, dimension);
        a.Pack(code, left, isPool: false, 0, left.Count, 0);
        b.Pack(code, right, isPool: true, 0, right.Count, 0);
        for (int i = 0; i < left.Count; i++)
        {
            for (int j = 0; j < right.Count; j++)
            {
                long sum = 0;
                long longest = 0;
                for (int segment = 0; segment < code.Segments; segment++)
                {
                    long square = 0;
                    for (int pair = segment * code.SegmentPairs; pair < Math.Min((segment + 1) * code.SegmentPairs, a.Pairs); pair++)
                    {
                        for (int half = 0; half < 2; half++)
                        {
                            int p = a.Panel(i / 12)[(pair * 12 * 4) + (i % 12 * 4) + half] - EightBitKernel.Offset;
                            int q = ((sbyte*)b.Panel(j / 32))[(pair * 32 * 2) + (j % 32 * 2) + half];
                            sum += p * q;
                            square += p * p;
                        }
                    }

                    longest = Math.Max(longest, square);
                }

                Assert.InRange(longest, 0, (long)code.Limit * code.Limit);
                EightBitRow f = a.Rows[i];
                EightBitRow g = b.Rows[j];
                double bound = (sum / (code.Scale * code.Scale)) + f.Shift + g.Shift - code.CentreProduct
                    + (f.Error * g.Length) + ((f.Length + f.Error) * g.Error) + (code.RelativeError * f.Length * g.Length) + coordinates.Rounding;
                double exact = Exact(x, ofX.First(i), y, ofY.First(j), dimension);
                Assert.True(bound >= exact, $"rows {i} and {j}: bound {bound:R} below {exact:R}");
            }
        }
    }

    [Fact]
    public void AxisMixing_Vectors_KeepTheirProducts()
    {
        foreach (int dimension in new[] { 1, 3, 4, 15, 16, 50, 100, 300, 1000 })
        {
            AxisMixing mixing = new(dimension);
            float[] vectors = new float[dimension * AxisMixing.Together];
            float[] room = new float[vectors.Length];
            KeyedRandom random = new(4, "mixing", (ulong)dimension);
            for (int i = 0; i < vectors.Length; i++)
            {
                vectors[i] = (float)random.NextNormal();
            }

            double[] before = Products(vectors, dimension);
            fixed (float* v = vectors, r = room)
            {
                mixing.Apply(v, r);
            }

            double[] after = Products(vectors, dimension);
            for (int lane = 0; lane < AxisMixing.Together; lane++)
            {
                double size = Math.Sqrt(before[lane] * before[0]) + before[lane];
                Assert.InRange(after[lane], before[lane] - (3 * mixing.RelativeError * size) - 1e-5, before[lane] + (3 * mixing.RelativeError * size) + 1e-5);
            }
        }
    }

    /// <summary>The square of each of the 8 vectors.</summary>
    private static double[] Products(float[] vectors, int dimension)
    {
        double[] products = new double[AxisMixing.Together];
        for (int i = 0; i < dimension * AxisMixing.Together; i++)
        {
            products[i % AxisMixing.Together] += (double)vectors[i] * vectors[i];
        }

        return products;
    }

    private static double Exact(float[] x, int i, float[] y, int j, int dimension) =>
        BruteForceNeighbors.Cosine(x.AsSpan(i * dimension, dimension), y.AsSpan(j * dimension, dimension));

    /// <summary>Rows of every kind: even and uneven, of all magnitudes down to the subnormal, near one another, along one axis.</summary>
    private static float[] Drawn(string side, int dimension)
    {
        KeyedRandom random = new(21, side, (ulong)dimension);
        KeyedRandom common = new(21, "common", (ulong)dimension);
        float[] centre = new float[dimension];
        for (int k = 0; k < dimension; k++)
        {
            centre[k] = (float)common.NextNormal();
        }

        float[] rows = new float[Rows * dimension];
        for (int i = 0; i < Rows; i++)
        {
            Span<float> row = rows.AsSpan(i * dimension, dimension);
            float size = (i % 5) switch { 1 => 1e33f, 2 => 1e-30f, 3 => 1e-41f, _ => 1f };
            for (int k = 0; k < dimension; k++)
            {
                double value = random.NextNormal();
                row[k] = (float)((i % 6) switch
                {
                    0 => value,
                    1 => Math.Pow(value, 7),
                    2 => centre[k] + (1e-5 * value),
                    3 => -centre[k] + (0.1 * value),
                    4 => k == i % dimension ? 1 + i : 0,
                    _ => value / (1 + (k * k)),
                } * size);
            }

            if (row.IndexOfAnyExcept(0f) < 0)
            {
                row[0] = 1 + i;
            }
        }

        return rows;
    }
}
