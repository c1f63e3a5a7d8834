using System;
using System.Runtime.CompilerServices;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Encoders;

/// <content>
/// Words without an end, a window at a time, as <see cref="BytePairMerger"/> does and for the same reasons: merges whose parts are always
/// older than themselves, and tokens of which every two neighbours are the tokens of their own joint text.
/// </content>
internal sealed partial class MarkedPairMerger
{
    // The end of a window lacks what follows; tokens that end this close to it are worked out again in the next one.
    private const int Unsure = 16;

    // Looking through all merges takes as long as merging some ten thousand letters.
    private const int WorthAsking = 1 << 16;

    /// <summary>Appends the tokens of a long word; false, with nothing appended, where that cannot be proven this way.</summary>
    /// <param name="word">The word.</param>
    /// <param name="window">For the tokens of a part.</param>
    /// <param name="pair">For the tokens of two neighbours.</param>
    /// <param name="output">Where the tokens go, ranges in bytes of the word.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryMergeLong(ReadOnlySpan<byte> word, TokenBuffer window, TokenBuffer pair, TokenBuffer output)
    {
        if (!_merges.IsOrdered && (word.Length < WorthAsking || !_merges.IsOrderedAmong(FindSymbols(word), _idOfSymbol[MarkSymbol])))
            return false;
        int first = output.Count;
        for (int start = 0; start < word.Length;)
        {
            int end = Math.Min(word.Length, start + MostSymbols);
            window.Clear();
            if (!TryMerge(word[start..end], window) || (output.Count > first && !IsPair(word, output, window, start, pair)))
            {
                output.Truncate(first);
                return false;
            }

            int kept = start;
            for (int i = 0; i < window.Count && (end == word.Length || i == 0 || start + window.Ends[i] <= end - Unsure); i++)
            {
                kept = start + window.Ends[i];
                output.Add(window.Ids[i], start + window.Starts[i], kept);
            }

            start = kept;
        }

        return true;
    }

    // The ids of the characters of a word, each once.
    private int[] FindSymbols(ReadOnlySpan<byte> word)
    {
        bool[] seen = new bool[256];
        foreach (byte value in word)
            seen[value] = true;
        int[] ids = new int[Symbols];
        int count = 0;
        for (int symbol = 0; symbol < Symbols; symbol++)
        {
            if (symbol == MarkSymbol || seen[symbol])
                ids[count++] = _idOfSymbol[symbol];
        }

        return ids[..count];
    }

    // Whether the last token so far and the first of the window are the tokens of their joint text.
    private bool IsPair(ReadOnlySpan<byte> word, TokenBuffer before, TokenBuffer window, int seam, TokenBuffer pair)
    {
        pair.Clear();
        return TryMerge(word[before.Starts[^1]..(seam + window.Ends[0])], pair) && pair.Count == 2 && pair.Ids[0] == before.Ids[^1] && pair.Ids[1] == window.Ids[0];
    }
}
