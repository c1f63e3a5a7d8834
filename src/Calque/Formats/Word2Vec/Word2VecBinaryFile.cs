using System;
using System.Globalization;
using Calque.Formats.Inputs;
using Calque.IO;

namespace Calque.Formats.Word2Vec;

/// <summary>
/// Word vectors in word2vec's binary form, mapped: a header line, then for each word its bytes, a space, the values as
/// little-endian floats and, from some programs, a line end. Safe to read from several threads.
/// </summary>
internal sealed class Word2VecBinaryFile : IDisposable
{
    private const int LongestWord = 1 << 16;

    private readonly MappedFile map;
    private readonly string place;
    private readonly long[] rowOffsets;
    private readonly long[] wordOffsets;

    private Word2VecBinaryFile(MappedFile map, string place, int dimension, long[] wordOffsets, long[] rowOffsets, long end)
    {
        this.map = map;
        this.place = place;
        Dimension = dimension;
        this.wordOffsets = wordOffsets;
        this.rowOffsets = rowOffsets;
        TrailingBytes = map.Length - end;
    }

    /// <summary>Values a word.</summary>
    public int Dimension { get; }

    /// <summary>Words.</summary>
    public int Count => wordOffsets.Length;

    /// <summary>Bytes after the last vector, which belong to nothing.</summary>
    public long TrailingBytes { get; }

    /// <summary>Finds every word; the map belongs to the result, and is closed when this throws.</summary>
    public static Word2VecBinaryFile Open(MappedFile map, string place)
    {
        try
        {
            return Read(map, place);
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of word <paramref name="index"/>. They live as long as this object.</summary>
    public ReadOnlySpan<byte> GetWord(int index) =>
        map.Slice(wordOffsets[index], (int)(rowOffsets[index] - 1 - wordOffsets[index]));

    /// <summary>The values of word <paramref name="index"/> as bytes, not aligned.</summary>
    public ReadOnlySpan<byte> GetRowBytes(int index) => map.Slice(rowOffsets[index], Dimension * sizeof(float));

    /// <summary>Gives the pages that were read back to the system; what is wanted again is read again.</summary>
    public void Release() => map.Release(0, map.Length);

    /// <summary>The file as error messages name it.</summary>
    public override string ToString() => place;

    /// <inheritdoc/>
    public void Dispose() => map.Dispose();

    private static Word2VecBinaryFile Read(MappedFile map, string place)
    {
        ReadOnlySpan<byte> start = map.Slice(0, (int)Math.Min(map.Length, 64));
        int lineEnd = start.IndexOf((byte)'\n');
        if (lineEnd < 0 || !Word2VecHeader.TryParse(start[..lineEnd], out Word2VecHeader header))
            throw VectorFault.Create($"{place}, byte 0", "no header", "a line with the number of words and of values a word", Damaged);
        // A word takes at least its space and its values (its name may be empty).
        long room = map.Length - lineEnd - 1;
        if (header.Dimension is < 1 or > int.MaxValue / sizeof(float) || header.Count < 1
            || header.Count > room / (header.Dimension * sizeof(float) + 1) || header.Count > Array.MaxLength)
        {
            throw VectorFault.Create(
                $"{place}, byte 0", Text($"a header of {header.Count} words of {header.Dimension} values over {room} bytes"),
                "a word, a space and 4 bytes a value for each", Damaged);
        }

        int dimension = (int)header.Dimension;
        long[] words = new long[header.Count];
        long[] rows = new long[header.Count];
        long position = lineEnd + 1;
        for (int index = 0; index < words.Length; index++)
        {
            // The line end after each vector is optional; no word begins with one.
            while (position < map.Length && map.Slice(position, 1)[0] == '\n')
                position++;
            int space = map.Slice(position, (int)Math.Min(LongestWord, map.Length - position)).IndexOf((byte)' ');
            if (space < 0)
                throw Cut(place, position, index, header);
            words[index] = position;
            rows[index] = position + space + 1;
            position = rows[index] + (long)dimension * sizeof(float);
            if (position > map.Length)
                throw Cut(place, map.Length, index, header);
        }

        if (position < map.Length && map.Slice(position, 1)[0] == '\n')
            position++;
        return new Word2VecBinaryFile(map, place, dimension, words, rows, position);
    }

    private static CalqueException Cut(string place, long position, int index, Word2VecHeader header) => VectorFault.Create(
        Text($"{place}, byte {position}"), Text($"no whole vector after {index} words"), Text($"{header.Count} words of {header.Dimension} values"),
        Damaged);

    private const string Damaged = "The file is damaged or was cut short: compare its size and checksum with the source.";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
