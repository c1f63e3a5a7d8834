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

    // File types of st_mode, inode(7).
    public const int TypeOfPipe = 0x1000;
    public const int TypeOfCharacterDevice = 0x2000;
    public const int TypeOfBlockDevice = 0x6000;
    public const int TypeOfSocket = 0xC000;

    /// <summary>No file type: nothing is there, or nothing that may be looked at.</summary>
    public const int TypeOfNothing = -1;

    private const int TypeMask = 0xF000;
    private const uint AskForType = 1;

    // struct statx is the same on every architecture: 256 bytes, stx_mode 28 bytes from its start.
    private const int StatusLength = 256;
    private const int ModeOffset = 28;

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

    /// <summary>The type of what a path names, links followed, without opening it; 0 where the system does not tell.</summary>
    public static unsafe int FileType(string path)
    {
        if (!Available)
            return 0;
        byte* status = stackalloc byte[StatusLength];
        try
        {
            return Status(AtWorkingDirectory, path, 0, AskForType, status) == 0 ? *(ushort*)(status + ModeOffset) & TypeMask : TypeOfNothing;
        }
        catch (EntryPointNotFoundException)
        {
            return 0;
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

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Status(int directory, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FileSync(SafeFileHandle file);
}
