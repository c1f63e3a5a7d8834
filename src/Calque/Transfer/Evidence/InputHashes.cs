using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Calque.Transfer.Evidence;

/// <summary>The SHA-256 of each file that a run reads: each once, however many outputs name it, and beside the other work where there is a thread for it.</summary>
internal sealed class InputHashes
{
    private readonly Dictionary<string, InputFile> _known = new(StringComparer.Ordinal);
    private Task<List<InputFile>>? _early;

    /// <summary>Begins with files that will surely be asked for, on a thread of its own.</summary>
    public void Begin(IReadOnlyList<string> paths, CancellationToken cancellation) =>
        _early = Task.Run(
            () =>
            {
                List<InputFile> files = [];
                foreach (string path in paths)
                    files.Add(FileHash.Compute("", path, cancellation));
                return files;
            },
            cancellation);

    /// <summary>One file with its hash.</summary>
    public InputFile Get(string role, string path, CancellationToken cancellation)
    {
        if (_early is not null)
        {
            foreach (InputFile file in _early.GetAwaiter().GetResult())
                _known[file.Path] = file;
            _early = null;
        }

        if (!_known.TryGetValue(path, out InputFile? known))
        {
            known = FileHash.Compute(role, path, cancellation);
            _known.Add(path, known);
        }

        return known with { Role = role };
    }
}
