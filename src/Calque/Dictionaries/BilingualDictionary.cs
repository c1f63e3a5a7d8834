using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Calque.Formats.Dictd;
using Calque.Formats.Inputs;
using Calque.Formats.Tabular;
using Calque.IO;

namespace Calque.Dictionaries;

/// <summary>The translation pairs of a file, in its order, and what was left out of it.</summary>
public sealed class BilingualDictionary
{
    /// <summary>Bytes of the largest dictionary that is read; the largest of WECHSEL's has 3 million.</summary>
    internal const int LargestText = 1 << 29;

    private BilingualDictionary(string path, IReadOnlyList<string> files, string format, List<TranslationPair> pairs, int linesRead, List<SkippedLine> skipped)
    {
        Path = path;
        Files = files;
        Format = format;
        Pairs = pairs;
        LinesRead = linesRead;
        Skipped = skipped;
        HasWeights = pairs.Exists(pair => pair.Quality is not null) && pairs.TrueForAll(pair => pair.Quality is null or (>= 0 and <= 1));
    }

    /// <summary>The file, as it was given.</summary>
    public string Path { get; }

    /// <summary>The files that were read: one, or the two of a dictd dictionary.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>What it turned out to be: <c>tab-separated</c>, <c>space-separated</c>, <c>mixed tabs and spaces</c> or <c>dictd</c>.</summary>
    public string Format { get; }

    /// <summary>The pairs in the file's order, repeats included; at least one.</summary>
    public IReadOnlyList<TranslationPair> Pairs { get; }

    /// <summary>Lines of the file, of the index in a dictd dictionary.</summary>
    public int LinesRead { get; }

    /// <summary>The lines that gave no pair, in the file's order.</summary>
    public IReadOnlyList<SkippedLine> Skipped { get; }

    /// <summary>
    /// Whether the third column says how much pairs count, as a repair writes it: some pair has one, and none is below 0 or above 1. Other scales (PanLex) are no weights.
    /// </summary>
    public bool HasWeights { get; }

    /// <summary>How much a pair of this dictionary counts: from 0 to 1.</summary>
    public double WeightOf(TranslationPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return HasWeights ? pair.Quality ?? 1 : 1;
    }

    /// <summary>Reads a dictionary; its format is told by content, and by the file names where it is dictd's.</summary>
    /// <param name="path">The file; of a dictd dictionary either file or what their names have in common.</param>
    /// <exception cref="InvalidDictionaryException">No such file, no text, or not one pair in it.</exception>
    public static BilingualDictionary Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // The evidence names the hash of what was read, so it is read again.
        if (SpecialFile.Describe(path) is { } kind)
            throw Fault(path, kind, "a dictionary file", "Save what comes from it as a file, and name that.");
        List<TranslationPair> pairs = [];
        List<SkippedLine> skipped = [];
        DictdFiles? files = DictdFiles.Find(path, Fault);
        int lines = 0;
        string format = files is null
            ? ReadColumns(InputFile.OpenRead(path, Fault), path, pairs, skipped, out lines)
            : DictdDictionary.Read(files, pairs, skipped, out lines);
        BilingualDictionary dictionary = new(path, files is null ? [path] : [files.Index, files.Text], format, pairs, lines, skipped);
        if (pairs.Count > 0)
            return dictionary;
        throw Fault(
            path, lines == 0 ? "an empty file" : $"no pair in {Number(lines)} lines ({dictionary.DescribeSkipped()})", "a word and its translation a line",
            "Part the two by a tab.");
    }

    /// <summary>Reads a dictionary in columns that is in memory: what a repair made of a file.</summary>
    /// <param name="text">The lines, UTF-8.</param>
    /// <param name="path">The file that it comes from, for messages and evidence.</param>
    /// <exception cref="InvalidDictionaryException">There is not one pair in it.</exception>
    internal static BilingualDictionary Parse(byte[] text, string path)
    {
        List<TranslationPair> pairs = [];
        List<SkippedLine> skipped = [];
        using MemoryStream stream = new(text, writable: false);
        string format = ReadColumns(stream, path, pairs, skipped, out int lines);
        return pairs.Count > 0
            ? new BilingualDictionary(path, [path], format, pairs, lines, skipped)
            : throw Fault(path, $"no pair left of {Number(lines)} lines once it is repaired", "a word and its translation a line", "calque dictionary check says what is wrong with each line.");
    }

    /// <summary>The reasons of the skipped lines with their numbers, the most frequent first, such as <c>12 empty, 3 with one field</c>.</summary>
    public string DescribeSkipped()
    {
        if (Skipped.Count == 0)
            return "none left out";
        IEnumerable<string> counts = Skipped
            .GroupBy(line => line.Reason)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select(group => $"{Number(group.Count())} {Describe(group.Key)}");
        return string.Join(", ", counts);
    }

    /// <summary>The error of whoever learns from pairs of which none counts.</summary>
    internal CalqueException AllWeightsZero(int pairs) => Fault(
        Path, $"a weight of 0 for each of {Number(pairs)} usable pairs", "pairs that count", "The third column says how much a pair counts, from 0 to 1.");

    /// <summary>The error of this reader.</summary>
    internal static CalqueException Fault(string place, string found, string expected, string hint, Exception? inner = null) =>
        new InvalidDictionaryException(place, found, expected, hint, inner);

    private static string ReadColumns(Stream stream, string path, List<TranslationPair> pairs, List<SkippedLine> skipped, out int lineCount)
    {
        using LineReader lines = new(stream, path, Fault);
        int withTab = 0;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (lines.LineNumber == 1)
                ForeignContent.Refuse(line, path, "a dictionary: two columns of UTF-8 text, or FreeDict's dictd files", Fault);
            SkippedLineReason? reason = PairLine.Parse(line, out string source, out string target, out bool tabs, out double? quality);
            if (reason is { } why)
                skipped.Add(new SkippedLine(lines.LineNumber, why));
            else
                pairs.Add(new TranslationPair(source, target, lines.LineNumber) { Quality = quality });
            if (reason is null && tabs)
                withTab++;
        }

        lineCount = lines.LineNumber;
        return withTab == pairs.Count ? "tab-separated" : withTab == 0 ? "space-separated" : "mixed tabs and spaces";
    }

    /// <summary>The reason in words, such as <c>with one field</c>.</summary>
    internal static string Describe(SkippedLineReason reason) => reason switch
    {
        SkippedLineReason.Empty => "empty",
        SkippedLineReason.OneField => "with one field",
        SkippedLineReason.MoreThanTwoFields => "with more than two fields and no tab",
        SkippedLineReason.MoreThanTwoColumns => "with more than two columns that are no numbers",
        SkippedLineReason.EmptySide => "with an empty side",
        SkippedLineReason.InvalidUtf8 => "not UTF-8",
        SkippedLineReason.MalformedIndexLine => "without headword, offset and length",
        SkippedLineReason.OutsideOfText => "pointing outside of the text",
        SkippedLineReason.AboutTheDictionary => "about the dictionary itself",
        _ => "without a translation",
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
