using System;
using Calque.Numerics.LinearAlgebra;
using Calque.Vectors;

namespace Calque.Transfer;

/// <summary>
/// Brings the side with more dimensions down to the other's: projected onto its own principal axes. The projection is linear and does not take the mean
/// away, so a vector composed of n-grams is reduced as its n-grams are.
/// </summary>
internal static class PrincipalAxes
{
    // Enough words to find the axes of a space; the most frequent stand first.
    private const int MostWords = 50_000;

    /// <summary>The axes, or null where the side has no more than <paramref name="dimension"/> dimensions.</summary>
    public static PrincipalComponents? For(WordVectors words, int dimension)
    {
        if (words.Dimension <= dimension)
            return null;
        int count = Math.Min(words.Count, MostWords);
        float[] rows = new float[(long)count * words.Dimension];
        for (int i = 0; i < count; i++)
            words.GetWordRow(i, rows.AsSpan(i * words.Dimension, words.Dimension));
        return PrincipalComponents.Fit(rows, count, words.Dimension, dimension);
    }

    /// <summary>Whole rows on the axes; the rows themselves where there are none.</summary>
    public static float[] Project(PrincipalComponents? axes, float[] rows)
    {
        if (axes is null)
            return rows;
        int count = rows.Length / axes.Dimension;
        float[] projected = new float[(long)count * axes.Components];
        axes.Project(rows, count, projected);
        return projected;
    }
}
