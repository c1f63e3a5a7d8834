using System;
using System.IO;

namespace Calque.IO;

/// <summary>
/// Tells things that have a file's name but no content of a known length: pipes, devices, sockets, links to nothing. To open a pipe waits for
/// whoever writes into it, and a device may never end, so whoever needs a whole file asks here first.
/// </summary>
public static class SpecialFile
{
    /// <summary>What stands at a path, such as <c>a pipe</c>, links followed; null for a file, a directory, nothing, and where the system does not tell.</summary>
    public static string? Describe(string path) => LinuxCalls.FileType(path) switch
    {
        LinuxCalls.TypeOfPipe => "a pipe",
        LinuxCalls.TypeOfCharacterDevice or LinuxCalls.TypeOfBlockDevice => "a device",
        LinuxCalls.TypeOfSocket => "a socket",
        LinuxCalls.TypeOfNothing when IsLink(path) => "a link to nothing",
        _ => null,
    };

    // File.Exists is true of such a link.
    private static bool IsLink(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is not null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
