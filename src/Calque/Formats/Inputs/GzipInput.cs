using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace Calque.Formats.Inputs;

/// <summary>
/// Decompresses a gzip file and notices when it was cut short, which the runtime's stream takes for the end: the last
/// four bytes of a gzip file are the length of what its last member holds (RFC 1952, section 2.3.1).
/// </summary>
internal sealed class GzipInput : Stream
{
    private readonly FileStream file;
    private readonly GZipStream content;
    private long total;
    private bool ended;

    /// <summary>Takes over an open file that stands at its start.</summary>
    public GzipInput(FileStream file)
    {
        this.file = file;
        content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The data are damaged or break off.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = content.Read(buffer);
        total += read;
        if (read == 0 && buffer.Length > 0 && !ended)
        {
            ended = true;
            CheckEnd();
        }

        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckEnd()
    {
        Span<byte> end = stackalloc byte[sizeof(uint)];
        if (file.Length < 18)
            throw BreaksOff();
        file.Position = file.Length - end.Length;
        file.ReadExactly(end);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(end);
        if (length == (uint)total)
            return;
        // A file of several members (`cat a.gz b.gz`, bgzip) tells the length of the last only.
        if (length > total || !HasFurtherMember())
            throw BreaksOff();
    }

    private bool HasFurtherMember()
    {
        Span<byte> magic = [0x1f, 0x8b, 0x08];
        byte[] buffer = new byte[1 << 16];
        int kept = 0;
        file.Position = magic.Length;
        for (int read; (read = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            int filled = kept + read;
            if (buffer.AsSpan(0, filled).IndexOf(magic) >= 0)
                return true;
            kept = Math.Min(magic.Length - 1, filled);
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }

        return false;
    }

    private static InvalidDataException BreaksOff() => new("the compressed data break off");
}
