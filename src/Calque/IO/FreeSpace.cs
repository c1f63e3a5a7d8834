using System;
using System.Globalization;
using System.IO;

namespace Calque.IO;

/// <summary>Asks for room on the disk before anything is written there.</summary>
public static class FreeSpace
{
    /// <summary>The bytes that this user may still write on the file system of an existing directory; null where that cannot be told.</summary>
    public static long? Available(string directory)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Refuses to go on where fewer than <paramref name="bytes"/> bytes are free on the file system of <paramref name="directory"/>.</summary>
    /// <exception cref="InvalidOptionException">There is not enough room; names <c>--output</c> and both sizes.</exception>
    public static void Require(string directory, long bytes)
    {
        long? available = Available(directory);
        if (available < bytes)
        {
            throw new InvalidOptionException(
                "--output",
                $"{Megabytes(available.Value)} MB free for '{directory}'",
                $"at least {Megabytes(bytes)} MB",
                "Free some space or choose a directory on another disk.");
        }
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.#", CultureInfo.InvariantCulture);
}
