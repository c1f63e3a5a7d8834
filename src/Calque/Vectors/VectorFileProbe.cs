using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using Calque.Formats.FastText;
using Calque.Formats.Inputs;
using Calque.Formats.Word2Vec;

namespace Calque.Vectors;

/// <summary>Tells the format of a file of vectors from its first bytes; names of files say too little (<c>.bin</c> is two formats).</summary>
internal static class VectorFileProbe
{
    /// <summary>Bytes that are looked at.</summary>
    public const int SampleLength = 1 << 18;

    private const int SampleLines = 10;

    private static readonly SearchValues<byte> ControlBytes = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);

    /// <summary>Tells the format, or throws what the file is instead.</summary>
    /// <param name="sample">The first <see cref="SampleLength"/> bytes, uncompressed, or all.</param>
    /// <param name="path">For messages.</param>
    public static VectorFileFormat Tell(ReadOnlySpan<byte> sample, string path)
    {
        if (sample.IsEmpty)
            throw VectorFault.Create(path, "an empty file", Expected, "The download may have failed: fetch it again.");
        if (sample.Length >= sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(sample) == FastTextFile.Magic)
            return VectorFileFormat.FastTextModel;
        ForeignContent.Refuse(sample, path, Expected, VectorFault.Create);
        ReadOnlySpan<byte> lines = sample.StartsWith("\uFEFF"u8) ? sample[3..] : sample;
        int end = lines.IndexOf((byte)'\n');
        ReadOnlySpan<byte> first = end < 0 ? lines : lines[..end];
        if (!Word2VecHeader.TryParse(first, out Word2VecHeader header))
        {
            return HasNumbers(lines, 1)
                ? VectorFileFormat.Word2VecText
                : throw VectorFault.Create(path, "none of the formats that are read", Expected, "Is this a file of word vectors?");
        }

        ReadOnlySpan<byte> rest = end < 0 ? default : lines[(end + 1)..];
        return HasNumbers(rest, header.Dimension) || !LooksBinary(rest, sample.Length < SampleLength)
            ? VectorFileFormat.Word2VecText
            : VectorFileFormat.Word2VecBinary;
    }

    private const string Expected = "word vectors: a fastText model (.bin, version 12), word2vec text (.vec) or word2vec binary";

    /// <summary>Whether one of the first lines ends in at least so many numbers.</summary>
    private static bool HasNumbers(ReadOnlySpan<byte> lines, long count)
    {
        for (int line = 0; line < SampleLines && !lines.IsEmpty; line++)
        {
            int end = lines.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = end < 0 ? lines : lines[..end];
            if (VectorLine.CountTrailingNumbers(text.TrimEnd((byte)'\r')) >= Math.Max(count, 1))
                return true;
            lines = end < 0 ? default : lines[(end + 1)..];
        }

        return false;
    }

    /// <summary>Floats hold control bytes or break UTF-8 within a few values; text does neither.</summary>
    private static bool LooksBinary(ReadOnlySpan<byte> bytes, bool whole)
    {
        if (bytes.ContainsAny(ControlBytes))
            return true;
        // The sample may have been cut inside a character.
        for (int cut = 0; cut < 4 && cut <= bytes.Length; cut++)
        {
            if (Utf8.IsValid(bytes[..^cut]))
                return false;
            if (whole)
                break;
        }

        return true;
    }
}
