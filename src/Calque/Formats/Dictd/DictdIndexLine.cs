using System;
using System.Text;
using System.Text.Unicode;
using Calque.Formats.Tabular;

namespace Calque.Formats.Dictd;

/// <summary>A line of a dictd index: where the entry of a headword stands.</summary>
/// <param name="Headword">As it is sorted: often in lower case and without punctuation.</param>
/// <param name="Offset">First byte of the entry in the uncompressed text.</param>
/// <param name="Length">Bytes of the entry.</param>
internal readonly record struct DictdIndexLine(string Headword, long Offset, long Length)
{
    /// <summary>Enough for 36 bits; dictd's own numbers have 32.</summary>
    private const int LongestNumber = 6;

    /// <summary>Reads a line; the reason is null where that was possible.</summary>
    public static SkippedLineReason? Parse(ReadOnlySpan<byte> line, out DictdIndexLine entry)
    {
        entry = default;
        if (!Utf8.IsValid(line))
            return SkippedLineReason.InvalidUtf8;
        if (line.Trim(" \t"u8).IsEmpty)
            return SkippedLineReason.Empty;
        int first = line.IndexOf((byte)'\t');
        if (first < 0)
            return SkippedLineReason.MalformedIndexLine;
        ReadOnlySpan<byte> rest = line[(first + 1)..];
        int second = rest.IndexOf((byte)'\t');
        if (second < 0)
            return SkippedLineReason.MalformedIndexLine;
        ReadOnlySpan<byte> last = rest[(second + 1)..];
        // Some indexes name the headword as it was written in a fourth column.
        int third = last.IndexOf((byte)'\t');
        if (third >= 0)
            last = last[..third];
        if (!TryParseNumber(rest[..second], out long offset) || !TryParseNumber(last, out long length))
            return SkippedLineReason.MalformedIndexLine;
        entry = new DictdIndexLine(Encoding.UTF8.GetString(line[..first]).Trim(), offset, length);
        return entry.Headword.Length == 0 ? SkippedLineReason.EmptySide : null;
    }

    /// <summary>Base 64 as a number, most significant digit first, digits A-Z a-z 0-9 + / (not the encoding of bytes of that name).</summary>
    private static bool TryParseNumber(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > LongestNumber)
            return false;
        foreach (byte character in text)
        {
            int digit = character switch
            {
                >= (byte)'A' and <= (byte)'Z' => character - 'A',
                >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
                >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
                (byte)'+' => 62,
                (byte)'/' => 63,
                _ => -1,
            };
            if (digit < 0)
                return false;
            value = value * 64 + digit;
        }

        return true;
    }
}
