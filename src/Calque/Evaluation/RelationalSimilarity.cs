using System;
using Calque.Numerics.Neighbors;

namespace Calque.Evaluation;

/// <summary>RSIM (Vulić, Ruder and Søgaard 2020, section 3): whether words that are alike in one language have translations that are alike in the other.</summary>
/// <remarks>The published script gives words without a vector a random one; here such pairs take no part.</remarks>
public static class RelationalSimilarity
{
    /// <summary>Pearson's correlation of the cosines of all pairs of rows on either side; null with fewer than three rows or without spread.</summary>
    /// <param name="left">[count × leftDimension], row-major; no row zero.</param>
    /// <param name="leftDimension">Columns.</param>
    /// <param name="right">[count × rightDimension]; row i translates row i.</param>
    /// <param name="rightDimension">Columns.</param>
    /// <param name="count">Rows.</param>
    public static double? Compute(ReadOnlySpan<float> left, int leftDimension, ReadOnlySpan<float> right, int rightDimension, int count)
    {
        if (count < 3)
            return null;
        double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
        long pairs = (long)count * (count - 1) / 2;
        // Two passes would be exacter by digits that nobody reads: cosines are of one size and there are at most half a million.
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double a = ExactCosine.Cosine(left.Slice(i * leftDimension, leftDimension), left.Slice(j * leftDimension, leftDimension));
                double b = ExactCosine.Cosine(right.Slice(i * rightDimension, rightDimension), right.Slice(j * rightDimension, rightDimension));
                x += a;
                y += b;
                xx += a * a;
                yy += b * b;
                xy += a * b;
            }
        }

        double varianceX = xx - (x * x / pairs);
        double varianceY = yy - (y * y / pairs);
        if (!(varianceX > 1e-12 * xx) || !(varianceY > 1e-12 * yy))
            return null;
        return Math.Clamp((xy - (x * y / pairs)) / Math.Sqrt(varianceX * varianceY), -1, 1);
    }
}
