using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.Formats.Inputs;
using Calque.IO;

namespace Calque.Inspection;

/// <summary>A path with as much of its content as it takes to tell what it is.</summary>
internal sealed class InspectedInput
{
    /// <summary>Bytes of a file, gzip taken off, that are looked at to tell its kind.</summary>
    public const int SampleLength = 1 << 18;

    private readonly Lazy<JsonOpening?> _json;

    private InspectedInput(string path, bool isDirectory)
    {
        Path = path;
        IsDirectory = isDirectory;
        _json = new Lazy<JsonOpening?>(() => JsonOpening.Read(Sample, SampleIsWhole));
    }

    public string Path { get; }

    public bool IsDirectory { get; }

    /// <summary>Whether the file is gzip; <see cref="Sample"/> is what it holds.</summary>
    public bool IsGzip { get; private init; }

    /// <summary>Bytes of the file on disk; 0 for a directory.</summary>
    public long Length { get; private init; }

    /// <summary>The first bytes of the content.</summary>
    public byte[] Sample { get; private init; } = [];

    /// <summary>Whether <see cref="Sample"/> is all there is.</summary>
    public bool SampleIsWhole { get; private init; }

    /// <summary>The start of a JSON object; null where the content does not begin like one.</summary>
    public JsonOpening? Json => _json.Value;

    /// <summary>The names of the directory's files, sorted.</summary>
    public IReadOnlyList<string> FileNames { get; private init; } = [];

    /// <summary>Looks at a path.</summary>
    /// <exception cref="InvalidInputException">There is nothing, or it cannot be read.</exception>
    public static InspectedInput Open(string path)
    {
        if (Directory.Exists(path))
            return new InspectedInput(path, isDirectory: true) { FileNames = NamesIn(path) };
        // The two files of a dictd dictionary are also meant by what their names have in common.
        if (!File.Exists(path) && File.Exists(path + ".index"))
            return Open(path + ".index");
        if (SpecialFile.Describe(path) is { } kind)
            throw new InvalidInputException(path, kind, "a file or a directory", "Save what comes from it as a file, and name that.");
        byte[] sample = new byte[SampleLength];
        bool gzip = InputFile.IsGzip(path, Fault);
        int length;
        using (Stream stream = InputFile.OpenRead(path, Fault))
            length = InputFile.ReadFully(stream, sample, path, Fault);
        return new InspectedInput(path, isDirectory: false)
        {
            IsGzip = gzip,
            Length = new FileInfo(path).Length,
            Sample = sample[..length],
            SampleIsWhole = length < SampleLength,
        };
    }

    /// <summary>The path of a file in the directory.</summary>
    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Whether the directory has a file of this name.</summary>
    public bool Has(string name) => FileNames.Contains(name, StringComparer.Ordinal);

    /// <summary>The lines of the sample, without the last one where it may have been cut.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Lines(int most)
    {
        int start = Sample.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        for (int line = 0; line < most && start < Sample.Length; line++)
        {
            int length = Sample.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0 && !SampleIsWhole)
                yield break;
            int end = length < 0 ? Sample.Length : start + length;
            yield return Sample.AsMemory(start, end - start - (end > start && Sample[end - 1] == '\r' ? 1 : 0));
            start = end + 1;
        }
    }

    /// <summary>The error of a path that is no known thing.</summary>
    public static CalqueException Fault(string place, string found, string expected, string hint, Exception? inner = null) =>
        new InvalidInputException(place, found, expected, hint, inner);

    private static string[] NamesIn(string path)
    {
        try
        {
            return [.. Directory.EnumerateFiles(path).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(path, $"a directory that cannot be read ({error.Message})", "a directory", "Check its permissions.", error);
        }
    }
}
