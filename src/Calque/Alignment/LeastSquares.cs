using System;
using Calque.Numerics.LinearAlgebra;

namespace Calque.Alignment;

/// <summary>The linear map W that minimises Σ w ‖x W − y‖² + λ ‖W‖² over pairs of vectors.</summary>
/// <remarks>By the eigenvalues of XᵀX in double; directions that the pairs do not hold (below 10⁻¹² of the largest, without a ridge) are mapped to zero.</remarks>
public sealed class LeastSquares
{
    private const double Negligible = 1e-12;

    private LeastSquares(double[] matrix, int rank)
    {
        Matrix = matrix;
        Rank = rank;
    }

    /// <summary>W, [source dimension × target dimension], row-major.</summary>
    public double[] Matrix { get; }

    /// <summary>Source directions that the pairs hold.</summary>
    public int Rank { get; }

    /// <summary>Fits the map.</summary>
    /// <param name="source">X, [count × sourceDimension], row-major; finite.</param>
    /// <param name="sourceDimension">From 1 on.</param>
    /// <param name="target">Y, [count × targetDimension], row-major; finite.</param>
    /// <param name="targetDimension">From 1 on.</param>
    /// <param name="weights">How much each pair counts, [count]; null: 1 each.</param>
    /// <param name="count">Pairs, from 1 on.</param>
    /// <param name="ridge">λ = ridge · tr(XᵀX) / sourceDimension; not negative.</param>
    /// <exception cref="ArgumentException">An array is too short, or holds a number that is not finite.</exception>
    public static LeastSquares Fit(float[] source, int sourceDimension, float[] target, int targetDimension, double[]? weights, int count, double ridge)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(ridge);
        double[] gram = MatrixProducts.CrossProduct(source, sourceDimension, source, sourceDimension, count, weights);
        double[] cross = MatrixProducts.CrossProduct(source, sourceDimension, target, targetDimension, count, weights);
        double trace = 0;
        for (int i = 0; i < sourceDimension; i++)
        {
            trace += gram[(i * sourceDimension) + i];
        }

        double lambda = ridge * trace / sourceDimension;
        SymmetricEigen eigen = SymmetricEigen.Compute(gram, sourceDimension);
        int rank = 0;
        double[] scaled = new double[(long)sourceDimension * sourceDimension];
        for (int r = 0; r < sourceDimension; r++)
        {
            if (eigen.Values[r] > Negligible * eigen.Values[0])
            {
                rank++;
            }
            else if (lambda == 0)
            {
                continue;
            }

            for (int i = 0; i < sourceDimension; i++)
            {
                scaled[(r * sourceDimension) + i] = eigen.Vectors[(r * sourceDimension) + i] / (Math.Max(eigen.Values[r], 0) + lambda);
            }
        }

        // W = Qᵀ (Λ + λ)⁻¹ Q XᵀY with the eigenvectors as the rows of Q.
        double[] coordinates = MatrixProducts.Multiply(scaled, cross, sourceDimension, sourceDimension, targetDimension);
        double[] columns = new double[(long)sourceDimension * sourceDimension];
        for (int i = 0; i < sourceDimension; i++)
        {
            for (int r = 0; r < sourceDimension; r++)
            {
                columns[(i * sourceDimension) + r] = eigen.Vectors[(r * sourceDimension) + i];
            }
        }

        return new LeastSquares(MatrixProducts.Multiply(columns, coordinates, sourceDimension, sourceDimension, targetDimension), rank);
    }
}
