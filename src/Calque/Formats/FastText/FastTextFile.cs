using System;
using System.Buffers.Binary;
using System.IO;
using Calque.Formats.Inputs;
using Calque.IO;

namespace Calque.Formats.FastText;

/// <summary>
/// A fastText model (<c>.bin</c>, version 12), mapped: arguments, dictionary and input matrix. Nothing is loaded but the
/// places of the words. Safe to read from several threads.
/// </summary>
public sealed unsafe class FastTextFile : IDisposable
{
    /// <summary>The first four bytes, little-endian.</summary>
    public const int Magic = 793712314;

    /// <summary>The one version that is read; fastText has written no other since 2017.</summary>
    public const int SupportedVersion = 12;

    /// <summary>
    /// Bytes of a matrix from which on rows are read rather than mapped. A row that is touched through a map brings the pages around it
    /// (64 KB on Linux) into the memory that counts as this process's: a few thousand rows all over a large matrix would be gigabytes.
    /// </summary>
    private const long LargestMapped = 256L << 20;

    [ThreadStatic]
    private static byte[]? rowBuffer;

    /// <summary>After a word's bytes: a zero, an int64 count, an int8 type.</summary>
    private const int EntryTail = 1 + sizeof(long) + 1;

    private readonly MappedFile map;
    private readonly string place;
    private readonly long[] wordOffsets;
    private readonly long matrixOffset;

    private FastTextFile(MappedFile map, string place, FastTextLayout layout)
    {
        this.map = map;
        this.place = place;
        Arguments = layout.Arguments;
        LabelCount = layout.LabelCount;
        TokenCount = layout.TokenCount;
        wordOffsets = layout.WordOffsets;
        RowCount = layout.RowCount;
        matrixOffset = layout.MatrixOffset;
    }

    /// <summary>What the model was trained with.</summary>
    public FastTextArguments Arguments { get; }

    /// <summary>Words of the dictionary, labels not counted.</summary>
    public int WordCount => wordOffsets.Length - 1;

    /// <summary>Labels of a classifier; 0 in a model of words.</summary>
    public int LabelCount { get; }

    /// <summary>Running words of the training text.</summary>
    public long TokenCount { get; }

    /// <summary>Rows of the input matrix: words, then buckets.</summary>
    public int RowCount { get; }

    /// <summary>Bytes of a row.</summary>
    public int RowBytes => Arguments.Dimension * sizeof(float);

    /// <summary>Maps a model and checks all of its lengths.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidVectorsException">No such file, no fastText model of version 12, pruned, quantised, or damaged.</exception>
    public static FastTextFile Open(string path)
    {
        MappedFile map = InputFile.Map(path, VectorFault.Create);
        return Open(map, path);
    }

    /// <summary>The same over a file that is mapped already; the map belongs to the result, and is closed when this throws.</summary>
    internal static FastTextFile Open(MappedFile map, string place)
    {
        try
        {
            return new FastTextFile(map, place, FastTextLayout.Read(map, place));
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of word <paramref name="index"/>, in the file's order (by count). They live as long as this object.</summary>
    public ReadOnlySpan<byte> GetWord(int index)
    {
        long start = wordOffsets[index];
        return map.Slice(start, checked((int)(wordOffsets[index + 1] - start - EntryTail)));
    }

    /// <summary>How often word <paramref name="index"/> occurred in the training text.</summary>
    public long GetCount(int index) =>
        BinaryPrimitives.ReadInt64LittleEndian(map.Slice(wordOffsets[index + 1] - sizeof(long) - 1, sizeof(long)));

    /// <summary>Whether rows are read by the system into a buffer, for the matrix is too large to be mapped.</summary>
    public bool ReadsRows => (long)RowCount * RowBytes > LargestMapped;

    /// <summary>
    /// Row <paramref name="row"/> of the input matrix as bytes: <c>Dimension</c> little-endian floats that are <b>not
    /// aligned</b>, since words of any length stand before the matrix. They hold until this thread's next call (of a matrix that
    /// <see cref="ReadsRows"/> says is large), else as long as this object.
    /// </summary>
    /// <exception cref="InvalidVectorsException">The file cannot be read any more.</exception>
    public ReadOnlySpan<byte> GetRowBytes(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        long offset = matrixOffset + (long)row * RowBytes;
        return ReadsRows ? ReadRow(offset) : new ReadOnlySpan<byte>(map.Pointer + offset, RowBytes);
    }

    private ReadOnlySpan<byte> ReadRow(long offset)
    {
        byte[] buffer = rowBuffer is { } kept && kept.Length >= RowBytes ? kept : rowBuffer = new byte[RowBytes];
        Span<byte> row = buffer.AsSpan(0, RowBytes);
        try
        {
            for (int done = 0; done < row.Length;)
            {
                int read = RandomAccess.Read(map.Handle, row[done..], offset + done);
                done += read > 0 ? read : throw new EndOfStreamException("the file became shorter while it was read");
            }

            return row;
        }
        catch (IOException error)
        {
            throw InputFile.Unreadable(place, error, VectorFault.Create);
        }
    }

    /// <summary>
    /// The input matrix in the file's own memory, [<see cref="RowCount"/> × <c>Dimension</c>], <b>not aligned</b>; not to be used where
    /// <see cref="ReadsRows"/> says that it is large.
    /// </summary>
    internal float* Matrix => (float*)(map.Pointer + matrixOffset);

    /// <summary>Gives the matrix's pages that were read back to the system; what is wanted again is read again.</summary>
    internal void ReleaseMatrix() => map.Release(matrixOffset, (long)RowCount * RowBytes);

    /// <summary>The file as error messages name it.</summary>
    public override string ToString() => place;

    /// <inheritdoc/>
    public void Dispose() => map.Dispose();
}
