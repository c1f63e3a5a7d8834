using System;
using System.Globalization;
using System.IO;

namespace Calque.Formats.Inputs;

/// <summary>The lines of a stream as bytes, numbered from 1; a byte order mark and a carriage return at a line's end are left out.</summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>Longer lines are no text: 65,536 values of 25 characters need a tenth of it.</summary>
    public const int LongestLine = 1 << 24;

    private readonly Stream stream;
    private readonly string path;
    private readonly InputFault fault;
    private byte[] buffer = new byte[1 << 18];
    private int start;
    private int end;
    private bool ended;

    public LineReader(Stream stream, string path, InputFault fault)
    {
        this.stream = stream;
        this.path = path;
        this.fault = fault;
    }

    /// <summary>Number of the line that was read last; 0 before the first.</summary>
    public int LineNumber { get; private set; }

    /// <summary>Reads the next line, without its end. The bytes hold until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        int length;
        while ((length = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n')) < 0)
        {
            searched = end - start;
            if (ended)
                break;
            Fill();
        }

        if (length < 0 && searched == 0)
        {
            line = default;
            return false;
        }

        line = buffer.AsSpan(start, length < 0 ? searched : searched + length);
        start = Math.Min(end, start + line.Length + 1);
        LineNumber++;
        if (LineNumber == 1 && line.StartsWith("\uFEFF"u8))
            line = line[3..];
        if (line.EndsWith("\r"u8))
            line = line[..^1];
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        else if (end == buffer.Length)
        {
            if (buffer.Length >= LongestLine)
            {
                throw fault(
                    string.Create(CultureInfo.InvariantCulture, $"{path}, line {LineNumber + 1}"),
                    string.Create(CultureInfo.InvariantCulture, $"a line of more than {LongestLine} bytes"), "lines of text",
                    "This is no text file, or its line ends are lost.");
            }

            Array.Resize(ref buffer, buffer.Length * 2);
        }

        try
        {
            int read = stream.Read(buffer, end, buffer.Length - end);
            ended = read == 0;
            end += read;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw InputFile.Unreadable(path, error, fault);
        }
    }
}
