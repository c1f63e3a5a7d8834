using System;
using System.Runtime.InteropServices;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// The rows of a matrix without repeats (bit for bit): many tokens share one vector, and a shared vector is searched once.
/// </summary>
internal sealed class DistinctRows
{
    private DistinctRows(int count, int[]? groupOf, int[]? first, int[]? next, int distinct)
    {
        _groupOf = groupOf;
        _first = first;
        _next = next;
        RowCount = count;
        Count = distinct;
    }

    private readonly int[]? _groupOf;
    private readonly int[]? _first;
    private readonly int[]? _next;

    /// <summary>Rows with their repeats.</summary>
    public int RowCount { get; }

    /// <summary>Rows without repeats, in the order of their first places.</summary>
    public int Count { get; }

    /// <summary>Whether any row is repeated.</summary>
    public bool HasRepeats => Count < RowCount;

    /// <summary>The first row of a group.</summary>
    public int First(int group) => _first is null ? group : _first[group];

    /// <summary>The first row of every group; null where each row is a group.</summary>
    public int[]? FirstPlaces => _first;

    /// <summary>The group of a row.</summary>
    public int GroupOf(int row) => _groupOf is null ? row : _groupOf[row];

    /// <summary>The next row with the same bits, or -1.</summary>
    public int Next(int row) => _next is null ? -1 : _next[row];

    /// <summary>Finds the repeats among <paramref name="count"/> rows of <paramref name="dimension"/> floats.</summary>
    public static DistinctRows Find(ReadOnlySpan<float> rows, int count, int dimension)
    {
        // Open addressing over group numbers; the table is at most half full.
        int slots = 16;
        while (slots < 2L * count && slots < 1 << 30)
        {
            slots <<= 1;
        }

        int[] table = new int[slots];
        int[] groupOf = new int[count];
        int[] first = new int[count];
        int[] last = new int[count];
        int[] next = new int[count];
        int distinct = 0;
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<uint> bits = Bits(rows, row, dimension);
            int slot = (int)(Hash(bits) & (uint)(slots - 1));
            next[row] = -1;
            while (true)
            {
                int group = table[slot] - 1;
                if (group < 0)
                {
                    table[slot] = distinct + 1;
                    first[distinct] = row;
                    last[distinct] = row;
                    groupOf[row] = distinct++;
                    break;
                }

                if (bits.SequenceEqual(Bits(rows, first[group], dimension)))
                {
                    next[last[group]] = row;
                    last[group] = row;
                    groupOf[row] = group;
                    break;
                }

                slot = (slot + 1) & (slots - 1);
            }
        }

        return distinct == count
            ? new DistinctRows(count, null, null, null, count)
            : new DistinctRows(count, groupOf, first, next, distinct);
    }

    private static ReadOnlySpan<uint> Bits(ReadOnlySpan<float> rows, int row, int dimension) =>
        MemoryMarshal.Cast<float, uint>(rows.Slice(row * dimension, dimension));

    private static uint Hash(ReadOnlySpan<uint> bits)
    {
        // Two chains of multiply and fold, so that the multiplications overlap.
        ulong even = 0x9E3779B97F4A7C15UL;
        ulong odd = 0xC2B2AE3D27D4EB4FUL;
        int i = 0;
        for (; i + 1 < bits.Length; i += 2)
        {
            even = (even ^ bits[i]) * 0xFF51AFD7ED558CCDUL;
            even ^= even >> 29;
            odd = (odd ^ bits[i + 1]) * 0xC4CEB9FE1A85EC53UL;
            odd ^= odd >> 31;
        }

        if (i < bits.Length)
        {
            even = (even ^ bits[i]) * 0xFF51AFD7ED558CCDUL;
        }

        ulong mixed = (even ^ (odd * 0x9E3779B97F4A7C15UL)) * 0xFF51AFD7ED558CCDUL;
        return (uint)(mixed >> 32);
    }
}
