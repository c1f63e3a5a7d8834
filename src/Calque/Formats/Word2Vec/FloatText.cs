using System;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
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
        int position = 0;
        return TryParseField(text, ref position, out value) && position == text.Length;
    }

    /// <summary>Reads the field from <paramref name="position"/> to the next space or tab, or to the end, and moves behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParseField(ReadOnlySpan<byte> text, ref int position, out float value)
    {
        // Up to 2^24 an integer is exact in a float, and so is ten to the 10th: one division, one correct rounding
        // (Clinger 1990). fastText writes five digits, so nearly every number of a file takes this path.
        int start = position;
        int at = start;
        bool negative = at < text.Length && text[at] == '-';
        if (negative)
            at++;
        uint digits = 0;
        int point = -1;
        int first = at;
        for (; at < text.Length; at++)
        {
            uint digit = (uint)(text[at] - '0');
            if (digit <= 9 && digits < 1_600_000)
                digits = digits * 10 + digit;
            else if (text[at] == '.' && point < 0)
                point = at;
            else
                break;
        }

        bool ended = at == text.Length || text[at] is (byte)' ' or (byte)'\t';
        int decimals = point < 0 ? 0 : at - point - 1;
        int count = at - first - (point < 0 ? 0 : 1);
        if (!ended || count == 0 || decimals >= PowersOfTen.Length)
            return TryParseSlowly(text, ref position, out value);
        value = digits / PowersOfTen[decimals];
        if (negative)
            value = -value;
        position = at;
        return true;
    }

    private static bool TryParseSlowly(ReadOnlySpan<byte> text, ref int position, out float value)
    {
        ReadOnlySpan<byte> field = text[position..];
        int end = field.IndexOfAny((byte)' ', (byte)'\t');
        if (end >= 0)
            field = field[..end];
        position += field.Length;
        return TryParseSlowly(field, out value);
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
