using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Calque.IO;

/// <summary>
/// An output file that is written beside its goal as <c>NAME.partial</c> and takes the goal's place in one step. Until
/// <see cref="Commit"/> the goal is untouched; without it, <see cref="Dispose"/> removes what was written.
/// </summary>
/// <remarks>
/// A goal under <c>/dev/</c> is written straight; <c>/dev/stdout</c> is the process's own standard output, where it stands: what
/// a script has written into the same file before stays, and what it writes after follows.
/// </remarks>
public sealed class OutputFile : IDisposable
{
    private const int BufferLength = 1 << 16;
    private const string StandardOutput = "/dev/stdout";
    private const nint StandardOutputDescriptor = 1;

    private readonly string? _workingPath;
    private readonly bool _overwrite;
    private bool _ended;

    private OutputFile(string goal, string? workingPath, bool overwrite, FileStream stream)
    {
        Goal = goal;
        Stream = stream;
        _workingPath = workingPath;
        _overwrite = overwrite;
    }

    /// <summary>The file that there will be, as a full path with links followed.</summary>
    public string Goal { get; }

    /// <summary>Where to write. Closed by <see cref="Commit"/>.</summary>
    public FileStream Stream { get; }

    /// <summary>Opens the working file; its directory must exist.</summary>
    /// <param name="goal">The file that there will be.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="InvalidOptionException">
    /// The goal is a directory, or exists and may not be replaced, or its directory is missing, or another run is writing it, or nothing can be
    /// written there; names <c>--output</c>.
    /// </exception>
    public static OutputFile Create(string goal, bool overwrite)
    {
        if (goal == StandardOutput)
            return new OutputFile(goal, null, overwrite, new FileStream(new SafeFileHandle(StandardOutputDescriptor, ownsHandle: false), FileAccess.Write, BufferLength));
        if (IsDevice(goal))
            return OpenDevice(goal, overwrite);

        string path = OutputPlacement.RealPath(goal);
        if (Directory.Exists(path))
            throw Refuse($"the directory '{goal}'", "a file name", "Name the file that is to be written.");
        string? parent = Path.GetDirectoryName(path);
        if (!Directory.Exists(parent))
            throw Refuse($"'{goal}', whose directory does not exist", "a file in an existing directory", "Make the directory first.");
        if (!overwrite)
            RefuseExisting(path, goal);

        string workingPath = path + ".partial";
        if (Directory.Exists(workingPath))
            throw Refuse($"the directory '{workingPath}' where the output is to be built", "nothing there", "Move it away or choose another output.");
        try
        {
            // The lock that FileShare.None takes is given back when a run is killed; what it had written is then written over.
            return new OutputFile(path, workingPath, overwrite, new FileStream(workingPath, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferLength));
        }
        catch (IOException error) when (File.Exists(workingPath))
        {
            throw Refuse($"'{workingPath}' in use by another run", "an output that no other run is writing", "Wait for it or choose another output.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw OutputPlacement.CannotWrite(goal, error);
        }
    }

    // What lies under /dev/shm are files like any other.
    private static bool IsDevice(string goal) =>
        goal.StartsWith("/dev/", StringComparison.Ordinal) && !goal.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private static OutputFile OpenDevice(string goal, bool overwrite)
    {
        try
        {
            return new OutputFile(goal, null, overwrite, new FileStream(goal, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, BufferLength));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutputPlacement.CannotWrite(goal, error);
        }
    }

    /// <summary>Flushes to disk, closes, and puts the file in the goal's place in one step.</summary>
    /// <exception cref="InvalidOptionException">The goal came into being meanwhile and may not be replaced.</exception>
    /// <exception cref="IOException">A fault of the file system; the goal is as it was.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_workingPath is null)
        {
            Stream.Flush();
            // A file's stream writes at a position of its own. To ask for the handle brings the shared one up to it.
            _ = Stream.SafeFileHandle;
            Stream.Dispose();
            _ended = true;
            return;
        }
        Stream.Flush(flushToDisk: true);
        if (!_overwrite)
            RefuseExisting(Goal, Goal);
        // Renamed while still open, hence locked: no other run can take the working name in between.
        if (OperatingSystem.IsWindows())
            Stream.Dispose();
        File.Move(_workingPath, Goal, _overwrite);
        _ended = true;
        Stream.Dispose();
        if (LinuxCalls.Available)
            LinuxCalls.FlushDirectory(Path.GetDirectoryName(Goal)!); // Create refused a goal without a parent
    }

    /// <summary>Without <see cref="Commit"/>: removes the working file.</summary>
    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        if (_workingPath is not null)
            File.Delete(_workingPath);
        Stream.Dispose();
    }

    private static void RefuseExisting(string path, string shown)
    {
        if (File.Exists(path))
            throw Refuse($"the file '{shown}'", "a name that is not taken", "Choose another name, or allow this file to be replaced with --force.");
    }

    private static InvalidOptionException Refuse(string found, string expected, string hint, Exception? inner = null) =>
        new("--output", found, expected, hint, inner);
}
