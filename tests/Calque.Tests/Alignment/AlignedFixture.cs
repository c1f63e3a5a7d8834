using System;
using System.Linq;
using Calque.Alignment;
using Calque.Numerics.Randomness;

namespace Calque.Tests.Alignment;

/// <summary>Two vocabularies, the second a hidden rotation of the first with some noise; row i translates row i.</summary>
internal sealed class AlignedFixture
{
    public AlignedFixture(int count, int dimension, double noise = 0, string name = "fixture")
    {
        double[] x = new double[count * dimension];
        new KeyedRandom(3, name, 1).FillNormal(x);
        double[] scatter = new double[count * dimension];
        new KeyedRandom(3, name, 2).FillNormal(scatter);
        Rotation = RandomRotation(dimension, name);
        double[] y = new double[count * dimension];
        for (int n = 0; n < count; n++)
        {
            for (int k = 0; k < dimension; k++)
            {
                // Directions of unequal spread, as word vectors have them.
                double value = x[(n * dimension) + k] *= 1 / Math.Sqrt(1 + k);
                for (int j = 0; j < dimension; j++)
                {
                    y[(n * dimension) + j] += value * Rotation[(k * dimension) + j];
                }
            }
        }

        for (int i = 0; i < y.Length; i++)
        {
            y[i] += noise / Math.Sqrt(dimension) * scatter[i];
        }

        Source = VocabularyVectors.FromRows([.. Enumerable.Range(0, count).Select(i => $"s{i}")], [.. x.Select(v => (float)v)], dimension);
        Target = VocabularyVectors.FromRows([.. Enumerable.Range(0, count).Select(i => $"t{i}")], [.. y.Select(v => (float)v)], dimension);
    }

    public VocabularyVectors Source { get; }

    public VocabularyVectors Target { get; }

    /// <summary>Q, [dimension × dimension]: y = x Q.</summary>
    public double[] Rotation { get; }

    public static SeedPairs FirstPairs(int count) => new([.. Enumerable.Range(0, count)], [.. Enumerable.Range(0, count)]);

    public static double LargestDifference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double largest = 0;
        for (int i = 0; i < a.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        }

        return largest;
    }

    /// <summary>Gram and Schmidt, twice, on normal numbers.</summary>
    public static double[] RandomRotation(int dimension, string name)
    {
        double[] rows = new double[dimension * dimension];
        new KeyedRandom(4, name, 0).FillNormal(rows);
        for (int i = 0; i < dimension; i++)
        {
            Span<double> row = rows.AsSpan(i * dimension, dimension);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < i; k++)
                {
                    double dot = 0;
                    for (int j = 0; j < dimension; j++)
                    {
                        dot += row[j] * rows[(k * dimension) + j];
                    }

                    for (int j = 0; j < dimension; j++)
                    {
                        row[j] -= dot * rows[(k * dimension) + j];
                    }
                }
            }

            double norm = 0;
            foreach (double value in row)
            {
                norm += value * value;
            }

            for (int j = 0; j < dimension; j++)
            {
                row[j] /= Math.Sqrt(norm);
            }
        }

        return rows;
    }
}
