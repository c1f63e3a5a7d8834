using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Calque.IO;

/// <summary>
/// Copies files and parts of files without bringing them into this process where the system can do that
/// (copy_file_range(2), which shares blocks on file systems that can), and keeps holes as holes.
/// </summary>
public static class FileCopy
{
    // One system call copies at most this much, so that a cancelled copy ends soon: 64 MiB take some tens of milliseconds.
    private const long Step = 64L << 20;
    private const int BufferLength = 1 << 20;

    /// <summary>Copies a file to a path where there is none yet. On an error or when cancelled nothing is left at <paramref name="destination"/>.</summary>
    /// <exception cref="IOException">The destination exists, or reading or writing fails.</exception>
    /// <exception cref="OperationCanceledException">The copy was cancelled.</exception>
    public static void Copy(string source, string destination, CancellationToken cancellationToken = default)
    {
        if (SpecialFile.Describe(source) is { } kind)
            throw new IOException($"'{source}' is {kind} and cannot be copied");
        using SafeFileHandle from = File.OpenHandle(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using SafeFileHandle to = File.OpenHandle(destination, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        try
        {
            CopyRange(from, 0, to, 0, RandomAccess.GetLength(from), cancellationToken);
        }
        catch
        {
            to.Dispose();
            File.Delete(destination);
            throw;
        }
    }

    /// <summary>
    /// Copies <paramref name="count"/> bytes from one open file to another. Where the range lies at or beyond the
    /// destination's present end, holes of the source become holes; elsewhere they are written as zeros.
    /// </summary>
    /// <exception cref="EndOfStreamException">The source has fewer bytes.</exception>
    /// <exception cref="IOException">Reading or writing fails.</exception>
    /// <exception cref="OperationCanceledException">The copy was cancelled.</exception>
    public static void CopyRange(
        SafeFileHandle source, long sourceOffset, SafeFileHandle destination, long destinationOffset, long count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sourceOffset);
        ArgumentOutOfRangeException.ThrowIfNegative(destinationOffset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (sourceOffset > RandomAccess.GetLength(source) - count)
            throw new EndOfStreamException("The source of a copy is shorter than the range to be copied.");
        bool keepHoles = LinuxCalls.Available && destinationOffset >= RandomAccess.GetLength(destination);
        if (!keepHoles)
        {
            CopyData(source, sourceOffset, destination, destinationOffset, count, cancellationToken);
            return;
        }

        long position = sourceOffset;
        long end = sourceOffset + count;
        long shift = destinationOffset - sourceOffset;
        while (position < end)
        {
            long dataStart = NextData(source, position, end);
            if (dataStart >= end)
                break;
            long dataEnd = Math.Min(end, NextHole(source, dataStart, end));
            CopyData(source, dataStart, destination, dataStart + shift, dataEnd - dataStart, cancellationToken);
            position = dataEnd;
        }
        if (RandomAccess.GetLength(destination) < destinationOffset + count)
            RandomAccess.SetLength(destination, destinationOffset + count);
    }

    /// <summary>
    /// How many of <paramref name="count"/> bytes from <paramref name="offset"/> on are data and not holes: what a copy of them takes on
    /// the disk. All of them where the system does not tell.
    /// </summary>
    public static long DataLength(SafeFileHandle source, long offset, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (!LinuxCalls.Available)
            return count;
        long data = 0;
        long end = offset + count;
        for (long position = offset; position < end;)
        {
            long start = NextData(source, position, end);
            if (start >= end)
                break;
            position = Math.Min(end, NextHole(source, start, end));
            data += position - start;
        }

        return data;
    }

    private static long NextData(SafeFileHandle source, long position, long end)
    {
        long data = LinuxCalls.Seek(source, position, LinuxCalls.SeekData);
        if (data >= 0)
            return data;
        // ENXIO: only a hole is left. Anything else: this file system does not know holes.
        return Marshal.GetLastPInvokeError() == LinuxCalls.NoSuchDeviceOrAddress ? end : position;
    }

    private static long NextHole(SafeFileHandle source, long position, long end)
    {
        long hole = LinuxCalls.Seek(source, position, LinuxCalls.SeekHole);
        return hole > position ? hole : end;
    }

    private static unsafe void CopyData(
        SafeFileHandle source, long sourceOffset, SafeFileHandle destination, long destinationOffset, long count, CancellationToken cancellationToken)
    {
        while (LinuxCalls.Available && count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            nint copied = LinuxCalls.CopyFileRange(source, &sourceOffset, destination, &destinationOffset, (nuint)Math.Min(count, Step), 0);
            if (copied < 0 && Marshal.GetLastPInvokeError() == LinuxCalls.InterruptedCall)
                continue;
            // Refused (another file system, an old kernel) or no progress (files of /proc): the plain way tells true faults from that.
            if (copied <= 0)
                break;
            count -= copied;
        }
        if (count > 0)
            CopyThroughBuffer(source, sourceOffset, destination, destinationOffset, count, cancellationToken);
    }

    private static void CopyThroughBuffer(
        SafeFileHandle source, long sourceOffset, SafeFileHandle destination, long destinationOffset, long count, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            while (count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int read = RandomAccess.Read(source, buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)), sourceOffset);
                if (read == 0)
                    throw new EndOfStreamException("The source of a copy became shorter while it was copied.");
                RandomAccess.Write(destination, buffer.AsSpan(0, read), destinationOffset);
                sourceOffset += read;
                destinationOffset += read;
                count -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
