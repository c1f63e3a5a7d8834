using System;

namespace Calque.Numerics.LinearAlgebra;

/// <summary>Eigenvalues and orthonormal eigenvectors of a symmetric matrix, the same bits on every machine.</summary>
/// <remarks>
/// A + c I with c = the largest absolute row sum has no negative eigenvalue (Gershgorin), so its singular value decomposition is its
/// eigendecomposition; the error is that of a backward stable method, a few 2⁻⁵³ of the largest eigenvalue.
/// </remarks>
public sealed class SymmetricEigen
{
    private SymmetricEigen(int dimension, double[] values, double[] vectors)
    {
        Dimension = dimension;
        Values = values;
        Vectors = vectors;
    }

    /// <summary>Rows and columns of the matrix.</summary>
    public int Dimension { get; }

    /// <summary>Eigenvalues in descending order.</summary>
    public double[] Values { get; }

    /// <summary>Eigenvectors as rows, [<see cref="Dimension"/> × <see cref="Dimension"/>], in the order of <see cref="Values"/>; the element of largest
    /// absolute value (the first of equals) is positive.</summary>
    public double[] Vectors { get; }

    /// <summary>Decomposes a matrix, of which the upper triangle is read.</summary>
    /// <param name="matrix">[dimension × dimension], row-major; finite.</param>
    /// <param name="dimension">From 1 on.</param>
    /// <exception cref="ArgumentException">The span is too short, or holds a number that is not finite.</exception>
    public static SymmetricEigen Compute(ReadOnlySpan<double> matrix, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (matrix.Length < (long)dimension * dimension)
        {
            throw new ArgumentException($"{matrix.Length} numbers cannot hold {dimension} rows of {dimension}.", nameof(matrix));
        }

        double[] shifted = new double[(long)dimension * dimension];
        double shift = 0;
        for (int i = 0; i < dimension; i++)
        {
            double sum = 0;
            for (int j = 0; j < dimension; j++)
            {
                double value = i <= j ? matrix[(i * dimension) + j] : matrix[(j * dimension) + i];
                shifted[(i * dimension) + j] = value;
                sum += Math.Abs(value);
            }

            shift = Math.Max(shift, sum);
        }

        for (int i = 0; i < dimension; i++)
        {
            shifted[(i * dimension) + i] += shift;
        }

        SingularValueDecomposition decomposition = SingularValueDecomposition.Compute(shifted, dimension, dimension);
        double[] values = new double[dimension];
        double[] vectors = new double[(long)dimension * dimension];
        for (int r = 0; r < dimension; r++)
        {
            values[r] = decomposition.Values[r] - shift;
            Span<double> vector = vectors.AsSpan(r * dimension, dimension);
            int largest = 0;
            for (int i = 0; i < dimension; i++)
            {
                vector[i] = decomposition.V[(i * dimension) + r];
                largest = Math.Abs(vector[i]) > Math.Abs(vector[largest]) ? i : largest;
            }

            if (vector[largest] < 0)
            {
                for (int i = 0; i < dimension; i++)
                {
                    vector[i] = -vector[i];
                }
            }
        }

        return new SymmetricEigen(dimension, values, vectors);
    }
}
