using System;
using System.Collections.Generic;
using System.Text;

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
        {
            string token = encoding.Tokens[i];
            int leading = CountLeading(token);
            int trailing = CountTrailing(token);
            encoding.Offsets[i] = Trim(encoding.Offsets[i], leading, trailing, i == 0, addsPrefixSpace);
        }
    }

    /// <summary>The range of a token without the spaces at its ends.</summary>
    /// <param name="range">The range.</param>
    /// <param name="leading">Spaces that the token begins with.</param>
    /// <param name="trailing">Spaces that it ends with.</param>
    /// <param name="first">Whether it is the first token.</param>
    /// <param name="addsPrefixSpace">Whether the pre-tokenizer puts a space before the text.</param>
    public static TextRange Trim(TextRange range, int leading, int trailing, bool first, bool addsPrefixSpace)
    {
        (int start, int end) = range;
        // The first token keeps the one space that was put before the text; more than one were in it (a flaw of the Rust
        // library counts every token that starts at 0 as first; kept).
        if (leading == 1 && addsPrefixSpace && (first || start == 0))
            leading = 0;
        if (leading > 0)
            start = Math.Min(start + leading, end);
        if (trailing > 0 && end >= trailing)
            end = Math.Max(end - trailing, start);
        return new TextRange(start, end);
    }

    /// <summary>Spaces that a token begins with, written as they are or as the word mark.</summary>
    public static int CountLeading(string token)
    {
        int count = 0;
        foreach (Rune rune in token.EnumerateRunes())
        {
            if (rune.Value != WordMark && !Rune.IsWhiteSpace(rune))
                break;
            count++;
        }

        return count;
    }

    /// <summary>Spaces that a token ends with.</summary>
    public static int CountTrailing(string token)
    {
        // White space and the mark are all in the basic plane.
        int count = 0;
        while (count < token.Length && (token[token.Length - 1 - count] == WordMark || char.IsWhiteSpace(token[token.Length - 1 - count])))
            count++;
        return count;
    }
}
