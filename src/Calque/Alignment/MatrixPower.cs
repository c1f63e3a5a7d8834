using System;
using Calque.Numerics.LinearAlgebra;

namespace Calque.Alignment;

/// <summary>Real powers of a symmetric matrix without negative eigenvalues.</summary>
internal static class MatrixPower
{
    private const double Negligible = 1e-12;

    /// <summary>Q diag(λ + ridge · mean λ)^power Qᵀ; eigenvalues below 10⁻¹² of the largest count as that.</summary>
    /// <returns>[dimension × dimension], row-major, symmetric.</returns>
    public static double[] Of(SymmetricEigen eigen, double power, double ridge = 0)
    {
        int d = eigen.Dimension;
        double mean = 0;
        foreach (double value in eigen.Values)
        {
            mean += Math.Max(value, 0);
        }

        mean /= d;
        double[] scaled = new double[(long)d * d];
        double[] columns = new double[(long)d * d];
        for (int r = 0; r < d; r++)
        {
            double value = Math.Max(eigen.Values[r], Negligible * eigen.Values[0]) + (ridge * mean);
            double factor = DeterministicPower.Of(value, power);
            for (int i = 0; i < d; i++)
            {
                scaled[(r * d) + i] = factor * eigen.Vectors[(r * d) + i];
                columns[(i * d) + r] = eigen.Vectors[(r * d) + i];
            }
        }

        return MatrixProducts.Multiply(columns, scaled, d, d, d);
    }
}
