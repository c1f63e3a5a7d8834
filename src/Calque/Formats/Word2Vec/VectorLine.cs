using System;

namespace Calque.Formats.Word2Vec;

/// <summary>Cuts one line into word and values.</summary>
internal static class VectorLine
{
    /// <summary>
    /// Reads a line. The word is what stands before the last <paramref name="values"/>.Length fields, so it may hold spaces; only
    /// spaces and tabs part fields, since other white space (U+00A0, U+3000, U+0085) occurs in words.
    /// </summary>
    public static VectorLineKind Parse(ReadOnlySpan<byte> line, Span<float> values, out ReadOnlySpan<byte> word)
    {
        line = line.TrimEnd(" \t"u8);
        word = default;
        if (line.IsEmpty)
            return VectorLineKind.Empty;
        int end = FirstSeparator(line);
        if (end < 0 || !TryParseForward(line[end..], values))
        {
            end = ParseBackward(line, values);
            if (end < 0)
                return VectorLineKind.WrongCount;
        }

        word = line[..end].TrimEnd(" \t"u8);
        if (word.IsEmpty)
            return VectorLineKind.NoWord;
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                return VectorLineKind.NotFinite;
        }

        return VectorLineKind.Vector;
    }

    /// <summary>How many fields at the line's end are numbers; at most all but the first field.</summary>
    public static int CountTrailingNumbers(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd(" \t"u8);
        int count = 0;
        for (int start = LastSeparator(line); start >= 0; start = LastSeparator(line))
        {
            if (!FloatText.TryParse(line[(start + 1)..], out _))
                break;
            count++;
            line = line[..start].TrimEnd(" \t"u8);
        }

        return count;
    }

    private static bool TryParseForward(ReadOnlySpan<byte> fields, Span<float> values)
    {
        int position = 0;
        for (int index = 0; index < values.Length; index++)
        {
            while (position < fields.Length && (fields[position] is (byte)' ' or (byte)'\t'))
                position++;
            if (!FloatText.TryParseField(fields, ref position, out values[index]))
                return false;
        }

        return position == fields.Length;
    }

    /// <summary>Returns where the values begin, or -1 where there are not enough.</summary>
    private static int ParseBackward(ReadOnlySpan<byte> line, Span<float> values)
    {
        for (int index = values.Length - 1; index >= 0; index--)
        {
            int start = LastSeparator(line);
            if (!FloatText.TryParse(line[(start + 1)..], out values[index]))
                return -1;
            if (start < 0)
                return index == 0 ? 0 : -1;
            line = line[..start].TrimEnd(" \t"u8);
        }

        return HasValueTooMany(line) ? -1 : line.Length;
    }

    /// <summary>A whole number at the end of a word of several parts belongs to it ("catch 22"); a decimal one is a value too many.</summary>
    private static bool HasValueTooMany(ReadOnlySpan<byte> word)
    {
        int start = LastSeparator(word);
        ReadOnlySpan<byte> last = word[(start + 1)..];
        return start >= 0 && last.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0 && FloatText.TryParse(last, out _);
    }

    private static int FirstSeparator(ReadOnlySpan<byte> text) => text.IndexOfAny((byte)' ', (byte)'\t');

    private static int LastSeparator(ReadOnlySpan<byte> text) => text.LastIndexOfAny((byte)' ', (byte)'\t');
}
