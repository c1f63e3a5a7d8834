using System;
using System.Runtime.CompilerServices;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Encoders;

/// <content>
/// Long words: a window at a time, without a cost that grows with the length. It rests on two facts. Of any merges, the tokens of a text
/// are also the tokens of each stretch of neighbours among them. And of merges whose parts are always older than themselves
/// (<see cref="BpeMergeTable.IsOrdered"/>), tokens of which every two neighbours are the tokens of their own joint text are those of the
/// whole text (Berglund and van der Merwe 2023, "Formalizing BPE Tokenization"). So windows are merged alone and what is sure is kept
/// where the pair at the seam holds.
/// </content>
internal sealed partial class BytePairMerger
{
    private const int MostLinked = 512;
    private const int Window = MostSymbols;

    // The end of a window lacks what follows; tokens that end this close to it are worked out again in the next one.
    private const int Unsure = 16;

    private bool TryMergeByWindows(ReadOnlySpan<byte> word, WordEncoderState state, EncodingBuffer output)
    {
        EncodingBuffer tokens = state.Window;
        int first = output.Count;
        int size = Window;
        int failedAt = -1;
        for (int start = 0, back = 1; start < word.Length;)
        {
            int end = Math.Min(word.Length, start + size);
            tokens.Clear();
            MergeWindow(word[start..end], tokens);
            if (output.Count > first && !IsPair(word, output, tokens, start, state.Pair))
            {
                // What was kept last was not sure after all: begin further back, with a larger window.
                failedAt = Math.Max(failedAt, start);
                output.Truncate(Math.Max(first, output.Count - back));
                start = output.Count == first ? 0 : output.Offsets[^1].End;
                back *= 2;
                size = failedAt - start + size;
                if (size > MostLinked)
                    return GiveUp(output, first);
                continue;
            }

            int kept = start;
            for (int i = 0; i < tokens.Count && (end == word.Length || i == 0 || start + tokens.Offsets[i].End <= end - Unsure); i++)
            {
                kept = start + tokens.Offsets[i].End;
                output.Add(tokens.Ids[i], start + tokens.Offsets[i].Start, kept);
            }

            if (kept <= failedAt)
            {
                output.Truncate(first + CountBefore(output.Offsets[first..], start));
                size += Window;
                if (size > MostLinked)
                    return GiveUp(output, first);
                continue;
            }

            start = kept;
            size = Math.Max(Window, Math.Min(size, 2 * Unsure + LongestOf(tokens)));
            back = 1;
        }

        return true;
    }

    private static bool GiveUp(EncodingBuffer output, int first)
    {
        output.Truncate(first);
        return false;
    }

    private static int CountBefore(ReadOnlySpan<TextRange> ranges, int start)
    {
        int count = ranges.Length;
        while (count > 0 && ranges[count - 1].Start >= start)
            count--;
        return count;
    }

    private static int LongestOf(EncodingBuffer tokens)
    {
        int longest = 0;
        foreach (TextRange range in tokens.Offsets)
            longest = Math.Max(longest, range.End - range.Start);
        return 4 * longest;
    }

    // Whether the last token so far and the first of the window are the tokens of their joint text.
    private bool IsPair(ReadOnlySpan<byte> word, EncodingBuffer before, EncodingBuffer window, int seam, EncodingBuffer pair)
    {
        pair.Clear();
        int start = before.Offsets[^1].Start;
        int end = seam + window.Offsets[0].End;
        if (end - start > MostLinked)
            return false;
        MergeWindow(word[start..end], pair);
        return pair.Count == 2 && pair.Ids[0] == before.Ids[^1] && pair.Ids[1] == window.Ids[0];
    }

    private void MergeWindow(ReadOnlySpan<byte> word, EncodingBuffer output)
    {
        if (word.Length <= MostSymbols)
            MergeShort(word, output);
        else
            MergeLinked(word, output);
    }

    // As the short one, with links in place of bits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private void MergeLinked(ReadOnlySpan<byte> word, EncodingBuffer output)
    {
        int count = word.Length;
        Span<int> ids = stackalloc int[MostLinked];
        Span<int> ranks = stackalloc int[MostLinked];
        Span<int> results = stackalloc int[MostLinked];
        Span<short> next = stackalloc short[MostLinked + 1];
        Span<short> previous = stackalloc short[MostLinked + 1];
        int filled = (count + 7) & ~7;
        for (int i = 0; i < count; i++)
        {
            ids[i] = _idOfByte[word[i]];
            next[i] = (short)(i + 1);
            previous[i] = (short)(i - 1);
            ranks[i] = NoMerge;
            if (i + 1 < count && _merges.TryGet(ids[i], _idOfByte[word[i + 1]], out int rank, out int result))
                ranks[i] = Keep(results, i, rank, result);
        }

        ranks[count..filled].Fill(NoMerge);
        for (int best = LowestRank.Find(ranks, filled); best >= 0; best = LowestRank.Find(ranks, filled))
        {
            int gone = next[best];
            int after = next[gone];
            int before = previous[best];
            int id = results[best];
            ids[best] = id;
            next[best] = (short)after;
            previous[after] = (short)best;
            ranks[gone] = NoMerge;
            ranks[best] = after < count && _merges.TryGet(id, ids[after], out int rank, out int result) ? Keep(results, best, rank, result) : NoMerge;
            if (before >= 0)
                ranks[before] = _merges.TryGet(ids[before], id, out rank, out result) ? Keep(results, before, rank, result) : NoMerge;
        }

        for (int start = 0; start < count; start = next[start])
            output.Add(ids[start], start, next[start]);
    }

    private void MergeByHeap(ReadOnlySpan<byte> word, WordEncoderState state, EncodingBuffer output)
    {
        BpeSymbols symbols = state.Model.Symbols;
        symbols.Clear();
        foreach (byte value in word)
            symbols.Add(_idOfByte[value], 1);
        state.Tokens.Clear();
        symbols.Merge(_merges, null, state.Tokens);
        for (int i = 0; i < state.Tokens.Count; i++)
            output.Add(state.Tokens.Ids[i], state.Tokens.Starts[i], state.Tokens.Ends[i]);
    }
}
