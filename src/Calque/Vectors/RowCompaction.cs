using System;
using Calque.Numerics.Neighbors;

namespace Calque.Vectors;

/// <summary>Stores equal rows once.</summary>
internal static class RowCompaction
{
    /// <summary>
    /// Moves the distinct rows that are not all zeros to the front, in order of first appearance; returns for each old row its new one,
    /// or -1 for zeros. Equal means equal bits, but -0 counts as 0.
    /// </summary>
    /// <param name="rows">Row-major; changed in place.</param>
    /// <param name="dimension">Values a row.</param>
    /// <param name="distinct">How many rows are left.</param>
    public static int[] Compact(float[] rows, int dimension, out int distinct)
    {
        // Two vectors that differ in the sign of a zero are one point: the neighbour search must see a tie there.
        for (int index = 0; index < rows.Length; index++)
            rows[index] += 0f;
        int[] newRows = new int[rows.Length / dimension];
        DistinctRows groups = DistinctRows.Find(rows, newRows.Length, dimension);
        int[] rowOfGroup = new int[groups.Count];
        int kept = 0;
        for (int row = 0; row < newRows.Length; row++)
        {
            int group = groups.GroupOf(row);
            if (groups.First(group) == row)
            {
                Span<float> values = rows.AsSpan(row * dimension, dimension);
                bool zero = !values.ContainsAnyExcept(0f);
                rowOfGroup[group] = zero ? -1 : kept;
                if (!zero)
                    values.CopyTo(rows.AsSpan(kept++ * dimension));
            }

            newRows[row] = rowOfGroup[group];
        }

        distinct = kept;
        return newRows;
    }
}
