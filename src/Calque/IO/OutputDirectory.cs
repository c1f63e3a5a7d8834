using System;
using System.IO;
using System.Linq;
using Microsoft.Win32.SafeHandles;

namespace Calque.IO;

/// <summary>
/// An output directory that is built beside its goal as <c>NAME.partial</c> and takes the goal's place in one step.
/// Until <see cref="Commit"/> the goal is untouched; without it, <see cref="Dispose"/> removes all that was made.
/// </summary>
/// <remarks>Replacing a goal replaces it whole: what was in the old directory is gone afterwards. Not safe for several threads.</remarks>
public sealed class OutputDirectory : IDisposable
{
    // Open and locked while the directory is being built; tells a leftover of a killed run from a directory that is somebody else's.
    private const string MarkerName = ".calque-partial";

    private readonly string? _createdAncestor;
    private readonly bool _overwrite;
    private FileStream? _marker;
    private bool _committed;

    private OutputDirectory(string goal, bool overwrite, string? createdAncestor)
    {
        Goal = goal;
        WorkingPath = goal + ".partial";
        _overwrite = overwrite;
        _createdAncestor = createdAncestor;
    }

    /// <summary>The directory that there will be, as a full path with links followed.</summary>
    public string Goal { get; }

    /// <summary>The existing, empty directory to write into.</summary>
    public string WorkingPath { get; }

    /// <summary>Makes the working directory; missing directories above the goal are made too.</summary>
    /// <param name="goal">The directory that there will be.</param>
    /// <param name="overwrite">Whether a goal that exists and is not empty may be replaced.</param>
    /// <exception cref="InvalidOptionException">The goal is a file, or is not empty and may not be replaced, or another run is building it; names <c>--output</c>.</exception>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public static OutputDirectory Create(string goal, bool overwrite)
    {
        string path = OutputPlacement.RealPath(goal);
        string? parent = Path.GetDirectoryName(path);
        if (parent is null)
            throw Refuse($"'{goal}'", "a directory below the root", "Choose a directory of its own for the output.");
        if (File.Exists(path))
            throw Refuse($"the file '{goal}'", "a new or empty directory", "Choose another name for the output.");
        if (!overwrite)
            RefuseFilled(path, goal);

        OutputDirectory output = new(path, overwrite, FirstMissing(parent));
        try
        {
            output.MakeWorkingDirectory();
            return output;
        }
        catch
        {
            output.RemoveCreatedAncestors();
            throw;
        }
    }

    /// <summary>Flushes everything to disk and puts the directory in the goal's place in one step.</summary>
    /// <exception cref="InvalidOptionException">The goal came into being meanwhile and may not be replaced.</exception>
    /// <exception cref="IOException">A fault of the file system; the goal is as it was.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_committed, this);
        FlushAll(WorkingPath);
        if (!_overwrite)
            RefuseFilled(Goal, Goal);
        ReleaseMarker();
        File.Delete(Path.Combine(WorkingPath, MarkerName));
        FlushEntries(WorkingPath);

        if (Directory.Exists(Goal))
            ReplaceGoal();
        else
            Directory.Move(WorkingPath, Goal);
        _committed = true;
        FlushEntries(Path.GetDirectoryName(Goal)!); // Create refused a goal without a parent
    }

    /// <summary>Without <see cref="Commit"/>: removes the working directory and the directories made above it.</summary>
    public void Dispose()
    {
        ReleaseMarker();
        if (_committed)
            return;
        _committed = true;
        if (Directory.Exists(WorkingPath))
            Directory.Delete(WorkingPath, recursive: true);
        RemoveCreatedAncestors();
    }

    private void MakeWorkingDirectory()
    {
        RemoveLeftover();
        Directory.CreateDirectory(WorkingPath);
        _marker = new FileStream(Path.Combine(WorkingPath, MarkerName), FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    private void RemoveLeftover()
    {
        if (File.Exists(WorkingPath))
            throw Refuse($"the file '{WorkingPath}' where the output is to be built", "nothing there", "Move it away or choose another output.");
        if (!Directory.Exists(WorkingPath))
            return;
        string marker = Path.Combine(WorkingPath, MarkerName);
        if (File.Exists(marker))
        {
            try
            {
                new FileStream(marker, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            }
            catch (IOException error)
            {
                throw Refuse($"'{WorkingPath}' in use by another run", "an output that no other run is building", "Wait for it or choose another output.", error);
            }
        }
        else if (Directory.EnumerateFileSystemEntries(WorkingPath).Any())
        {
            throw Refuse($"'{WorkingPath}', which no run of this program left behind", "nothing there", "Move it away or choose another output.");
        }
        Directory.Delete(WorkingPath, recursive: true);
    }

    private void ReplaceGoal()
    {
        if (LinuxCalls.Available && LinuxCalls.TryRename(WorkingPath, Goal, LinuxCalls.RenameExchange))
        {
            // The old output lies under the working name now; marked, the next run can remove it if this one is killed here.
            File.WriteAllBytes(Path.Combine(WorkingPath, MarkerName), []);
            Directory.Delete(WorkingPath, recursive: true);
            return;
        }

        // Two steps where the system has no exchange: the old output is moved aside and comes back if the second step fails.
        string aside = Goal + ".old";
        if (Directory.Exists(aside) || File.Exists(aside))
            throw new IOException($"'{aside}' is in the way of replacing '{Goal}'.");
        Directory.Move(Goal, aside);
        try
        {
            Directory.Move(WorkingPath, Goal);
        }
        catch
        {
            Directory.Move(aside, Goal);
            throw;
        }
        Directory.Delete(aside, recursive: true);
    }

    private void ReleaseMarker()
    {
        _marker?.Dispose();
        _marker = null;
    }

    private void RemoveCreatedAncestors()
    {
        // Made by Create for this output alone; taken away only while nothing else is in them.
        string? path = Path.GetDirectoryName(Goal);
        while (_createdAncestor is not null && path is not null && path.Length >= _createdAncestor.Length
            && Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
            path = Path.GetDirectoryName(path);
        }
    }

    private static string? FirstMissing(string directory)
    {
        string? missing = null;
        for (string? path = directory; path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
            missing = path;
        return missing;
    }

    private static void RefuseFilled(string path, string shown)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw Refuse($"'{shown}', which is not empty", "a new or empty directory", "Choose another directory, or allow this one to be replaced with --force.");
    }

    private static void FlushAll(string directory)
    {
        foreach (string file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            // The marker is locked by this very process, and about to go.
            if (Path.GetFileName(file) == MarkerName)
                continue;
            using SafeFileHandle handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }
        foreach (string inner in Directory.EnumerateDirectories(directory, "*", SearchOption.AllDirectories))
            FlushEntries(inner);
    }

    private static void FlushEntries(string path)
    {
        if (LinuxCalls.Available)
            LinuxCalls.FlushDirectory(path);
    }

    private static InvalidOptionException Refuse(string found, string expected, string hint, Exception? inner = null) =>
        new("--output", found, expected, hint, inner);
}
