using System;
using System.Buffers.Text;

namespace Calque.Formats.Word2Vec;

/// <summary>The line <c>count dimension</c> that opens both forms.</summary>
/// <param name="Count">Words, as the file claims.</param>
/// <param name="Dimension">Values a word, as the file claims.</param>
internal readonly record struct Word2VecHeader(long Count, long Dimension)
{
    /// <summary>Reads a line, without its end; false where it is not exactly two whole numbers.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out Word2VecHeader header)
    {
        header = default;
        line = line.Trim(" \t\r"u8);
        int first = CountDigits(line);
        ReadOnlySpan<byte> rest = line[first..].TrimStart(" \t"u8);
        bool negative = rest.StartsWith("-"u8);
        ReadOnlySpan<byte> digits = negative ? rest[1..] : rest;
        bool parted = rest.Length < line.Length - first;
        if (first == 0 || !parted || digits.IsEmpty || CountDigits(digits) < digits.Length)
            return false;
        long dimension = Number(digits);
        header = new Word2VecHeader(Number(line[..first]), negative ? -dimension : dimension);
        return true;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        int other = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return other < 0 ? text.Length : other;
    }

    /// <summary>Too large a number is the largest: it is a header all the same, and will be refused for what it claims.</summary>
    private static long Number(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long value, out _) ? value : long.MaxValue;
}
