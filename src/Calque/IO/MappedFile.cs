using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Calque.IO;

/// <summary>
/// A read-only map of a whole file. Pages come in when they are touched; nothing is copied. An empty file is allowed.
/// Reading is safe from any number of threads; <see cref="Dispose"/> must come after the last reader.
/// </summary>
/// <remarks>A file that another program cuts short while it is mapped ends the process (SIGBUS); no managed code can stop that.</remarks>
public sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private byte* _pointer;

    private MappedFile(string path, SafeFileHandle handle, long length)
    {
        Path = path;
        Length = length;
        Handle = handle;
        if (length == 0)
            return;
        _map = MemoryMappedFile.CreateFromFile(handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
        _pointer += _view.PointerOffset;
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>The file's length in bytes when it was opened.</summary>
    public long Length { get; }

    /// <summary>The open file, for copying ranges of it by the system. Valid until <see cref="Dispose"/>.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>The first byte; null for an empty file. Valid until <see cref="Dispose"/>; <see cref="Length"/> bytes may be read.</summary>
    public byte* Pointer => _pointer;

    /// <summary>Maps the file at <paramref name="path"/>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory on the way to it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or it is a directory.</exception>
    /// <exception cref="IOException">It cannot be mapped: a pipe, a device, or a fault of the file system.</exception>
    public static MappedFile Open(string path)
    {
        if (SpecialFile.Describe(path) is { } kind)
            throw new IOException($"it is {kind} and cannot be mapped");
        SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return new MappedFile(path, handle, RandomAccess.GetLength(handle));
        }
        catch (NotSupportedException error)
        {
            handle.Dispose();
            throw new IOException($"'{path}' is a pipe or a device and cannot be mapped.", error);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The <paramref name="length"/> bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the file.</exception>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new ReadOnlySpan<byte>(_pointer + offset, length);
    }

    /// <summary>
    /// Says that a range will not be read again soon, so that its pages stop counting as this process's memory. A hint
    /// only: the bytes stay readable. Pages that lie only partly in the range are kept.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the file.</exception>
    public void Release(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        if (!LinuxCalls.Available || length == 0)
            return;
        long page = Environment.SystemPageSize;
        long first = (offset + page - 1) / page * page;
        long end = offset + length == Length ? Length : (offset + length) / page * page;
        if (end > first)
            _ = LinuxCalls.Madvise(_pointer + first, (nuint)(end - first), LinuxCalls.MadviseDontNeed);
    }

    /// <summary>Unmaps the file. Every span and pointer handed out before is invalid afterwards.</summary>
    public void Dispose()
    {
        if (_pointer != null)
        {
            _pointer = null;
            _view!.SafeMemoryMappedViewHandle.ReleasePointer(); // not null where a pointer was taken
            _view.Dispose();
            _map!.Dispose(); // made together with the view
        }
        Handle.Dispose();
    }
}
