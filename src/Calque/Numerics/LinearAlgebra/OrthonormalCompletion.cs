using System;

namespace Calque.Numerics.LinearAlgebra;

/// <summary>Completes an orthonormal set by one vector at a time.</summary>
internal static class OrthonormalCompletion
{
    /// <summary>
    /// Fills vector <paramref name="index"/> with a unit vector orthogonal to all before it: the unit vector e(i) that lies furthest from
    /// their span (the lowest i of equals), minus its projections, twice, since once leaves rounding ("twice is enough", Parlett and Kahan).
    /// </summary>
    public static void Fill(double[][] vectors, int index, int length)
    {
        int best = 0;
        double smallest = double.PositiveInfinity;
        for (int i = 0; i < length; i++)
        {
            double inside = 0;
            for (int j = 0; j < index; j++)
            {
                inside += vectors[j][i] * vectors[j][i];
            }

            if (inside < smallest)
            {
                smallest = inside;
                best = i;
            }
        }

        double[] vector = vectors[index];
        Array.Clear(vector);
        vector[best] = 1;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int j = 0; j < index; j++)
            {
                double product = Rotation.Dot(vectors[j], vector);
                for (int i = 0; i < length; i++)
                {
                    vector[i] -= product * vectors[j][i];
                }
            }

            double norm = Math.Sqrt(Rotation.Dot(vector, vector));
            for (int i = 0; i < length; i++)
            {
                vector[i] /= norm;
            }
        }
    }
}
