using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Calque.Numerics.LinearAlgebra;

namespace Calque.Alignment;

/// <summary>
/// The orthogonal map that brings source vectors nearest to the vectors of their translations: W minimises ‖X W − Y‖ over Wᵀ W = I
/// (Schönemann 1966; for word vectors Xing et al. 2015, Artetxe et al. 2016). With Xᵀ Y = U Σ Vᵀ, W = U Vᵀ; reflections are allowed.
/// </summary>
/// <remarks>
/// All in double. On weakly trained vectors single precision moves W by 1e-2. Where the pairs leave directions undetermined, W
/// is completed to an orthogonal matrix in a fixed way, and <see cref="AlignmentMap.Warnings"/> says so.
/// </remarks>
public static class OrthogonalProcrustes
{
    /// <summary>Fits the map to pairs of vectors.</summary>
    /// <param name="source">X, [count × dimension], row-major; finite.</param>
    /// <param name="target">Y, [count × dimension], row-major; finite.</param>
    /// <param name="weights">How often each pair counts, not negative, [count]; null: once each.</param>
    /// <param name="count">Pairs, from 1 on.</param>
    /// <param name="dimension">From 1 on.</param>
    /// <exception cref="ArgumentException">An array is shorter than its shape says, or holds a number that is not finite or a weight below zero.</exception>
    public static AlignmentMap Fit(float[] source, float[] target, double[]? weights, int count, int dimension)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        CheckWeights(weights, count);
        double[] product = MatrixProducts.CrossProduct(source, dimension, target, dimension, count, weights);
        SingularValueDecomposition decomposition = SingularValueDecomposition.Compute(product, dimension, dimension);
        double[] matrix = MatrixProducts.Multiply(decomposition.U, Transpose(decomposition.V, dimension), dimension, dimension, dimension);
        double residual = Residual(source, target, weights, count, dimension, matrix);
        return new AlignmentMap(dimension, matrix, residual, decomposition.Values, CountDistinct(source, target, count, dimension), decomposition.V);
    }

    /// <summary>
    /// The matrix W that <see cref="Fit"/> gives for most of the pairs of another fit, up to rounding, several times as fast: brought to the right singular vectors of
    /// that fit, the columns of XᵀY are nearly orthogonal already, so few rotations are left to do.
    /// </summary>
    internal static double[] FitNear(AlignmentMap other, float[] source, float[] target, double[]? weights, int count)
    {
        int dimension = other.Dimension;
        CheckWeights(weights, count);
        double[] product = MatrixProducts.CrossProduct(source, dimension, target, dimension, count, weights);
        double[] turned = MatrixProducts.Multiply(product, other.RightVectors, dimension, dimension, dimension);
        SingularValueDecomposition decomposition = SingularValueDecomposition.Compute(turned, dimension, dimension);
        double[] back = Transpose(MatrixProducts.Multiply(other.RightVectors, decomposition.V, dimension, dimension, dimension), dimension);
        return MatrixProducts.Multiply(decomposition.U, back, dimension, dimension, dimension);
    }

    private static double[] Transpose(double[] matrix, int dimension)
    {
        double[] transposed = new double[matrix.Length];
        for (int i = 0; i < dimension; i++)
        {
            for (int j = 0; j < dimension; j++)
            {
                transposed[(j * dimension) + i] = matrix[(i * dimension) + j];
            }
        }

        return transposed;
    }

    private static void CheckWeights(double[]? weights, int count)
    {
        if (weights is null)
        {
            return;
        }

        if (weights.Length < count)
        {
            throw new ArgumentException($"{weights.Length} weights for {count} pairs.", nameof(weights));
        }

        for (int n = 0; n < count; n++)
        {
            if (!(weights[n] >= 0) || double.IsInfinity(weights[n]))
            {
                throw new ArgumentException($"Weight {n} is not a finite number from 0 on.", nameof(weights));
            }
        }
    }

    /// <summary>‖X W − Y‖ / ‖Y‖, computed from the rows themselves: the short way through the trace loses the digits of a small residual.</summary>
    private static double Residual(float[] source, float[] target, double[]? weights, int count, int dimension, double[] matrix)
    {
        const int Block = 256;
        double error = 0;
        double size = 0;
        double[] rows = new double[(long)Block * dimension];
        for (int first = 0; first < count; first += Block)
        {
            int block = Math.Min(Block, count - first);
            int start = first * dimension;
            for (int i = 0; i < block * dimension; i++)
            {
                rows[i] = source[start + i];
            }

            double[] mapped = MatrixProducts.Multiply(rows, matrix, block, dimension, dimension);
            for (int n = 0; n < block; n++)
            {
                double rowError = 0;
                double rowSize = 0;
                for (int j = 0; j < dimension; j++)
                {
                    double y = target[start + (n * dimension) + j];
                    double difference = mapped[(n * dimension) + j] - y;
                    rowError += difference * difference;
                    rowSize += y * y;
                }

                double weight = weights is null ? 1 : weights[first + n];
                error += weight * rowError;
                size += weight * rowSize;
            }
        }

        return size == 0 ? (error == 0 ? 0 : double.PositiveInfinity) : Math.Sqrt(error / size);
    }

    private static int CountDistinct(float[] source, float[] target, int count, int dimension)
    {
        HashSet<int> seen = new(new PairComparer(source, target, dimension));
        for (int n = 0; n < count; n++)
        {
            seen.Add(n);
        }

        return seen.Count;
    }

    private sealed class PairComparer(float[] source, float[] target, int dimension) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => Bytes(source, x).SequenceEqual(Bytes(source, y)) && Bytes(target, x).SequenceEqual(Bytes(target, y));

        public int GetHashCode(int pair)
        {
            HashCode hash = default;
            hash.AddBytes(Bytes(source, pair));
            hash.AddBytes(Bytes(target, pair));
            return hash.ToHashCode();
        }

        private ReadOnlySpan<byte> Bytes(float[] rows, int n) => MemoryMarshal.AsBytes(rows.AsSpan(n * dimension, dimension));
    }
}
