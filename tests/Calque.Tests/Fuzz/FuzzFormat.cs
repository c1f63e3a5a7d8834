using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Calque.Tests.Support;

namespace Calque.Tests.Fuzz;

/// <summary>A format that Calque reads: whole inputs, and what a user does with one.</summary>
/// <param name="name">What the command line calls it.</param>
internal abstract class FuzzFormat(string name)
{
    private readonly Lock _lock = new();
    private IReadOnlyList<FuzzFile[]>? _inputs;

    public string Name { get; } = name;

    /// <summary>Inputs that work, each one or more files. Made once.</summary>
    public IReadOnlyList<FuzzFile[]> Inputs
    {
        get
        {
            lock (_lock)
                return _inputs ??= MakeInputs();
        }
    }

    /// <summary>The exit codes that a refusal may have: 3, bad input, for a reader.</summary>
    public virtual IReadOnlyList<int> ExitCodes => [3];

    /// <summary>Bytes that a reader may take whatever the file's size: line readers, samples and copies have buffers of up to a megabyte.</summary>
    public virtual long AllocationBase => 8 << 20;

    /// <summary>Bytes that a reader may take for each byte of its files.</summary>
    public virtual long AllocationFactor => 512;

    /// <summary>Reads the files of a directory and uses what was read as the command would.</summary>
    /// <exception cref="CalqueException">They are refused.</exception>
    public abstract void Use(string directory);

    public override string ToString() => Name;

    protected abstract IReadOnlyList<FuzzFile[]> MakeInputs();

    /// <summary>The files that a writer puts into a directory.</summary>
    protected static FuzzFile[] Capture(Action<string> write, Func<string, FuzzShape> shape, params string[] keep)
    {
        using TemporaryDirectory directory = new();
        write(directory.Path);
        return
        [
            .. Directory.EnumerateFiles(directory.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
            {
                string relative = Path.GetRelativePath(directory.Path, path).Replace('\\', '/');
                return new FuzzFile(relative, File.ReadAllBytes(path), shape(relative), IsFixed: keep.Contains(relative));
            }),
        ];
    }

    /// <summary>A committed fixture under a name.</summary>
    protected static FuzzFile Fixture(string name, FuzzShape shape, params string[] path) => new(name, File.ReadAllBytes(Fixtures.Path(path)), shape);
}
