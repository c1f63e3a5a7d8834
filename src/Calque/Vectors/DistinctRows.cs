using System;
using System.Runtime.InteropServices;

namespace Calque.Vectors;

/// <summary>Stores equal rows once.</summary>
internal static class DistinctRows
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
        int count = rows.Length / dimension;
        int[] newRows = new int[count];
        int kept = 0;
        // The table compares with rows that were moved already, which is where their bytes stay.
        Utf8WordTable table = new(row => Bytes(rows, row, dimension), count);
        for (int row = 0; row < count; row++)
        {
            Span<float> values = rows.AsSpan(row * dimension, dimension);
            if (!values.ContainsAnyExcept(0f))
            {
                newRows[row] = -1;
                continue;
            }

            ReadOnlySpan<byte> bytes = Bytes(rows, row, dimension);
            if (table.TryAdd(bytes, kept))
            {
                values.CopyTo(rows.AsSpan(kept * dimension));
                newRows[row] = kept++;
            }
            else
            {
                newRows[row] = table.Find(bytes);
            }
        }

        distinct = kept;
        return newRows;
    }

    private static ReadOnlySpan<byte> Bytes(float[] rows, int row, int dimension) =>
        MemoryMarshal.AsBytes(rows.AsSpan(row * dimension, dimension));
}
