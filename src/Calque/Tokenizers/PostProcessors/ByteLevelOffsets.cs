using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Calque.Text;

namespace Calque.Tokenizers.PostProcessors;

/// <summary>Takes the spaces that byte-level tokens carry off their offsets.</summary>
internal static class ByteLevelOffsets
{
    private const int WordMark = 0x120; // Ġ, the space of byte-level BPE

    /// <summary>Trims the encodings and what overflows.</summary>
    public static void Trim(List<TokenEncoding> encodings, bool addsPrefixSpace)
    {
        foreach (TokenEncoding encoding in encodings)
        {
            Trim(encoding, addsPrefixSpace);
            foreach (TokenEncoding part in encoding.OverflowingParts)
                Trim(part, addsPrefixSpace);
        }
    }

    private static void Trim(TokenEncoding encoding, bool addsPrefixSpace)
    {
        for (int i = 0; i < encoding.Length; i++)
            encoding.Offsets[i] = Trim(encoding.Offsets[i], CountSpaces(encoding.Tokens[i]), i == 0, addsPrefixSpace);
    }

    /// <summary>Trims the ranges of one text's tokens.</summary>
    /// <param name="buffer">The tokens.</param>
    /// <param name="first">The first of the text.</param>
    /// <param name="addsPrefixSpace">Whether the first token keeps one space.</param>
    /// <param name="spaces">The spaces of the tokens by id.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Trim(EncodingBuffer buffer, int first, bool addsPrefixSpace, TokenSpaces spaces)
    {
        int matched = 0;
        for (int i = first; i < buffer.Count; i++)
        {
            TokenSpaceCount count = spaces[buffer.Ids[i]];
            if (matched < buffer.MatchedSpaces.Count && buffer.MatchedSpaces[matched].Index == i)
                count = buffer.MatchedSpaces[matched++].Count;
            if (count != default)
                buffer.SetOffset(i, Trim(buffer.Offsets[i], count, i == first, addsPrefixSpace));
        }
    }

    /// <summary>How many spaces a token begins and ends with.</summary>
    public static TokenSpaceCount CountSpaces(string token)
    {
        // The mark and white space are one UTF-16 unit each.
        int leading = 0, trailing = 0;
        while (leading < token.Length && leading < ushort.MaxValue && IsSpace(token[leading]))
            leading++;
        while (trailing < token.Length && trailing < ushort.MaxValue && IsSpace(token[token.Length - 1 - trailing]))
            trailing++;
        return new TokenSpaceCount((ushort)leading, (ushort)trailing);
    }

    /// <summary>The same for a token as UTF-8.</summary>
    public static TokenSpaceCount CountSpaces(ReadOnlySpan<byte> token)
    {
        int leading = 0;
        for (int i = 0; i < token.Length && leading < ushort.MaxValue && IsSpace(CodePoints.Decode(token, ref i)); leading++)
        {
        }

        int trailing = 0;
        for (int i = token.Length; i > 0 && trailing < ushort.MaxValue && IsSpace(CodePoints.DecodeBack(token, ref i)); trailing++)
        {
        }

        return new TokenSpaceCount((ushort)leading, (ushort)trailing);
    }

    private static bool IsSpace(int codePoint) => codePoint == WordMark || CodePoints.IsWhiteSpace(codePoint);

    private static TextRange Trim(TextRange range, TokenSpaceCount count, bool isFirst, bool addsPrefixSpace)
    {
        (int start, int end) = range;
        int leading = count.Leading;
        // The first token keeps the one space that was put before the text; more than one were in it (a flaw of the Rust
        // library counts every token that starts at 0 as first; kept).
        if (leading == 1 && addsPrefixSpace && (isFirst || start == 0))
            leading = 0;
        if (leading > 0)
            start = Math.Min(start + leading, end);
        if (count.Trailing > 0 && end >= count.Trailing)
            end = Math.Max(end - count.Trailing, start);
        return new TextRange(start, end);
    }
}
