using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Calque.Numerics.Sparse;

/// <summary>One row of a sparse matrix times a dense one: a weighted sum of rows.</summary>
public static class WeightedRowSum
{
    // Eight accumulators stay in registers while all rows of a block of columns are added.
    private const int Accumulators = 8;

    // The rows lie anywhere in memory: a block of a row is asked for this many rows before it is added.
    private const int Ahead = 4;

    /// <summary>
    /// sum[j] = Σ weights[i] · matrix[rows[i], j] in double, the rows in the order given. The product of two floats is exact in
    /// double and each column is a chain of its own, so the bits are the same for any width of the vectors, with
    /// fused multiply-add or without.
    /// </summary>
    /// <param name="matrix">[rows × columns], row-major; need not be aligned. Its size is not checked here.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="rows">The rows to add; each must be one of the matrix.</param>
    /// <param name="weights">[rows]: their weights.</param>
    /// <param name="sum">[columns]; overwritten.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static unsafe void Compute(float* matrix, int columns, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Span<double> sum)
    {
        if (rows.Length != weights.Length)
            throw new ArgumentException($"{weights.Length} weights for {rows.Length} rows", nameof(weights));
        if (sum.Length != columns)
            throw new ArgumentException($"a sum of {sum.Length} columns for a matrix of {columns}", nameof(sum));
        if (Vector512.IsHardwareAccelerated && columns >= Accumulators * Vector512<double>.Count)
            Compute512(matrix, columns, rows, weights, sum);
        else if (Vector256.IsHardwareAccelerated && columns >= Accumulators * Vector256<double>.Count)
            Compute256(matrix, columns, rows, weights, sum);
        else
            ComputeSingly(matrix, columns, rows, weights, sum);
    }

    private static unsafe void ComputeSingly(float* matrix, int columns, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Span<double> sum)
    {
        for (int j = 0; j < columns; j++)
        {
            double value = 0;
            for (int i = 0; i < rows.Length; i++)
                value += (double)weights[i] * matrix[((long)rows[i] * columns) + j];
            sum[j] = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Compute512(float* matrix, int columns, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Span<double> sum)
    {
        int width = Accumulators * Vector512<double>.Count;
        fixed (double* goal = sum)
        {
            // The last block ends with the last column and may overlap the one before, which writes the same numbers twice.
            for (int j = 0, next; j < columns; j = next)
            {
                next = j + width;
                j = Math.Min(j, columns - width);
                Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
                Vector512<double> s4 = default, s5 = default, s6 = default, s7 = default;
                for (int i = 0; i < rows.Length; i++)
                {
                    float* row = matrix + ((long)rows[i] * columns) + j;
                    Vector512<double> weight = Vector512.Create((double)weights[i]);
                    if (i < rows.Length - Ahead)
                        Fetch(matrix + ((long)rows[i + Ahead] * columns) + j);
                    s0 = Vector512.FusedMultiplyAdd(weight, Widen(row), s0);
                    s1 = Vector512.FusedMultiplyAdd(weight, Widen(row + 8), s1);
                    s2 = Vector512.FusedMultiplyAdd(weight, Widen(row + 16), s2);
                    s3 = Vector512.FusedMultiplyAdd(weight, Widen(row + 24), s3);
                    s4 = Vector512.FusedMultiplyAdd(weight, Widen(row + 32), s4);
                    s5 = Vector512.FusedMultiplyAdd(weight, Widen(row + 40), s5);
                    s6 = Vector512.FusedMultiplyAdd(weight, Widen(row + 48), s6);
                    s7 = Vector512.FusedMultiplyAdd(weight, Widen(row + 56), s7);
                }

                s0.Store(goal + j);
                s1.Store(goal + j + 8);
                s2.Store(goal + j + 16);
                s3.Store(goal + j + 24);
                s4.Store(goal + j + 32);
                s5.Store(goal + j + 40);
                s6.Store(goal + j + 48);
                s7.Store(goal + j + 56);
            }
        }

        static void Fetch(float* values)
        {
            if (!Sse.IsSupported)
                return;
            Sse.Prefetch0(values);
            Sse.Prefetch0(values + 16);
            Sse.Prefetch0(values + 32);
            Sse.Prefetch0(values + 48);
        }

        static Vector512<double> Widen(float* values) => Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Double(Vector256.Load(values))
            : Vector512.WidenLower(Vector256.Load(values).ToVector512());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Compute256(float* matrix, int columns, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Span<double> sum)
    {
        int width = Accumulators * Vector256<double>.Count;
        fixed (double* goal = sum)
        {
            // The last block ends with the last column and may overlap the one before, which writes the same numbers twice.
            for (int j = 0, next; j < columns; j = next)
            {
                next = j + width;
                j = Math.Min(j, columns - width);
                Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
                Vector256<double> s4 = default, s5 = default, s6 = default, s7 = default;
                for (int i = 0; i < rows.Length; i++)
                {
                    float* row = matrix + ((long)rows[i] * columns) + j;
                    Vector256<double> weight = Vector256.Create((double)weights[i]);
                    (Vector256<double> a, Vector256<double> b) = Vector256.Widen(Vector256.Load(row));
                    s0 += weight * a;
                    s1 += weight * b;
                    (a, b) = Vector256.Widen(Vector256.Load(row + 8));
                    s2 += weight * a;
                    s3 += weight * b;
                    (a, b) = Vector256.Widen(Vector256.Load(row + 16));
                    s4 += weight * a;
                    s5 += weight * b;
                    (a, b) = Vector256.Widen(Vector256.Load(row + 24));
                    s6 += weight * a;
                    s7 += weight * b;
                }

                s0.Store(goal + j);
                s1.Store(goal + j + 4);
                s2.Store(goal + j + 8);
                s3.Store(goal + j + 12);
                s4.Store(goal + j + 16);
                s5.Store(goal + j + 20);
                s6.Store(goal + j + 24);
                s7.Store(goal + j + 28);
            }
        }
    }
}
