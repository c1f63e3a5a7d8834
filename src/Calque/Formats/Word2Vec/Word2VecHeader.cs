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
        if (!Utf8Parser.TryParse(line, out long count, out int used) || used == line.Length || count < 0)
            return false;
        ReadOnlySpan<byte> rest = line[used..].TrimStart(" \t"u8);
        if (rest.Length == line.Length - used || !Utf8Parser.TryParse(rest, out long dimension, out int last) || last != rest.Length)
            return false;
        header = new Word2VecHeader(count, dimension);
        return true;
    }
}
