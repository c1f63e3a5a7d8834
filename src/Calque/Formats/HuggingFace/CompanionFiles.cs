using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.IO;

namespace Calque.Formats.HuggingFace;

/// <summary>The files of a model directory beside config and weights: which go along to a new directory, and which would be wrong there.</summary>
internal sealed class CompanionFiles
{
    private static readonly string[] s_written = ["config.json", "generation_config.json"];

    private static readonly string[] s_weightEndings =
    [
        ".safetensors", ".safetensors.index.json", ".bin", ".bin.index.json", ".h5", ".h5.index.json", ".msgpack", ".msgpack.index.json", ".onnx", ".onnx_data", ".gguf",
        ".ggml", ".ckpt", ".ckpt.index", ".ckpt.meta", ".ot", ".pt", ".pth", ".npz", ".tflite", ".mlmodel", ".data-00000-of-00001",
    ];

    private static readonly string[] s_trainingFiles =
        ["training_args.bin", "optimizer.pt", "optimizer.bin", "scheduler.pt", "scheduler.bin", "scaler.pt", "trainer_state.json"];

    private readonly List<string> _copied = [];
    private readonly List<SkippedFile> _skipped = [];

    private CompanionFiles()
    {
    }

    /// <summary>Names, below the directory and with <c>/</c>, of the files that go along.</summary>
    public IReadOnlyList<string> Copied => _copied;

    /// <summary>Files that do not, with the reason.</summary>
    public IReadOnlyList<SkippedFile> Skipped => _skipped;

    /// <summary>Sorts the files of a directory, in the order of their names.</summary>
    public static CompanionFiles Find(string directory, IReadOnlyCollection<string> weightFiles, IReadOnlyCollection<string> leaveOut)
    {
        CompanionFiles files = new();
        HashSet<string> known = new([.. s_written, .. weightFiles, .. leaveOut], StringComparer.Ordinal);
        files.Walk(directory, "", known);
        return files;
    }

    private void Walk(string directory, string prefix, HashSet<string> known)
    {
        foreach (string path in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal))
        {
            string name = prefix + Path.GetFileName(path);
            if (known.Contains(name))
                continue;
            string? reason = ReasonToSkip(Path.GetFileName(path)) ?? SpecialFile.Describe(path);
            if (reason is null)
                _copied.Add(name);
            else
                _skipped.Add(new SkippedFile(name, reason));
        }
        foreach (string path in Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal))
        {
            string name = prefix + Path.GetFileName(path);
            // A directory behind a link may hold the one that it stands in.
            string? reason = new DirectoryInfo(path).LinkTarget is not null ? "a link to a directory"
                : Path.GetFileName(path).StartsWith('.') ? "a hidden directory"
                : Path.GetFileName(path).StartsWith("checkpoint-", StringComparison.Ordinal) ? "a checkpoint of the source's training" : null;
            if (reason is null)
                Walk(path, name + "/", known);
            else
                _skipped.Add(new SkippedFile(name + "/", reason));
        }
    }

    private static string? ReasonToSkip(string name)
    {
        if (s_trainingFiles.Contains(name, StringComparer.Ordinal) || name.StartsWith("rng_state", StringComparison.Ordinal))
            return "state of the source's training";
        if (Array.Exists(s_weightEndings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            return "the source's weights in another form";
        return name.StartsWith('.') ? "a hidden file" : null;
    }
}
