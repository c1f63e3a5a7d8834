using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// Merges the bytes of a word by rank, the leftmost of equal ranks first. Symbols lie in fixed places, up to 64 of them with one bit each
/// that says whether it is still there, so nothing is moved and the lowest rank is found by comparing vectors. Safe for use from several
/// threads at once.
/// </summary>
internal sealed partial class BytePairMerger
{
    private const int MostSymbols = 64;
    private const int NoMerge = LowestRank.None;
    private const int Known = int.MinValue;

    private readonly BpeMergeTable _merges;
    private readonly int[] _idOfByte = new int[256]; // -1: the vocabulary lacks it

    // By two bytes, the first on top: rank << 32 | Known | result; 0 where it was not asked for yet. Threads write the same.
    private readonly long[] _firstPairs = new long[0x10000];

    public BytePairMerger(BpeModel model)
    {
        _merges = model.Merges;
        Span<byte> name = stackalloc byte[2];
        for (int value = 0; value < 256; value++)
            _idOfByte[value] = model.Vocabulary.TryGetId(name[..ByteAlphabet.Write([(byte)value], name)], out int id) ? id : -1;
    }

    /// <summary>Appends the tokens of a word, or none where the vocabulary lacks one of its bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryMerge(ReadOnlySpan<byte> word, WordEncoderState state, EncodingBuffer output)
    {
        int[] ids = _idOfByte;
        foreach (byte value in word)
        {
            if (ids[value] < 0)
                return false;
        }

        Merge(word, state, output);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Merge(ReadOnlySpan<byte> word, WordEncoderState state, EncodingBuffer output)
    {
        if (word.Length <= MostSymbols)
            MergeShort(word, output);
        else if (word.Length <= MostLinked)
            MergeLinked(word, output);
        else if (!_merges.IsOrdered || !TryMergeByWindows(word, state, output))
            MergeByHeap(word, state, output);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private void MergeShort(ReadOnlySpan<byte> word, EncodingBuffer output)
    {
        int count = word.Length;
        Span<int> ids = stackalloc int[MostSymbols];
        Span<int> ranks = stackalloc int[MostSymbols];
        Span<int> results = stackalloc int[MostSymbols];
        int filled = (count + 7) & ~7;
        ids[0] = _idOfByte[word[0]];
        for (int i = 1; i < count; i++)
        {
            ids[i] = _idOfByte[word[i]];
            long pair = _firstPairs[(word[i - 1] << 8) | word[i]];
            if (pair == 0)
                pair = FindFirstPair(word[i - 1], word[i]);
            ranks[i - 1] = (int)(pair >> 32);
            results[i - 1] = (int)pair & ~Known;
        }

        for (int i = count - 1; i < filled; i++)
            ranks[i] = NoMerge;
        ulong alive = ulong.MaxValue >> (MostSymbols - count);
        while (true)
        {
            int best = LowestRank.Find(ranks, filled);
            if (best < 0)
                break;

            // The right part goes; above and below are the symbols beside the pair.
            ulong above = alive & (ulong.MaxValue << best << 1);
            int gone = BitOperations.TrailingZeroCount(above);
            above &= above - 1;
            alive &= ~(1UL << gone);
            ulong below = alive & ~(ulong.MaxValue << best);
            int id = results[best];
            ids[best] = id;
            ranks[gone] = NoMerge;
            ranks[best] = above != 0 && _merges.TryGet(id, ids[BitOperations.TrailingZeroCount(above)], out int rank, out int result)
                ? Keep(results, best, rank, result) : NoMerge;
            if (below != 0)
            {
                int before = MostSymbols - 1 - BitOperations.LeadingZeroCount(below);
                ranks[before] = _merges.TryGet(ids[before], id, out rank, out result) ? Keep(results, before, rank, result) : NoMerge;
            }
        }

        while (alive != 0)
        {
            int start = BitOperations.TrailingZeroCount(alive);
            alive &= alive - 1;
            output.Add(ids[start], start, alive == 0 ? count : BitOperations.TrailingZeroCount(alive));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private long FindFirstPair(byte left, byte right) => _firstPairs[(left << 8) | right] =
        _merges.TryGet(_idOfByte[left], _idOfByte[right], out int rank, out int result)
            ? ((long)rank << 32) | unchecked((uint)(Known | result)) : ((long)NoMerge << 32) | unchecked((uint)Known);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Keep(Span<int> results, int index, int rank, int result)
    {
        results[index] = result;
        return rank;
    }
}
