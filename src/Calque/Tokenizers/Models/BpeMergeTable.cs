using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Calque.Tokenizers.Models;

/// <summary>
/// Pairs of ids that merge: rank and id of the result, in one flat table with open addressing. Most pairs that are asked for do not
/// merge; a small table of bits, which stays in a near cache, says so for nearly all of them.
/// </summary>
internal sealed class BpeMergeTable
{
    private Entry[] _entries;
    private ulong[] _filter; // one bit for each key, 16 to 32 bits for each entry
    private int _mask;
    private int _filterMask;
    private int _count;
    private Order _order; // threads find the same

    public BpeMergeTable(int expected)
    {
        _entries = new Entry[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, (int)Math.Min(expected * 5L / 4, 1 << 29)))];
        _mask = _entries.Length - 1;
        _filter = new ulong[Math.Max(1, _entries.Length / 4)];
        _filterMask = (_filter.Length * 64) - 1;
    }

    /// <summary>Pairs in the table.</summary>
    public int Count => _count;

    /// <summary>
    /// Whether every merge comes after all those that make its parts, so that ranks never fall while a word is merged; what a trainer
    /// writes is so. Asked for once; the table must be complete.
    /// </summary>
    public bool IsOrdered => (_order == Order.Unknown ? _order = FindOrder() : _order) == Order.Kept;

    /// <summary>Sets a pair; a later merge of the same pair replaces the earlier one, as in the Rust library.</summary>
    public void Set(int left, int right, int rank, int result)
    {
        if (_count * 5L >= _entries.Length * 4L)
            Grow();
        ulong key = Key(left, right);
        uint hash = ByteHash.Compute(key);
        int slot = Find(key, hash);
        if (_entries[slot].Key == 0)
            _count++;
        _entries[slot] = new Entry(key, rank, result);
        Mark(hash);
    }

    /// <summary>The rank of a pair (lower merges first) and what it becomes; false where it does not merge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(int left, int right, out int rank, out int result)
    {
        ulong key = Key(left, right);
        uint hash = ByteHash.Compute(key);
        // The high bits: the slot is chosen by the low ones.
        int bit = (int)(hash >> 7) & _filterMask;
        if ((Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_filter), bit >> 6) >> bit & 1) == 0)
        {
            rank = 0;
            result = 0;
            return false;
        }

        ref readonly Entry entry = ref _entries[Find(key, hash)];
        rank = entry.Rank;
        result = entry.Result;
        return entry.Key != 0;
    }

    // Ids are below 2^24, so 1 can be added to tell a key from a free slot.
    private static ulong Key(int left, int right) => ((ulong)(uint)(left + 1) << 32) | (uint)(right + 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(ulong key, uint hash)
    {
        Entry[] entries = _entries;
        int slot = (int)hash & _mask;
        while (entries[slot].Key != key && entries[slot].Key != 0)
            slot = (slot + 1) & _mask;
        return slot;
    }

    /// <summary>
    /// As <see cref="IsOrdered"/> of the merges that a text of these symbols can ever come to. Llama's file lists each way to make a token,
    /// those too that come before their own parts; few letters do without. Passes over the whole table some times.
    /// </summary>
    /// <param name="symbols">The symbols.</param>
    /// <param name="once">One of them that stands in the text no more than once.</param>
    public bool IsOrderedAmong(ReadOnlySpan<int> symbols, int once)
    {
        if (IsOrdered)
            return true;
        int limit = FindLimit();
        bool[] reached = new bool[limit];
        bool[] holdsOnce = new bool[limit];
        foreach (int symbol in symbols)
        {
            if ((uint)symbol < (uint)limit)
                reached[symbol] = true;
        }

        if ((uint)once < (uint)limit)
            holdsOnce[once] = true;
        int[] made = new int[limit];
        Array.Fill(made, -1);
        for (bool more = true; more;)
        {
            more = false;
            foreach (Entry entry in _entries)
            {
                if (!MayMeet(entry))
                    continue;
                holdsOnce[entry.Result] |= holdsOnce[entry.Left] || holdsOnce[entry.Right];
                made[entry.Result] = Math.Max(made[entry.Result], entry.Rank);
                more |= !reached[entry.Result];
                reached[entry.Result] = true;
            }
        }

        foreach (Entry entry in _entries)
        {
            if (MayMeet(entry) && Math.Max(made[entry.Left], made[entry.Right]) >= entry.Rank)
                return false;
        }

        return true;

        bool MayMeet(Entry entry) => entry.Key != 0 && reached[entry.Left] && reached[entry.Right] && !(holdsOnce[entry.Left] && holdsOnce[entry.Right]);
    }

    private int FindLimit()
    {
        int limit = 0;
        foreach (Entry entry in _entries)
        {
            if (entry.Key != 0)
                limit = Math.Max(limit, Math.Max(entry.Result + 1, Math.Max((int)(entry.Key >> 32), (int)entry.Key)));
        }

        return limit;
    }

    private Order FindOrder()
    {
        int limit = FindLimit();
        // For each token the highest rank of the merges that make it; no merge of it may have a lower one.
        int[] made = new int[limit];
        Array.Fill(made, -1);
        foreach (Entry entry in _entries)
        {
            if (entry.Key != 0)
                made[entry.Result] = Math.Max(made[entry.Result], entry.Rank);
        }

        foreach (Entry entry in _entries)
        {
            if (entry.Key != 0 && Math.Max(made[entry.Left], made[entry.Right]) >= entry.Rank)
                return Order.Broken;
        }

        return Order.Kept;
    }

    private void Mark(uint hash)
    {
        int bit = (int)(hash >> 7) & _filterMask;
        _filter[bit >> 6] |= 1UL << bit;
    }

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _mask = _entries.Length - 1;
        _filter = new ulong[_filter.Length * 2];
        _filterMask = (_filter.Length * 64) - 1;
        foreach (Entry entry in old)
        {
            if (entry.Key == 0)
                continue;
            uint hash = ByteHash.Compute(entry.Key);
            _entries[Find(entry.Key, hash)] = entry;
            Mark(hash);
        }
    }

    private enum Order
    {
        Unknown,
        Kept,
        Broken,
    }

    private readonly struct Entry(ulong key, int rank, int result)
    {
        public readonly ulong Key = key;
        public readonly int Rank = rank;
        public readonly int Result = result;

        public int Left => (int)(Key >> 32) - 1;

        public int Right => (int)Key - 1;
    }
}
