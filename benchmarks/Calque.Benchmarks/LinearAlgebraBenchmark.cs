using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using Calque.Alignment;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Randomness;
using Calque.Numerics.Sparse;

namespace Calque.Benchmarks;

/// <summary>Processor milliseconds of the steps around the neighbour search, the median of five.</summary>
internal static class LinearAlgebraBenchmark
{
    public static void Run(TextWriter output)
    {
        foreach (int dimension in new[] { 100, 300 })
        {
            float[] x = Normal("x", 5000 * dimension);
            float[] y = Normal("y", 5000 * dimension);
            double[] square = Array.ConvertAll(Normal("square", dimension * dimension), v => (double)v);
            float[] rows = Normal("rows", 30_000 * dimension);
            Report(output, $"cross product 5000 x {dimension} x {dimension}", () => MatrixProducts.CrossProduct(x, dimension, y, dimension, 5000));
            Report(output, $"singular values {dimension} x {dimension}", () => SingularValueDecomposition.Compute(square, dimension, dimension));
            Report(output, $"Procrustes 5000 x {dimension}", () => OrthogonalProcrustes.Fit(x, y, null, 5000, dimension));
            AlignmentMap map = OrthogonalProcrustes.Fit(x, y, null, 5000, dimension);
            Report(output, $"map 30000 rows of {dimension}", () => map.Apply(rows));
            Report(output, $"principal components 5000 x {dimension}", () => PrincipalComponents.Fit(x, 5000, dimension, dimension / 2));
        }

        const int Rows = 50_000, Columns = 30_522, Width = 768, Each = 10;
        KeyedRandom random = new(1, "sparse", 0);
        int[] columns = new int[Rows * Each];
        for (int e = 0; e < columns.Length; e++)
        {
            columns[e] = random.NextInt(Columns);
        }

        float[] source = Normal("source", Columns * Width);
        double[] sum = new double[Width];
        float[] weights = new float[Each];
        Array.Fill(weights, 0.1f);
        Report(output, "mix 50000 rows of 768 from 10 rows each", () =>
        {
            unsafe
            {
                fixed (float* matrix = source)
                {
                    for (int row = 0; row < Rows; row++)
                    {
                        WeightedRowSum.Compute(matrix, Width, columns.AsSpan(row * Each, Each), weights, sum);
                    }
                }
            }
        });
    }

    private static void Report(TextWriter output, string name, Action work)
    {
        work();
        double[] times = new double[5];
        for (int i = 0; i < times.Length; i++)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            work();
            times[i] = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds;
        }

        Array.Sort(times);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {times[2]:0.0} ms"));
    }

    private static float[] Normal(string purpose, int count)
    {
        KeyedRandom random = new(1, purpose, 0);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)random.NextNormal();
        }

        return values;
    }
}
