using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// Merges the characters of a word of ASCII with a mark before it or without, by rank, the leftmost of equal ranks first; as
/// <see cref="BytePairMerger"/> does with bytes. Safe for use from several threads at once.
/// </summary>
internal sealed partial class MarkedPairMerger
{
    private const int MostSymbols = 64;
    private const int NoMerge = LowestRank.None;
    private const int Known = int.MinValue;
    private const int MarkSymbol = 128; // behind the ASCII characters
    private const int Symbols = 129;

    private readonly BpeMergeTable _merges;
    private readonly byte[] _mark;
    private readonly int[] _idOfSymbol = new int[Symbols]; // -1: the vocabulary lacks it

    // By two symbols: rank << 32 | Known | result; 0 where it was not asked for yet. Threads write the same.
    private readonly long[] _firstPairs = new long[Symbols * Symbols];

    public MarkedPairMerger(BpeModel model, byte[] mark)
    {
        _merges = model.Merges;
        _mark = mark;
        for (int symbol = 0; symbol < MarkSymbol; symbol++)
            _idOfSymbol[symbol] = model.Vocabulary.TryGetId([(byte)symbol], out int id) ? id : -1;
        _idOfSymbol[MarkSymbol] = model.Vocabulary.TryGetId(mark, out int markId) ? markId : -1;
    }

    /// <summary>Appends the tokens of a word; false where it is too long, or has other characters, or such as the vocabulary lacks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public bool TryMerge(ReadOnlySpan<byte> word, TokenBuffer output)
    {
        bool marked = word.StartsWith(_mark);
        int head = marked ? _mark.Length - 1 : 0; // bytes that the symbols behind the first stand further on than their number
        int count = word.Length - head;
        if (count > MostSymbols)
            return false;
        Span<int> ids = stackalloc int[MostSymbols];
        Span<int> ranks = stackalloc int[MostSymbols];
        Span<int> results = stackalloc int[MostSymbols];
        int left = marked ? MarkSymbol : word[0];
        if (left > MarkSymbol || _idOfSymbol[left] < 0)
            return false;
        ids[0] = _idOfSymbol[left];
        for (int i = 1; i < count; i++)
        {
            int right = word[i + head];
            if (right >= MarkSymbol || _idOfSymbol[right] < 0)
                return false;
            ids[i] = _idOfSymbol[right];
            long pair = _firstPairs[(left * Symbols) + right];
            if (pair == 0)
                pair = FindFirstPair(left, right);
            ranks[i - 1] = (int)(pair >> 32);
            results[i - 1] = (int)pair & ~Known;
            left = right;
        }

        int filled = (count + 7) & ~7;
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
            ranks[best] = above != 0 ? Ask(id, ids[BitOperations.TrailingZeroCount(above)], out results[best]) : NoMerge;
            if (below != 0)
            {
                int before = MostSymbols - 1 - BitOperations.LeadingZeroCount(below);
                ranks[before] = Ask(ids[before], id, out results[before]);
            }
        }

        while (alive != 0)
        {
            int start = BitOperations.TrailingZeroCount(alive);
            alive &= alive - 1;
            int end = alive == 0 ? count : BitOperations.TrailingZeroCount(alive);
            output.Add(ids[start], start == 0 ? 0 : start + head, end + head);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Ask(int left, int right, out int result) => _merges.TryGet(left, right, out int rank, out result) ? rank : NoMerge;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private long FindFirstPair(int left, int right) => _firstPairs[(left * Symbols) + right] =
        ((long)Ask(_idOfSymbol[left], _idOfSymbol[right], out int result) << 32) | unchecked((uint)(Known | result));
}
