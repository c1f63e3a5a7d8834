using System;
using System.Globalization;
using System.Text;

namespace Calque.Text;

/// <summary>
/// Properties of code points, from tables of our own (Unicode 16), the same on every system and with every runtime.
/// </summary>
public static class CodePoints
{
    internal const uint LetterMask = 0b1_1111;
    internal const uint MarkMask = 0b111 << 5;
    internal const uint NumberMask = 0b111 << 8;
    internal const uint PunctuationMask = 0b111_1111 << 18;
    internal const uint SymbolMask = 0b1111 << 25;
    internal const uint OtherMask = (0b1111u << 14) | (1u << 29);

    private static readonly CodePointTable Categories = UnicodeTables.ReadTable("category");

    /// <summary>The general category; <see cref="UnicodeCategory.OtherNotAssigned"/> also for numbers that are no code point.</summary>
    public static UnicodeCategory GetCategory(int codePoint) =>
        (uint)codePoint <= 0x10FFFF ? (UnicodeCategory)Categories[codePoint] : UnicodeCategory.OtherNotAssigned;

    /// <summary>Whether the code point is a letter (category L).</summary>
    public static bool IsLetter(int codePoint) => IsIn(codePoint, LetterMask);

    /// <summary>Whether the code point is a mark (category M).</summary>
    public static bool IsMark(int codePoint) => IsIn(codePoint, MarkMask);

    /// <summary>Whether the code point is a number (category N).</summary>
    public static bool IsNumber(int codePoint) => IsIn(codePoint, NumberMask);

    /// <summary>Whether the code point is punctuation (category P).</summary>
    public static bool IsPunctuation(int codePoint) => IsIn(codePoint, PunctuationMask);

    /// <summary>Whether the code point is white space (property White_Space): what <c>\s</c> of the tokenizers matches.</summary>
    public static bool IsWhiteSpace(int codePoint)
    {
        if (codePoint < 0x80)
            return codePoint is 0x20 or (>= 0x09 and <= 0x0D);
        return codePoint is 0x85 or 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000;
    }

    /// <summary>
    /// Decodes the code point at <paramref name="index"/> of UTF-8 text and moves the index behind it. Bytes that are no
    /// UTF-8 give U+FFFD.
    /// </summary>
    internal static int Decode(ReadOnlySpan<byte> utf8, ref int index)
    {
        byte first = utf8[index];
        if (first < 0x80)
        {
            index++;
            return first;
        }

        _ = Rune.DecodeFromUtf8(utf8[index..], out Rune rune, out int consumed);
        index += consumed;
        return rune.Value;
    }

    /// <summary>Decodes the code point that ends before <paramref name="index"/> and moves the index to its begin.</summary>
    internal static int DecodeBack(ReadOnlySpan<byte> utf8, ref int index)
    {
        _ = Rune.DecodeLastFromUtf8(utf8[..index], out Rune rune, out int consumed);
        index -= consumed;
        return rune.Value;
    }

    internal static bool IsIn(int codePoint, uint categories) => (categories >> Categories[codePoint] & 1) != 0;

    /// <summary>The code points of the categories in a mask, a new set.</summary>
    internal static CodePointSet SetOf(uint categories)
    {
        var set = new CodePointSet();
        foreach (CodePointRun run in UnicodeTables.ReadRuns("category"))
        {
            if ((categories >> run.Value & 1) != 0 && run.Value != (int)UnicodeCategory.Surrogate)
                set.AddRange(run.Start, run.End - 1);
        }

        return set;
    }
}
