using System;
using System.IO;
using Calque.IO;

namespace Calque.Formats.Inputs;

/// <summary>Opens input files, gzip taken off, with the system's refusals turned into the reader's own error.</summary>
internal static class InputFile
{
    private const int BufferSize = 1 << 20;

    /// <summary>Maps the file as it is.</summary>
    public static MappedFile Map(string path, InputFault fault)
    {
        try
        {
            return MappedFile.Open(path);
        }
        catch (Exception error) when (IsRefusal(error))
        {
            throw Refused(path, error, fault);
        }
    }

    /// <summary>Opens the file from its start; what the stream yields is decompressed where the file is gzip.</summary>
    public static Stream OpenRead(string path, InputFault fault)
    {
        FileStream? file = null;
        try
        {
            // Decompression asks for small pieces, the line reader for large ones: the buffer here serves the first.
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            return IsGzip(file) ? new GzipInput(file) : file;
        }
        catch (Exception error) when (IsRefusal(error))
        {
            file?.Dispose();
            throw Refused(path, error, fault);
        }
    }

    /// <summary>Whether the file at <paramref name="path"/> begins like gzip (RFC 1952, section 2.3.1).</summary>
    public static bool IsGzip(string path, InputFault fault)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            return IsGzip(file);
        }
        catch (Exception error) when (IsRefusal(error))
        {
            throw Refused(path, error, fault);
        }
    }

    /// <summary>
    /// Maps what the gzip file holds. It is unpacked into a temporary file (of the system's choice: TMPDIR) whose name is
    /// removed at once, so that nothing stays behind however the process ends.
    /// </summary>
    public static MappedFile MapDecompressed(string path, InputFault fault)
    {
        string temporary = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (Stream source = OpenRead(path, fault))
            using (FileStream goal = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0))
                source.CopyTo(goal, BufferSize);
            return MappedFile.Open(temporary);
        }
        catch (Exception error) when (IsRefusal(error) || error is InvalidDataException)
        {
            throw fault(
                path, $"gzip that cannot be unpacked ({error.Message})", "a whole gzip file and room for its content",
                $"Unpack it yourself (gunzip -k) and give the result. Temporary files go to {Path.GetTempPath()}.", error);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads until <paramref name="destination"/> is full or the stream ends; returns the number of bytes.</summary>
    public static int ReadFully(Stream stream, Span<byte> destination, string path, InputFault fault)
    {
        try
        {
            return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw Unreadable(path, error, fault);
        }
    }

    /// <summary>The error of a file that breaks off or cannot be unpacked while it is read.</summary>
    public static CalqueException Unreadable(string path, Exception error, InputFault fault) => fault(
        path, $"content that cannot be read ({error.Message})", "a whole file",
        "The file may have been cut short: compare its size and checksum with the source.", error);

    private static bool IsGzip(FileStream file)
    {
        // A pipe cannot be looked into beforehand: it is taken as it is.
        if (!file.CanSeek)
            return false;
        Span<byte> start = stackalloc byte[2];
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return length == 2 && start[0] == 0x1f && start[1] == 0x8b;
    }

    private static bool IsRefusal(Exception error) =>
        error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static CalqueException Refused(string path, Exception error, InputFault fault)
    {
        if (Directory.Exists(path))
            return fault(path, "a directory", "a file", "Name the file itself.", error);
        return error is FileNotFoundException or DirectoryNotFoundException
            ? fault(path, "no such file", "a file that can be read", "Check the path.", error)
            : fault(path, $"a file that cannot be opened ({error.Message})", "a file that can be read", "Check its permissions.", error);
    }
}
