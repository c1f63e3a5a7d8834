using System.Numerics;

namespace Calque.Tokenizers.Models;

/// <summary>Pairs of ids that merge: rank and id of the result, in one flat table with open addressing.</summary>
internal sealed class BpeMergeTable
{
    private Entry[] _entries;
    private int _mask;
    private int _count;

    public BpeMergeTable(int expected)
    {
        _entries = new Entry[(int)BitOperations.RoundUpToPowerOf2((uint)System.Math.Max(8, expected * 2))];
        _mask = _entries.Length - 1;
    }

    /// <summary>Pairs in the table.</summary>
    public int Count => _count;

    /// <summary>Sets a pair; a later merge of the same pair replaces the earlier one, as in the Rust library.</summary>
    public void Set(int left, int right, int rank, int result)
    {
        if (_count * 2 >= _entries.Length)
            Grow();
        ulong key = Key(left, right);
        int slot = Find(key);
        if (_entries[slot].Key == 0)
            _count++;
        _entries[slot] = new Entry(key, rank, result);
    }

    /// <summary>The rank of a pair (lower merges first) and what it becomes; false where it does not merge.</summary>
    public bool TryGet(int left, int right, out int rank, out int result)
    {
        ref readonly Entry entry = ref _entries[Find(Key(left, right))];
        rank = entry.Rank;
        result = entry.Result;
        return entry.Key != 0;
    }

    // Ids are below 2^24, so 1 can be added to tell a key from a free slot.
    private static ulong Key(int left, int right) => ((ulong)(uint)(left + 1) << 32) | (uint)(right + 1);

    private int Find(ulong key)
    {
        Entry[] entries = _entries;
        int slot = (int)ByteHash.Compute(key) & _mask;
        while (entries[slot].Key != key && entries[slot].Key != 0)
            slot = (slot + 1) & _mask;
        return slot;
    }

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _mask = _entries.Length - 1;
        foreach (Entry entry in old)
        {
            if (entry.Key != 0)
                _entries[Find(entry.Key)] = entry;
        }
    }

    private readonly record struct Entry(ulong Key, int Rank, int Result);
}
