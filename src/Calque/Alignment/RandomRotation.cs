using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Randomness;

namespace Calque.Alignment;

/// <summary>Rotations (and reflections) of which any is as likely, and the orthogonal matrix nearest to another.</summary>
internal static class RandomRotation
{
    /// <summary>Draws one: the orthogonal factor of a matrix of normal numbers (Stewart 1980).</summary>
    /// <param name="dimension">From 1 on.</param>
    /// <param name="random">The stream to draw from.</param>
    /// <returns>[dimension × dimension], row-major.</returns>
    public static double[] Draw(int dimension, KeyedRandom random)
    {
        double[] normal = new double[dimension * dimension];
        random.FillNormal(normal);
        return NearestOrthogonal(normal, dimension);
    }

    /// <summary>The orthogonal matrix nearest to a square one: U Vᵀ of its singular value decomposition.</summary>
    public static double[] NearestOrthogonal(double[] matrix, int dimension)
    {
        SingularValueDecomposition parts = SingularValueDecomposition.Compute(matrix, dimension, dimension);
        double[] orthogonal = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++)
        {
            for (int j = 0; j < dimension; j++)
            {
                double sum = 0;
                for (int r = 0; r < dimension; r++)
                    sum += parts.U[(i * dimension) + r] * parts.V[(j * dimension) + r];
                orthogonal[(i * dimension) + j] = sum;
            }
        }

        return orthogonal;
    }
}
