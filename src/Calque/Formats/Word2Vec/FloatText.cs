using System;
using System.Buffers.Text;
using System.Text;

namespace Calque.Formats.Word2Vec;

/// <summary>Numbers in text, as word vector files write them.</summary>
internal static class FloatText
{
    private static readonly float[] PowersOfTen = [1f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f];

    /// <summary>
    /// Reads the whole of <paramref name="text"/> as a number, rounded to the nearest float. <c>nan</c>, <c>inf</c> and
    /// <c>infinity</c> count as numbers, in any case.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        // Up to 2^24 an integer is exact in a float, and so is ten to the 10th: one division, one correct rounding
        // (Clinger 1990). fastText writes five digits, so nearly every number of a file takes this path.
        uint digits = 0;
        int position = 0;
        int fraction = -1;
        bool negative = text.Length > 0 && text[0] == '-';
        if (negative)
            position = 1;
        int first = position;
        for (; position < text.Length; position++)
        {
            uint digit = (uint)(text[position] - '0');
            if (digit <= 9 && digits < 1_600_000)
                digits = digits * 10 + digit;
            else if (text[position] == '.' && fraction < 0)
                fraction = position + 1;
            else
                return TryParseSlowly(text, out value);
        }

        int decimals = fraction < 0 ? 0 : text.Length - fraction;
        int count = text.Length - first - (fraction < 0 ? 0 : 1);
        if (count == 0 || decimals >= PowersOfTen.Length)
            return TryParseSlowly(text, out value);
        value = digits / PowersOfTen[decimals];
        if (negative)
            value = -value;
        return true;
    }

    private static bool TryParseSlowly(ReadOnlySpan<byte> text, out float value)
    {
        if (text.Length > 0 && text[0] == '+')
            text = text[1..];
        if (Utf8Parser.TryParse(text, out value, out int used) && used == text.Length)
            return true;
        bool negative = text.Length > 0 && text[0] == '-';
        ReadOnlySpan<byte> name = negative ? text[1..] : text;
        if (Ascii.EqualsIgnoreCase(name, "nan"u8))
            value = float.NaN;
        else if (Ascii.EqualsIgnoreCase(name, "inf"u8) || Ascii.EqualsIgnoreCase(name, "infinity"u8))
            value = negative ? float.NegativeInfinity : float.PositiveInfinity;
        else
            return false;
        return true;
    }
}
