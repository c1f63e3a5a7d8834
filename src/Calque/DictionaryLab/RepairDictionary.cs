using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Dictionaries;
using Calque.IO;

namespace Calque.DictionaryLab;

/// <summary>The verb <c>dictionary repair</c>: mends what <see cref="CheckDictionary"/> finds, and lists every change so that it can be undone.</summary>
public static class RepairDictionary
{
    /// <summary>
    /// Repairs a dictionary. Lines in which nothing is changed are written byte for byte, those that hold no pair among them. Where the comparison on the
    /// held-out part shows that the alignment would be worse (its 95 % interval below zero), the original is written unchanged.
    /// </summary>
    /// <param name="options">What to read and write.</param>
    /// <param name="progress">Stages <c>vectors</c>, <c>direction</c>, <c>outliers</c>, <c>held-out part</c>.</param>
    /// <param name="cancellation">Ends the work between two steps; nothing is written then.</param>
    /// <exception cref="InvalidDictionaryException">The dictionary cannot be read, or hardly a pair has vectors.</exception>
    /// <exception cref="InvalidVectorsException">The vectors cannot be read, or differ in dimension.</exception>
    /// <exception cref="InvalidOptionException">An option is out of range, or an output exists or cannot be.</exception>
    public static Task<DictionaryRepairResult> RunAsync(
        RepairDictionaryOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    private static DictionaryRepairResult Run(RepairDictionaryOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        string[] inputs = [options.Dictionary, options.SourceEmbeddings, options.TargetEmbeddings];
        OutputPlacement.Check(options.Output, inputs);
        OutputPlacement.Check(options.LogPath, [.. inputs, options.Output]);
        RepairedDictionary repaired = Make(options, progress, cancellation);
        using DictionaryOutput output = DictionaryOutput.Create(options.Output, options.Overwrite);
        using OutputFile list = OutputFile.Create(options.LogPath, options.Overwrite);
        output.Stream.Write(repaired.Bytes);
        list.Stream.Write(repaired.Log);
        // The list first: a repaired dictionary never stands without it.
        list.Commit();
        output.Commit();
        return repaired.Result;
    }

    /// <summary>Repairs without writing: whoever calls does that, under the names that the options give.</summary>
    internal static RepairedDictionary Make(RepairDictionaryOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        BilingualDictionary dictionary = BilingualDictionary.Read(options.Dictionary);
        if (dictionary.Files.Count > 1)
        {
            throw new InvalidDictionaryException(
                options.Dictionary, "a dictd dictionary", "a dictionary in columns", "Make one of it first: calque dictionary convert --dictionary … --output ….");
        }

        DictionaryText text = DictionaryText.Read(options.Dictionary);
        LabSpaces spaces = LabSpaces.Load(
            options.SourceEmbeddings, options.TargetEmbeddings, options.VocabularyLimit, options.MultiWord == MultiWordEntries.Compose ? dictionary.Pairs : [], progress, cancellation);
        DictionaryExamination examination = DictionaryExamination.Run(
            dictionary.Path, dictionary.Pairs, spaces, options.Seed, options.ThreadCount, progress, cancellation);
        IReadOnlyList<RepairedLine> plan = RepairPlan.Make(examination, spaces, options, cancellation);
        List<string> warnings = [];
        RepairComparison? figures = HeldOutComparison.Run(dictionary.Path, examination, spaces, options, progress, cancellation);
        bool keep = figures is { High: < 0 };
        if (figures is null)
            warnings.Add("Too few pairs for a comparison on a held-out part.");
        if (keep)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The repair would lower P@1 on the held-out part by {-100 * figures!.Difference:F1} points (interval {100 * figures.Low:F1} to {100 * figures.High:F1}): the dictionary is written as it was.")); // kept for its figures
        }

        cancellation.ThrowIfCancellationRequested();
        return Render(options, text, keep ? [] : [.. plan.Where(line => line.Kinds.Count > 0)], figures, keep, warnings);
    }

    private static RepairedDictionary Render(
        RepairDictionaryOptions options, DictionaryText text, RepairedLine[] changed, RepairComparison? figures, bool kept, List<string> warnings)
    {
        Dictionary<int, RepairedLine> byLine = changed.ToDictionary(line => line.Verdict.Pair.Line);
        List<DictionaryChange> changes = [];
        using MemoryStream repaired = new();
        text.WriteMark(repaired);
        int written = 0;
        for (int i = 0; i < text.Lines.Count; i++)
        {
            DictionaryTextLine raw = text.Lines[i];
            if (!byLine.TryGetValue(i + 1, out RepairedLine? line))
            {
                repaired.Write(text.Whole(raw));
                written++;
                continue;
            }

            string? after = line.Dropped ? null : Render(Encoding.UTF8.GetString(text.Content(raw)), line);
            changes.Add(new DictionaryChange(
                i + 1, [.. line.Kinds.Distinct(StringComparer.Ordinal)], string.Join("; ", line.Reasons), line.Verdict.Pair.Source + "\t" + line.Verdict.Pair.Target, after)
            {
                Original = Convert.ToBase64String(text.Whole(raw)),
            });
            if (after is null)
                continue;
            repaired.Write(Encoding.UTF8.GetBytes(after));
            repaired.Write(text.End(raw));
            written++;
        }

        byte[] bytes = repaired.ToArray();
        RepairLog log = new()
        {
            Format = RepairLog.FormatName,
            Version = 1,
            Dictionary = options.Dictionary,
            Output = options.Output,
            OriginalSha256 = Hash(text.Bytes),
            RepairedSha256 = Hash(bytes),
            Lines = text.Lines.Count,
            Packed = text.Packed,
            Changes = changes,
        };
        using MemoryStream list = new();
        using (Utf8JsonWriter writer = new(list, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            JsonSerializer.Serialize(writer, log, DictionaryLabJson.Default.RepairLog);
        list.WriteByte((byte)'\n');
        DictionaryRepairResult result = new()
        {
            Dictionary = options.Dictionary,
            Output = options.Output,
            Log = options.LogPath,
            Lines = text.Lines.Count,
            LinesWritten = written,
            Kept = kept,
            Counts = new SortedDictionary<string, int>(
                changes.SelectMany(change => change.Kinds).GroupBy(kind => kind, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal),
            HeldOut = figures,
            Changes = changes,
            Warnings = warnings,
        };
        return new RepairedDictionary(bytes, list.ToArray(), result);
    }

    // The separator and the further columns stay; a line without tabs gets them where its words or a weight need them.
    private static string Render(string before, RepairedLine line)
    {
        string[] further = before.Contains('\t', StringComparison.Ordinal) ? [.. before.Split('\t').Skip(2)] : [];
        if (line.Weight is { } weight)
            further = [weight.ToString("0.####", CultureInfo.InvariantCulture), .. further.Skip(1)];
        bool tabs = before.Contains('\t', StringComparison.Ordinal) || further.Length > 0 || line.Source.Any(char.IsWhiteSpace) || line.Target.Any(char.IsWhiteSpace);
        return string.Join(tabs ? '\t' : ' ', [line.Source, line.Target, .. further]);
    }

    internal static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
