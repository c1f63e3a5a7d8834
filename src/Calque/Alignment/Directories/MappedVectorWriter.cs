using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Calque.Text;

namespace Calque.Alignment.Directories;

/// <summary>Writes words with their vectors in one of word2vec's two forms, from the header on.</summary>
internal sealed class MappedVectorWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly bool _owned;
    private readonly bool _binary;
    private byte[] _line = new byte[1 << 14];

    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="form">Which form.</param>
    /// <param name="count">Words that will come.</param>
    /// <param name="dimension">Values each.</param>
    public MappedVectorWriter(Stream stream, VectorOutputForm form, long count, int dimension)
    {
        _owned = form == VectorOutputForm.PackedText;
        _stream = _owned ? new BufferedStream(new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true), 1 << 16) : stream;
        _binary = form == VectorOutputForm.Binary;
        _stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{count} {dimension}\n")));
    }

    /// <summary>Writes one word. Text has the shortest decimals that read back to the same bits.</summary>
    public void Write(ReadOnlySpan<byte> word, ReadOnlySpan<float> vector)
    {
        int most = word.Length + 2 + (vector.Length * (ShortestSingle.MaxLength + 1));
        if (_line.Length < most)
            _line = new byte[2 * most];
        word.CopyTo(_line);
        int length = word.Length;
        if (_binary)
        {
            _line[length++] = (byte)' ';
            ReadOnlySpan<byte> body = MemoryMarshal.AsBytes(vector);
            body.CopyTo(_line.AsSpan(length));
            length += body.Length;
        }
        else
        {
            foreach (float value in vector)
            {
                _line[length++] = (byte)' ';
                length += ShortestSingle.Write(value, _line.AsSpan(length));
            }
        }

        _line[length++] = (byte)'\n';
        _stream.Write(_line, 0, length);
    }

    /// <summary>Ends the packing; the stream beneath stays open.</summary>
    public void Dispose()
    {
        if (_owned)
            _stream.Dispose();
        else
            _stream.Flush();
    }
}
