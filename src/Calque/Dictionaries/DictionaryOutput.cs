using System;
using System.IO;
using System.IO.Compression;
using Calque.IO;

namespace Calque.Dictionaries;

/// <summary>A dictionary that is written: packed by gzip where its name ends in <c>.gz</c>, and in its place in one step (<see cref="OutputFile"/>).</summary>
internal sealed class DictionaryOutput : IDisposable
{
    private readonly OutputFile _file;

    private DictionaryOutput(OutputFile file, Stream stream)
    {
        _file = file;
        Stream = stream;
    }

    /// <summary>Where the text is written.</summary>
    public Stream Stream { get; }

    /// <summary>Whether a file of this name is packed.</summary>
    public static bool Packs(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Opens the file beside its goal.</summary>
    /// <exception cref="InvalidOptionException">The goal exists and may not be replaced, or cannot be written.</exception>
    public static DictionaryOutput Create(string goal, bool overwrite)
    {
        OutputFile file = OutputFile.Create(goal, overwrite);
        return new DictionaryOutput(file, Packs(goal) ? new GZipStream(file.Stream, CompressionLevel.Optimal, leaveOpen: true) : file.Stream);
    }

    /// <summary>Ends the packing and puts the file in its place.</summary>
    public void Commit()
    {
        if (Stream != _file.Stream)
            Stream.Dispose();
        _file.Commit();
    }

    /// <summary>Without <see cref="Commit"/>: removes what was written.</summary>
    public void Dispose()
    {
        if (Stream != _file.Stream)
            Stream.Dispose();
        _file.Dispose();
    }
}
