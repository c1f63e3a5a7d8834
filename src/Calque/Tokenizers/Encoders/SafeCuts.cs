using System;
using System.Numerics;
using Calque.Text;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// Where text can be cut before byte-pair encoding without a change to its tokens: between two characters that stand side by side in no
/// token. Proof: a merge across the cut would make a token whose text is that of its two parts, joined, so that the last character
/// of the left part and the first of the right part would stand side by side in it. A character without a token of its own becomes
/// byte tokens or the unknown token, whose texts begin with &lt; and end with &gt;: these stand in for it.
/// </summary>
internal sealed class SafeCuts
{
    private readonly Vocabulary _vocabulary;
    private readonly ulong[] _pairs; // open addressing; a pair + 1, 0 is free
    private readonly ulong[] _ascii = new ulong[2 * 128]; // bit y of row x: the pair x, y is in a token

    private readonly bool _allBytes;

    /// <param name="vocabulary">The tokens; all that merges can make are among them.</param>
    /// <param name="allBytes">Whether each character without a token becomes byte tokens.</param>
    public SafeCuts(Vocabulary vocabulary, bool allBytes)
    {
        _allBytes = allBytes;
        _vocabulary = vocabulary;
        long total = 0;
        for (int i = 0; i < vocabulary.Count; i++)
            total += vocabulary.GetEntry(i).Length;
        var pairs = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(1 << 20, Math.Max(64, total)))];
        int count = 0;
        for (int i = 0; i < vocabulary.Count; i++)
        {
            ReadOnlySpan<byte> token = vocabulary.GetEntry(i);
            int previous = -1;
            for (int at = 0; at < token.Length;)
            {
                int character = CodePoints.Decode(token, ref at);
                if (previous >= 0 && Insert(pairs, Pair(previous, character)) && ++count * 2 > pairs.Length)
                    pairs = Grow(pairs);
                previous = character;
            }
        }

        _pairs = pairs;
        for (int x = 0; x < 128; x++)
        {
            for (int y = 0; y < 128; y++)
            {
                if (!LookUp(x, y))
                    _ascii[(2 * x) + (y >> 6)] |= 1UL << (y & 63);
            }
        }
    }

    /// <summary>Whether text can be cut between two characters.</summary>
    public bool IsSafe(int left, int right) =>
        (left | right) < 128 ? (_ascii[(2 * left) + (right >> 6)] >> (right & 63) & 1) == 0 : LookUp(left, right);

    private bool LookUp(int left, int right)
    {
        bool leftKnown = HasToken(left);
        bool rightKnown = HasToken(right);
        // Unknown characters become one unknown token, or wait for what comes behind them.
        if (!_allBytes && !leftKnown && !rightKnown)
            return false;
        return !Contains(Pair(leftKnown ? left : '>', rightKnown ? right : '<'));
    }

    private bool HasToken(int character)
    {
        Span<byte> bytes = stackalloc byte[4];
        int length = new System.Text.Rune(character).EncodeToUtf8(bytes);
        return _vocabulary.TryGetId(bytes[..length], out _);
    }

    private bool Contains(ulong pair)
    {
        int mask = _pairs.Length - 1;
        int slot = (int)ByteHash.Compute(pair) & mask;
        while (_pairs[slot] != pair && _pairs[slot] != 0)
            slot = (slot + 1) & mask;
        return _pairs[slot] == pair;
    }

    private static ulong Pair(int left, int right) => (((ulong)(uint)left << 32) | (uint)right) + 1;

    private static bool Insert(ulong[] pairs, ulong pair)
    {
        int mask = pairs.Length - 1;
        int slot = (int)ByteHash.Compute(pair) & mask;
        while (pairs[slot] != 0)
        {
            if (pairs[slot] == pair)
                return false;
            slot = (slot + 1) & mask;
        }

        pairs[slot] = pair;
        return true;
    }

    private static ulong[] Grow(ulong[] old)
    {
        var pairs = new ulong[old.Length * 2];
        foreach (ulong pair in old)
        {
            if (pair != 0)
                Insert(pairs, pair);
        }

        return pairs;
    }
}
