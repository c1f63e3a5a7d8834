using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Calque.Vectors;

/// <summary>
/// From a word's bytes to its index, without strings: open addressing with linear probing, at most half full. A slot holds
/// 32 bits of hash and the index plus one, so that growing needs no words and most misses none either.
/// </summary>
internal sealed class Utf8WordTable
{
    private readonly GetWord getWord;
    private ulong[] slots;
    private int count;

    /// <summary>Makes a table with room for <paramref name="expected"/> words; it grows beyond.</summary>
    public Utf8WordTable(GetWord getWord, int expected)
    {
        this.getWord = getWord;
        slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(expected, 8, 1 << 29) * 2)];
    }

    /// <summary>Hands out the bytes of a word that was added.</summary>
    public delegate ReadOnlySpan<byte> GetWord(int index);

    /// <summary>
    /// Adds <paramref name="word"/> under <paramref name="index"/>; false when an equal word is there already, which then stays.
    /// <see cref="GetWord"/> need not know the new word yet.
    /// </summary>
    public bool TryAdd(ReadOnlySpan<byte> word, int index)
    {
        uint hash = Hash(word);
        uint slot = FindSlot(word, hash);
        if (slots[slot] != 0)
            return false;
        slots[slot] = (ulong)hash << 32 | (uint)(index + 1);
        if (++count > slots.Length / 2)
            Grow();
        return true;
    }

    /// <summary>The index of <paramref name="word"/>, or -1.</summary>
    public int Find(ReadOnlySpan<byte> word) => (int)(uint)slots[FindSlot(word, Hash(word))] - 1;

    private uint FindSlot(ReadOnlySpan<byte> word, uint hash)
    {
        uint mask = (uint)slots.Length - 1;
        for (uint slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            ulong entry = slots[slot];
            if (entry == 0 || ((uint)(entry >> 32) == hash && getWord((int)(uint)entry - 1).SequenceEqual(word)))
                return slot;
        }
    }

    private void Grow()
    {
        ulong[] old = slots;
        slots = new ulong[old.Length * 2];
        uint mask = (uint)slots.Length - 1;
        foreach (ulong entry in old)
        {
            if (entry == 0)
                continue;
            uint slot = (uint)(entry >> 32) & mask;
            while (slots[slot] != 0)
                slot = (slot + 1) & mask;
            slots[slot] = entry;
        }
    }

    /// <summary>Eight bytes a step, folded by a 128-bit product (the mixing step of wyhash).</summary>
    private static uint Hash(ReadOnlySpan<byte> word)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)word.Length;
        for (; word.Length >= sizeof(ulong); word = word[sizeof(ulong)..])
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(word), Multiplier);
        ulong rest = 0;
        for (int index = 0; index < word.Length; index++)
            rest |= (ulong)word[index] << (8 * index);
        hash = Mix(hash ^ rest, Multiplier);
        return (uint)(hash ^ (hash >> 32));
    }

    private static ulong Mix(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}
