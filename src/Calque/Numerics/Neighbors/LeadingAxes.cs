using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Randomness;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// Orthonormal axes that hold most of the length of both sides: about the leading eigenvectors of X'X/n + Y'Y/m over samples of unit rows, the
/// strongest first, by orthogonal iteration (Golub and Van Loan 2013, section 8.2.4). Any orthonormal axes are valid for the screen,
/// good ones make it sharp; a few steps are enough, and an eigendecomposition would cost more than it saves.
/// </summary>
internal sealed unsafe class LeadingAxes
{
    private const int Steps = 5;

    private LeadingAxes(int dimension, int count, double[] values, double defect)
    {
        Dimension = dimension;
        Count = count;
        Values = values;
        Defect = defect;
    }

    /// <summary>Dimensions of the rows.</summary>
    public int Dimension { get; }

    /// <summary>Axes.</summary>
    public int Count { get; }

    /// <summary>The axes as rows, [<see cref="Count"/> × <see cref="Dimension"/>].</summary>
    public double[] Values { get; }

    /// <summary>
    /// A bound of how far the axes are from exactly orthonormal ones: the Frobenius norm of P'P − I, which bounds the distance of P to its
    /// orthonormal polar factor.
    /// </summary>
    public double Defect { get; }

    /// <summary>Finds <paramref name="count"/> axes.</summary>
    public static LeadingAxes Fit(RowSample queries, RowSample pool, int count)
    {
        int dimension = queries.Dimension;
        double[] moment = MatrixProducts.CrossProduct(queries.Values, dimension, queries.Values, dimension, queries.Count);
        double[] second = MatrixProducts.CrossProduct(pool.Values, dimension, pool.Values, dimension, pool.Count);
        for (int i = 0; i < moment.Length; i++)
        {
            moment[i] = (moment[i] / queries.Count) + (second[i] / pool.Count);
        }

        double[] axes = new double[(long)count * dimension];
        new KeyedRandom(0, "leading axes", (ulong)dimension).FillNormal(axes);
        Orthonormalize(axes, count, dimension);
        for (int step = 0; step < Steps; step++)
        {
            // Rows times a symmetric matrix: each axis moves towards the strongest one that is left to it.
            axes = MatrixProducts.Multiply(axes, moment, count, dimension, dimension);
            Orthonormalize(axes, count, dimension);
        }

        Orthonormalize(axes, count, dimension);
        return new LeadingAxes(dimension, count, axes, OrthonormalityDefect(axes, count, dimension));
    }

    /// <summary>Gram and Schmidt, modified; an axis of which nothing is left becomes zero, which adds nothing to a bound.</summary>
    private static void Orthonormalize(double[] axes, int count, int dimension)
    {
        fixed (double* first = axes)
        {
            for (int i = 0; i < count; i++)
            {
                double* axis = first + ((nint)i * dimension);
                double before = Dot(axis, axis, dimension);
                for (int j = 0; j < i; j++)
                {
                    double* other = first + ((nint)j * dimension);
                    AddScaled(axis, other, -Dot(axis, other, dimension), dimension);
                }

                double after = Dot(axis, axis, dimension);
                double scale = after > before * 1e-20 ? 1 / Math.Sqrt(after) : 0;
                for (int k = 0; k < dimension; k++)
                {
                    axis[k] *= scale;
                }
            }
        }
    }

    private static double OrthonormalityDefect(double[] axes, int count, int dimension)
    {
        double sum = 0;
        fixed (double* first = axes)
        {
            for (int i = 0; i < count; i++)
            {
                double* axis = first + ((nint)i * dimension);
                double square = Dot(axis, axis, dimension);
                for (int j = 0; square != 0 && j < i; j++)
                {
                    double product = Dot(axis, first + ((nint)j * dimension), dimension);
                    sum += 2 * product * product;
                }

                sum += square == 0 ? 0 : (square - 1) * (square - 1);
            }
        }

        // The products themselves are rounded: at most dimension · 2⁻⁵³ each.
        return Math.Sqrt(sum) + (count * dimension * 1.2e-16);
    }

    /// <summary>Product and addition rounded apart, lanes folded in one order: the same axes on every machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot(double* x, double* y, int length)
    {
        Vector256<double> even = Vector256<double>.Zero;
        Vector256<double> odd = Vector256<double>.Zero;
        int k = 0;
        for (; k <= length - 8; k += 8)
        {
            even += Vector256.Load(x + k) * Vector256.Load(y + k);
            odd += Vector256.Load(x + k + 4) * Vector256.Load(y + k + 4);
        }

        Vector256<double> lanes = even + odd;
        double sum = (lanes.GetElement(0) + lanes.GetElement(2)) + (lanes.GetElement(1) + lanes.GetElement(3));
        for (; k < length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(double* x, double* y, double scale, int length)
    {
        int k = 0;
        for (; k <= length - 4; k += 4)
        {
            (Vector256.Load(x + k) + (Vector256.Create(scale) * Vector256.Load(y + k))).Store(x + k);
        }

        for (; k < length; k++)
        {
            x[k] += scale * y[k];
        }
    }
}
