using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Calque.Tests.DictionaryLab;
using Calque.Tests.Support;
using Calque.World;

namespace Calque.Tests.Commands;

/// <summary>The known-answer world as files for <c>calque dictionary</c>, with a dictionary that has a known share of errors.</summary>
internal sealed class DictionaryCase
{
    public const int Lines = 200;

    // Some words beside those of the dictionary are enough here, and make each run short.
    private const int OtherWords = 300;

    private static readonly Lazy<(IReadOnlyList<CorruptedLine> Truth, byte[] Source, byte[] Target)> Shared = new(Make);

    private readonly string[] _vectors;

    private DictionaryCase(TemporaryDirectory directory, string[] vectors, IReadOnlyList<CorruptedLine> truth)
    {
        Directory = directory;
        _vectors = vectors;
        Truth = truth;
    }

    public TemporaryDirectory Directory { get; }

    public IReadOnlyList<CorruptedLine> Truth { get; }

    public string Dictionary => Directory["d.txt"];

    public string Output => Directory["o.txt"];

    public string[] Embeddings => ["--source-embeddings", _vectors[0], "--target-embeddings", _vectors[1]];

    public string[] Check => ["dictionary", "check", "--dictionary", Dictionary, .. Embeddings];

    public string[] Repair => ["dictionary", "repair", "--dictionary", Dictionary, .. Embeddings, "--output", Output];

    public string[] Convert => ["dictionary", "convert", "--dictionary", Dictionary, "--output", Output];

    public string Source => _vectors[0];

    public string Target => _vectors[1];

    public static DictionaryCase Write(TemporaryDirectory directory)
    {
        (IReadOnlyList<CorruptedLine> truth, byte[] source, byte[] target) = Shared.Value;
        DictionaryCase made = new(directory, [directory["a.vec"], directory["b.vec"]], truth);
        File.WriteAllBytes(made.Source, source);
        File.WriteAllBytes(made.Target, target);
        LabWorld.Write(made.Dictionary, truth);
        return made;
    }

    /// <summary>The command line that induces from it.</summary>
    public string[] Induce(string alignment) => ["dictionary", "induce", "--alignment", alignment, "--output", Output, "--vocabulary-limit", "500"];

    /// <summary>Lines that are right.</summary>
    public IReadOnlyList<string> Right(int count) =>
        [.. Truth.Where(line => line.Fault == DictionaryFault.None).Take(count).Select(line => $"{line.Gold.Source}\t{line.Gold.Target}")];

    /// <summary>Lines whose sides are two words each, right ones put together.</summary>
    public IReadOnlyList<string> TwoWords(int count)
    {
        GoldEntry[] gold = [.. Truth.Where(line => line.Fault == DictionaryFault.None).Select(line => line.Gold)];
        return [.. Enumerable.Range(0, count).Select(i => $"{gold[2 * i].Source} {gold[(2 * i) + 1].Source}\t{gold[2 * i].Target} {gold[(2 * i) + 1].Target}")];
    }

    private static (IReadOnlyList<CorruptedLine> Truth, byte[] Source, byte[] Target) Make()
    {
        IReadOnlyList<CorruptedLine> truth = LabWorld.Default.Spoil(Lines, new DictionaryErrors { Reversed = 0.1, Shuffled = 0.1 });
        HashSet<string> words = [.. truth.SelectMany(line => new[] { line.Entry.Source, line.Entry.Target, line.Gold.Source, line.Gold.Target })];
        using TemporaryDirectory directory = new();
        byte[][] vectors = [.. LabWorld.Default.WriteVectors(directory).Select(path =>
        {
            string[] rows = File.ReadAllLines(path);
            string[] kept = [.. rows.Skip(1).Where((row, i) => i < OtherWords || words.Contains(row.Split(' ')[0]))];
            return Encoding.UTF8.GetBytes($"{kept.Length} {rows[0].Split(' ')[1]}\n{string.Join('\n', kept)}\n");
        })];
        return (truth, vectors[0], vectors[1]);
    }

    public void Append(IEnumerable<string> lines) => File.AppendAllLines(Dictionary, lines);
}
