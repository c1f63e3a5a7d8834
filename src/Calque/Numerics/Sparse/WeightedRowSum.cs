using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Calque.Numerics.Sparse;

/// <summary>The step of a sparse matrix times a dense one, row by row: a weighted row is added to a sum.</summary>
public static class WeightedRowSum
{
    /// <summary>
    /// sum[j] += weight * row[j] for every column j, in double. The product of two floats is exact in double and each column
    /// is a chain of its own, so the bits are the same for any width of the vectors and on every machine.
    /// </summary>
    /// <param name="weight">The weight of the row.</param>
    /// <param name="row">[columns].</param>
    /// <param name="sum">[columns]; changed.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float weight, ReadOnlySpan<float> row, Span<double> sum)
    {
        if (row.Length != sum.Length)
            throw new ArgumentException($"a row of {row.Length} columns for a sum of {sum.Length}", nameof(sum));
        Vector<double> factor = new(weight);
        int width = Vector<float>.Count;
        int half = Vector<double>.Count;
        int j = 0;
        for (; j <= row.Length - width; j += width)
        {
            Vector.Widen(new Vector<float>(row[j..]), out Vector<double> low, out Vector<double> high);
            (new Vector<double>(sum[j..]) + (factor * low)).CopyTo(sum[j..]);
            (new Vector<double>(sum[(j + half)..]) + (factor * high)).CopyTo(sum[(j + half)..]);
        }

        for (; j < row.Length; j++)
            sum[j] += (double)weight * row[j];
    }
}
