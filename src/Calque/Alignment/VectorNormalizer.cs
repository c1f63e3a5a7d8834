using System;
using System.Collections.Generic;
using Calque.Numerics.Neighbors;

namespace Calque.Alignment;

/// <summary>
/// A normalisation as it was found on one vocabulary, so that other words of the same space are treated alike: the means are those of
/// the vocabulary and are subtracted from every vector that comes later.
/// </summary>
public sealed class VectorNormalizer
{
    private const int MaxRounds = 100;
    private const double Tolerance = 1e-6;

    internal VectorNormalizer(int dimension, bool unit, IReadOnlyList<double[]> means)
    {
        Dimension = dimension;
        Unit = unit;
        Means = means;
    }

    /// <summary>Dimensions of the vectors.</summary>
    public int Dimension { get; }

    /// <summary>Whether vectors are first divided by their lengths.</summary>
    public bool Unit { get; }

    /// <summary>What is then subtracted, one after the other, [<see cref="Dimension"/>] each; after each the vector is divided by its length again.</summary>
    public IReadOnlyList<double[]> Means { get; }

    /// <summary>Normalises a vocabulary in place, and keeps what was done.</summary>
    /// <param name="normalization">What to do.</param>
    /// <param name="rows">[count × dimension], row-major. A zero row stays zero and counts in no mean.</param>
    /// <param name="count">Rows.</param>
    /// <param name="dimension">From 1 on.</param>
    /// <exception cref="ArgumentException">The span is shorter than its shape says.</exception>
    public static VectorNormalizer Fit(VectorNormalization normalization, Span<float> rows, int count, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (rows.Length < (long)count * dimension)
        {
            throw new ArgumentException($"{rows.Length} numbers cannot hold {count} rows of {dimension}.", nameof(rows));
        }

        rows = rows[..(count * dimension)];
        List<double[]> means = [];
        if (normalization == VectorNormalization.Raw)
        {
            return new VectorNormalizer(dimension, unit: false, means);
        }

        Scale(rows, dimension);
        int rounds = normalization switch
        {
            VectorNormalization.Unit => 0,
            VectorNormalization.UnitCentreUnit => 1,
            _ => MaxRounds,
        };
        for (int round = 0; round < rounds; round++)
        {
            double[] mean = Mean(rows, dimension);
            if (round > 0 && Largest(mean) < Tolerance)
            {
                break;
            }

            means.Add(mean);
            Subtract(rows, mean);
        }

        return new VectorNormalizer(dimension, unit: true, means);
    }

    /// <summary>Treats other vectors of the same space alike, in place.</summary>
    /// <param name="rows">Whole rows of <see cref="Dimension"/> floats. A zero row stays zero.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the dimension.</exception>
    public void Apply(Span<float> rows)
    {
        if (rows.Length % Dimension != 0)
        {
            throw new ArgumentException($"{rows.Length} numbers are not whole rows of {Dimension}.", nameof(rows));
        }

        if (!Unit)
        {
            return;
        }

        Scale(rows, Dimension);
        foreach (double[] mean in Means)
        {
            Subtract(rows, mean);
        }
    }

    private static void Subtract(Span<float> rows, double[] mean)
    {
        int dimension = mean.Length;
        for (int start = 0; start < rows.Length; start += dimension)
        {
            Span<float> row = rows.Slice(start, dimension);
            if (!row.ContainsAnyExcept(0f))
            {
                continue;
            }

            for (int i = 0; i < dimension; i++)
            {
                row[i] = (float)(row[i] - mean[i]);
            }
        }

        Scale(rows, dimension);
    }

    private static void Scale(Span<float> rows, int dimension)
    {
        for (int start = 0; start < rows.Length; start += dimension)
        {
            Span<float> row = rows.Slice(start, dimension);
            double squared = ExactCosine.Dot(row, row);
            if (squared == 0)
            {
                continue;
            }

            double scale = 1 / Math.Sqrt(squared);
            for (int i = 0; i < dimension; i++)
            {
                row[i] = (float)(row[i] * scale);
            }
        }
    }

    private static double[] Mean(ReadOnlySpan<float> rows, int dimension)
    {
        double[] mean = new double[dimension];
        long count = 0;
        for (int start = 0; start < rows.Length; start += dimension)
        {
            ReadOnlySpan<float> row = rows.Slice(start, dimension);
            if (!row.ContainsAnyExcept(0f))
            {
                continue;
            }

            count++;
            for (int i = 0; i < dimension; i++)
            {
                mean[i] += row[i];
            }
        }

        for (int i = 0; i < dimension && count > 0; i++)
        {
            mean[i] /= count;
        }

        return mean;
    }

    private static double Largest(double[] values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
