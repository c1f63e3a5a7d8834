using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Calque.IO;

/// <summary>Keeps outputs away from inputs: an input is never written into, replaced or removed.</summary>
public static class OutputPlacement
{
    private static readonly StringComparison s_comparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>
    /// Refuses a goal that is one of the inputs, lies inside an input directory, or holds an input (replacing the goal
    /// would remove it). Links are followed on both sides.
    /// </summary>
    /// <param name="goal">The output file or directory; it need not exist.</param>
    /// <param name="inputs">Files and directories that are read.</param>
    /// <exception cref="InvalidOptionException">The goal touches an input; names <c>--output</c>.</exception>
    public static void Check(string goal, IEnumerable<string> inputs)
    {
        string goalPath = RealPath(goal);
        foreach (string input in inputs)
        {
            string inputPath = RealPath(input);
            string? fault = IsInside(goalPath, inputPath) ? "the same as, or inside, the input"
                : IsInside(inputPath, goalPath) ? "a directory that holds the input" : null;
            if (fault is not null)
            {
                throw new InvalidOptionException(
                    "--output", $"'{goal}', {fault} '{input}'", "a place outside every input", "Inputs are never changed. Choose another output.");
            }
        }
    }

    /// <summary>The full path with every link on it followed, as far as it exists.</summary>
    public static string RealPath(string path)
    {
        // No file can have such a name; whoever opens it says so.
        if (path.Contains('\0', StringComparison.Ordinal))
            return path;
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string? parent = Path.GetDirectoryName(full);
        if (parent is null)
            return full;
        string joined = Path.Combine(RealPath(parent), Path.GetFileName(full));
        try
        {
            FileSystemInfo? target = new FileInfo(joined).ResolveLinkTarget(returnFinalTarget: true);
            return target is null ? joined : RealPath(target.FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not there (yet), or a ring of links: opening it will say so.
            return joined;
        }
    }

    /// <summary>Whether a file system is mounted on a directory, as on the volumes of a container: such a directory cannot be renamed. False where the system does not tell.</summary>
    internal static bool IsMountPoint(string path)
    {
        try
        {
            // proc(5): mount id, parent id, device, root, mount point with blanks as octal numbers, …
            string shown = path.Replace("\\", "\\134", StringComparison.Ordinal).Replace(" ", "\\040", StringComparison.Ordinal)
                .Replace("\t", "\\011", StringComparison.Ordinal).Replace("\n", "\\012", StringComparison.Ordinal);
            return OperatingSystem.IsLinux() && File.ReadLines("/proc/self/mountinfo").Any(line => line.Split(' ') is { Length: > 4 } fields && fields[4] == shown);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The error of a goal where the system refuses to write.</summary>
    internal static InvalidOptionException CannotWrite(string goal, Exception error) => new(
        "--output", $"'{goal}', where nothing can be written ({error.Message.TrimEnd('.')})", "a place that can be written to",
        "Check the path, its permissions and whether its disk is mounted for reading only.", error);

    private static bool IsInside(string path, string directory) =>
        string.Equals(path, directory, s_comparison)
        || path.StartsWith(Path.EndsInDirectorySeparator(directory) ? directory : directory + Path.DirectorySeparatorChar, s_comparison);
}
