using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Calque.IO;

/// <summary>
/// System calls of Linux that .NET does not offer. Call them only where <see cref="Available"/> is true, and keep a
/// portable way beside each: kernels, file systems and C libraries differ in what they support.
/// </summary>
internal static partial class LinuxCalls
{
    public const int SeekData = 3;
    public const int SeekHole = 4;
    public const uint RenameNoReplace = 1;
    public const uint RenameExchange = 2;
    public const int MadviseDontNeed = 4;

    // errno values; the same on every Linux that .NET runs on.
    public const int InterruptedCall = 4;
    public const int NoSuchDeviceOrAddress = 6;
    public const int FileExists = 17;

    private const int AtWorkingDirectory = -100;
    private const int OpenReadOnlyCloseOnExec = 0x80000;

    /// <summary>Whether this is a 64-bit Linux, for which the signatures below hold.</summary>
    public static bool Available { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Renames with the flags of renameat2(2). True if done; false with the reason in the last P/Invoke error.</summary>
    public static bool TryRename(string from, string to, uint flags)
    {
        try
        {
            return RenameAt2(AtWorkingDirectory, from, AtWorkingDirectory, to, flags) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no wrapper for it.
            return false;
        }
    }

    /// <summary>Flushes a directory's entries to disk. Failure is not reported: some file systems refuse it.</summary>
    public static void FlushDirectory(string path)
    {
        int descriptor = Open(path, OpenReadOnlyCloseOnExec);
        if (descriptor < 0)
            return;
        using SafeFileHandle handle = new(descriptor, ownsHandle: true);
        FileSync(handle);
    }

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
    public static unsafe partial nint CopyFileRange(SafeFileHandle source, long* sourceOffset, SafeFileHandle destination, long* destinationOffset, nuint count, uint flags);

    [LibraryImport("libc", EntryPoint = "madvise")]
    public static unsafe partial int Madvise(void* address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromDirectory, string from, int toDirectory, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FileSync(SafeFileHandle file);
}
