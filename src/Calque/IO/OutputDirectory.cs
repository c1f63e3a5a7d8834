using System;
using System.IO;
using System.Linq;
using Microsoft.Win32.SafeHandles;

namespace Calque.IO;

/// <summary>
/// An output directory that is built beside its goal, inside <c>NAME.partial</c>, and takes the goal's place in one step.
/// Until <see cref="Commit"/> the goal is untouched; without it, <see cref="Dispose"/> removes all that was made.
/// </summary>
/// <remarks>
/// <para>Replacing a goal replaces it whole: what was in the old directory is gone afterwards. Not safe for several threads.</para>
/// <para>
/// <c>NAME.partial</c> holds a marker and the directory that is being built; after the exchange, the old output in its place. The marker
/// is the first thing to come and the last to go, so that at whatever moment a run is killed, the next one can tell what it left behind
/// from what is somebody else's. The marker is locked while a run lives.
/// </para>
/// </remarks>
public sealed class OutputDirectory : IDisposable
{
    private const string PartialEnding = ".partial";
    private const string MarkerName = ".calque-partial";
    private const string WorkingName = "output";
    private const string OldName = "replaced";

    private readonly string? _createdAncestor;
    private readonly bool _overwrite;
    private readonly string _partial;
    private FileStream? _marker;
    private bool _ended;

    private OutputDirectory(string goal, bool overwrite, string? createdAncestor)
    {
        Goal = goal;
        _partial = goal + PartialEnding;
        WorkingPath = Path.Combine(_partial, WorkingName);
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
    /// <exception cref="InvalidOptionException">
    /// The goal is a file, or is not empty and may not be replaced, or another run is building it, or nothing can be written there; names
    /// <c>--output</c>.
    /// </exception>
    public static OutputDirectory Create(string goal, bool overwrite)
    {
        string path = OutputPlacement.RealPath(goal);
        string? parent = Path.GetDirectoryName(path);
        if (parent is null)
            throw Refuse($"'{goal}'", "a directory below the root", "Choose a directory of its own for the output.");
        if (File.Exists(path))
            throw Refuse($"the file '{goal}'", "a new or empty directory", "Choose another name for the output.");
        if (OutputPlacement.IsMountPoint(path))
            throw Refuse($"'{goal}', on which a disk is mounted", "a directory that can be exchanged in one step", "Choose a directory inside it.");
        if (!overwrite)
            RefuseFilled(path, goal);

        OutputDirectory output = new(path, overwrite, FirstMissing(parent));
        try
        {
            output.MakeWorkingDirectory();
            // A run that was killed may have left the goal's old content where only now it was found.
            if (!overwrite)
                RefuseFilled(path, goal);
            return output;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            output.Dispose();
            throw OutputPlacement.CannotWrite(goal, error);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Flushes everything to disk and puts the directory in the goal's place in one step.</summary>
    /// <exception cref="InvalidOptionException">The goal came into being meanwhile and may not be replaced.</exception>
    /// <exception cref="IOException">A fault of the file system; the goal is as it was.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        FlushAll(WorkingPath);
        if (!_overwrite)
            RefuseFilled(Goal, Goal);
        if (Directory.Exists(Goal))
            ReplaceGoal();
        else
            Directory.Move(WorkingPath, Goal);
        _ended = true;
        FlushEntries(Path.GetDirectoryName(Goal)!); // Create refused a goal without a parent
        // The output is in place: what cannot be removed now is for the next run, and no fault of this one.
        TryRemovePartial();
    }

    /// <summary>Without <see cref="Commit"/>: removes the working directory and the directories made above it.</summary>
    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        // Without the lock it is another run's.
        if (_marker is not null)
            TryRemovePartial();
        RemoveCreatedAncestors();
    }

    private void MakeWorkingDirectory()
    {
        if (File.Exists(_partial))
            throw Refuse($"the file '{_partial}' where the output is to be built", "nothing there", "Move it away or choose another output.");
        string marker = Path.Combine(_partial, MarkerName);
        if (IsForeign(marker))
            throw Refuse($"'{_partial}', which no run of this program left behind", "nothing there", "Move it away or choose another output.");
        Directory.CreateDirectory(_partial);
        try
        {
            _marker = new FileStream(marker, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(marker))
        {
            throw Refuse($"'{_partial}' in use by another run", "an output that no other run is building", "Wait for it or choose another output.", error);
        }

        string old = Path.Combine(_partial, OldName);
        if (Directory.Exists(old) && !Directory.Exists(Goal))
            Directory.Move(old, Goal);
        RemoveContent();
        Directory.CreateDirectory(WorkingPath);
    }

    // One look at the entries: another run may be making or removing them meanwhile, its marker first and last.
    private bool IsForeign(string marker)
    {
        try
        {
            string[] entries = Directory.GetFileSystemEntries(_partial);
            return entries.Length > 0 && !entries.Contains(marker);
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }

    private void ReplaceGoal()
    {
        // The old output lies under the working name afterwards, and goes with it.
        if (LinuxCalls.Available && LinuxCalls.TryRename(WorkingPath, Goal, LinuxCalls.RenameExchange))
            return;

        // Two steps where the system has no exchange: the old output is moved aside, and comes back if the second step fails, or by
        // the next run if this one is killed between the two.
        string old = Path.Combine(_partial, OldName);
        Directory.Move(Goal, old);
        try
        {
            Directory.Move(WorkingPath, Goal);
        }
        catch
        {
            Directory.Move(old, Goal);
            throw;
        }
    }

    /// <summary>Removes everything but the marker, which this run holds.</summary>
    private void RemoveContent()
    {
        foreach (string directory in Directory.EnumerateDirectories(_partial))
        {
            if (new DirectoryInfo(directory).LinkTarget is null)
                Directory.Delete(directory, recursive: true);
            else
                Directory.Delete(directory);
        }
        foreach (string file in Directory.EnumerateFiles(_partial))
        {
            if (Path.GetFileName(file) != MarkerName)
                File.Delete(file);
        }
    }

    private void TryRemovePartial()
    {
        try
        {
            RemoveContent();
            // Windows does not remove an open file; elsewhere the lock holds until nothing is left to be taken for a leftover.
            if (OperatingSystem.IsWindows())
                _marker?.Dispose();
            File.Delete(Path.Combine(_partial, MarkerName));
            Directory.Delete(_partial);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Left for the next run, which removes it: the marker went last.
        }

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
            using SafeFileHandle handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }
        foreach (string inner in Directory.EnumerateDirectories(directory, "*", SearchOption.AllDirectories))
            FlushEntries(inner);
        FlushEntries(directory);
    }

    private static void FlushEntries(string path)
    {
        if (LinuxCalls.Available)
            LinuxCalls.FlushDirectory(path);
    }

    private static InvalidOptionException Refuse(string found, string expected, string hint, Exception? inner = null) =>
        new("--output", found, expected, hint, inner);
}
