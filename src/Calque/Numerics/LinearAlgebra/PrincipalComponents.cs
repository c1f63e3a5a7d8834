using System;

namespace Calque.Numerics.LinearAlgebra;

/// <summary>
/// The directions of greatest variance of a set of rows. They bring word vectors of a larger dimension down to a smaller one: axes from
/// the centred covariance, projection without subtracting the mean, so that zero stays zero and the mean of n-gram rows stays the mean.
/// </summary>
public sealed class PrincipalComponents
{
    private PrincipalComponents(int dimension, int components, double[] axes, double[] variances, double[] mean)
    {
        Dimension = dimension;
        Components = components;
        Axes = axes;
        Variances = variances;
        Mean = mean;
    }

    /// <summary>Dimensions of the rows.</summary>
    public int Dimension { get; }

    /// <summary>Directions that are kept.</summary>
    public int Components { get; }

    /// <summary>The axes as columns, [<see cref="Dimension"/> × <see cref="Components"/>], row-major; orthonormal; in each the element of largest absolute
    /// value (the first of equals) is positive.</summary>
    public double[] Axes { get; }

    /// <summary>The variance along each axis (divided by the number of rows), in descending order.</summary>
    public double[] Variances { get; }

    /// <summary>The mean of the rows, [<see cref="Dimension"/>]; not subtracted by <see cref="Project"/>.</summary>
    public double[] Mean { get; }

    /// <summary>Finds the axes.</summary>
    /// <param name="rows">[count × dimension], row-major; finite.</param>
    /// <param name="count">Rows, from 1 on.</param>
    /// <param name="dimension">From 1 on.</param>
    /// <param name="components">Directions to keep, from 1 to <paramref name="dimension"/>.</param>
    /// <exception cref="ArgumentException">The span is too short, or holds a number that is not finite.</exception>
    public static PrincipalComponents Fit(ReadOnlySpan<float> rows, int count, int dimension, int components)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(components, dimension);
        if (rows.Length < (long)count * dimension)
        {
            throw new ArgumentException($"{rows.Length} numbers cannot hold {count} rows of {dimension}.", nameof(rows));
        }

        double[] mean = new double[dimension];
        for (int n = 0; n < count; n++)
        {
            ReadOnlySpan<float> row = rows.Slice(n * dimension, dimension);
            for (int i = 0; i < row.Length; i++)
            {
                mean[i] += row[i];
            }
        }

        for (int i = 0; i < dimension; i++)
        {
            mean[i] /= count;
        }

        double[] covariance = MatrixProducts.CrossProduct(rows, dimension, rows, dimension, count, default, mean, mean);
        for (int i = 0; i < covariance.Length; i++)
        {
            covariance[i] /= count;
        }

        SymmetricEigen eigen = SymmetricEigen.Compute(covariance, dimension);
        double[] axes = new double[(long)dimension * components];
        for (int r = 0; r < components; r++)
        {
            for (int i = 0; i < dimension; i++)
            {
                axes[(i * components) + r] = eigen.Vectors[(r * dimension) + i];
            }
        }

        double[] variances = eigen.Values[..components];
        return new PrincipalComponents(dimension, components, axes, variances, mean);
    }

    /// <summary>Projects rows onto the axes (a linear map, nothing subtracted), summed in double and rounded once.</summary>
    /// <param name="rows">[count × <see cref="Dimension"/>], row-major.</param>
    /// <param name="count">Rows.</param>
    /// <param name="destination">Receives [count × <see cref="Components"/>].</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Project(ReadOnlySpan<float> rows, int count, Span<float> destination) =>
        MatrixProducts.MapRows(rows, count, Dimension, Axes, Components, destination);
}
