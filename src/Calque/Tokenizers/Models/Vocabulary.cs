using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Models;

/// <summary>
/// The tokens of a model and their ids, both ways, over one block of UTF-8: no string exists until one is asked for.
/// Ids may have holes and any order. Safe for use from several threads at once.
/// </summary>
public sealed class Vocabulary
{
    private const uint EntryBits = (1 << 25) - 1; // ids lie below 2^24, so entries do

    private readonly byte[] _text;
    private readonly int[] _starts; // entry i is _text[_starts[i] .. _starts[i + 1]]; may be longer than needed, as may _ids
    private readonly int[] _ids;
    private readonly uint[] _slots; // open addressing by the hash of the text; 7 bits of the hash, then entry + 1 in 25 bits; 0 is free
    private readonly int[]? _entryOfId; // entry + 1, 0 is a hole; null where every entry's id is its own number, or with a sparse map
    private readonly Dictionary<int, int>? _entryOfSparseId;
    private string?[]? _strings; // made on demand; a race makes the same string twice, which is harmless

    internal Vocabulary(byte[] text, int count, int[] starts, int[] ids, uint[] slots, int idLimit, int[]? entryOfId, Dictionary<int, int>? sparse)
    {
        Count = count;
        _text = text;
        _starts = starts;
        _ids = ids;
        _slots = slots;
        IdLimit = idLimit;
        _entryOfId = entryOfId;
        _entryOfSparseId = sparse;
    }

    /// <summary>How many tokens there are.</summary>
    public int Count { get; }

    /// <summary>The highest id + 1.</summary>
    public int IdLimit { get; }

    /// <summary>The length of the longest token, in bytes.</summary>
    public int LongestToken { get; internal init; }

    /// <summary>The id of a token given as UTF-8; false where it is none.</summary>
    public bool TryGetId(ReadOnlySpan<byte> token, out int id) => TryGetId(token, ByteHash.Compute(token), out id);

    /// <summary>As the other, where the hash is known already.</summary>
    internal bool TryGetId(ReadOnlySpan<byte> token, uint hash, out int id)
    {
        int entry = FindEntry(token, hash);
        id = entry < 0 ? -1 : _ids[entry];
        return entry >= 0;
    }

    /// <summary>The id of a token; false where it is none.</summary>
    public bool TryGetId(string token, out int id)
    {
        ArgumentNullException.ThrowIfNull(token);
        return TryGetId(System.Text.Encoding.UTF8.GetBytes(token), out id);
    }

    /// <summary>The token of an id, or null for a hole.</summary>
    public string? GetToken(int id)
    {
        int entry = EntryOfId(id);
        if (entry < 0)
            return null;
        string?[] strings = _strings ??= new string?[Count];
        return strings[entry] ??= System.Text.Encoding.UTF8.GetString(GetEntry(entry));
    }

    /// <summary>The token of an id as UTF-8; empty for a hole.</summary>
    public ReadOnlySpan<byte> GetTokenUtf8(int id)
    {
        int entry = EntryOfId(id);
        return entry < 0 ? default : GetEntry(entry);
    }

    /// <summary>Whether an id has a token.</summary>
    public bool Contains(int id) => EntryOfId(id) >= 0;

    internal ReadOnlySpan<byte> GetEntry(int entry) => _text.AsSpan(_starts[entry], _starts[entry + 1] - _starts[entry]);

    internal ReadOnlyMemory<byte> GetEntryMemory(int entry) => _text.AsMemory(_starts[entry], _starts[entry + 1] - _starts[entry]);

    internal int GetEntryId(int entry) => _ids[entry];

    /// <summary>The entry of an id, or -1 for a hole.</summary>
    internal int EntryOfId(int id)
    {
        if (_entryOfId is not null)
            return (uint)id < (uint)_entryOfId.Length ? _entryOfId[id] - 1 : -1;
        if (_entryOfSparseId is not null)
            return _entryOfSparseId.TryGetValue(id, out int entry) ? entry : -1;
        return (uint)id < (uint)Count ? id : -1;
    }

    /// <summary>The slot's word of an entry: part of the hash, so that most entries that are not meant need no look at their text.</summary>
    internal static uint Slot(uint hash, int entry) => (hash & ~EntryBits) | (uint)(entry + 1);

    /// <summary>The entry of a slot's word, -1 for a free one.</summary>
    internal static int EntryOf(uint slot) => (int)(slot & EntryBits) - 1;

    /// <summary>Whether the entry of a slot's word may have this hash.</summary>
    internal static bool MayBe(uint slot, uint hash) => ((slot ^ hash) & ~EntryBits) == 0;

    private int FindEntry(ReadOnlySpan<byte> token, uint hash)
    {
        uint[] slots = _slots;
        int mask = slots.Length - 1;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            uint word = slots[slot];
            if (word == 0)
                return -1;
            if (!MayBe(word, hash))
                continue;
            int entry = EntryOf(word);
            int start = _starts[entry];
            if (_starts[entry + 1] - start == token.Length && _text.AsSpan(start, token.Length).SequenceEqual(token))
                return entry;
        }
    }
}
