using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.Tests.Support;
using Calque.World;

namespace Calque.Tests.DictionaryLab;

/// <summary>The known-answer world as files: vectors of two languages, and dictionaries with a known share of errors.</summary>
internal sealed class LabWorld
{
    private static readonly Lazy<LabWorld> Shared = new(() => new LabWorld());

    private readonly ArtificialWorld _world = ArtificialWorld.Create();
    private readonly Dictionary<string, byte[]> _vectors = [];

    private LabWorld()
    {
        Gold = new GoldDictionary(_world, _world.A, _world.B);
        foreach (ArtificialLanguage language in new[] { _world.A, _world.B })
        {
            using MemoryStream stream = new();
            KnownVectors.Create(_world, language).WriteText(stream);
            _vectors.Add(language.Name, stream.ToArray());
        }
    }

    public static LabWorld Default => Shared.Value;

    public GoldDictionary Gold { get; }

    /// <summary>Writes both files of vectors; returns their paths, source first.</summary>
    public string[] WriteVectors(TemporaryDirectory directory) =>
        [.. new[] { "a", "b" }.Select(name =>
        {
            string path = directory[name + ".vec"];
            File.WriteAllBytes(path, _vectors[name]);
            return path;
        })];

    /// <summary>Entries whose sides differ, spoilt as asked.</summary>
    public IReadOnlyList<CorruptedLine> Spoil(int count, DictionaryErrors errors)
    {
        GoldEntry[] entries = [.. Gold.DrawEntries(int.MaxValue).Where(entry => entry.Source != entry.Target).Take(count)];
        return DictionaryCorruption.Apply(entries, errors, Gold.IsTranslation);
    }

    public static string Write(string path, IEnumerable<CorruptedLine> lines)
    {
        File.WriteAllText(path, string.Concat(lines.Select(line => $"{line.Entry.Source}\t{line.Entry.Target}\n")));
        return path;
    }
}
