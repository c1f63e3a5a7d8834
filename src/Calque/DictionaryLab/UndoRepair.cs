using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Calque.Dictionaries;
using Calque.IO;

namespace Calque.DictionaryLab;

/// <summary>The verb <c>dictionary repair --undo</c>: makes the text of a repaired dictionary's original again, byte for byte.</summary>
public static class UndoRepair
{
    private const long LargestLog = 1L << 31;

    /// <summary>Undoes a repair.</summary>
    /// <param name="options">What to read and write.</param>
    /// <param name="progress">Told nothing: the work is short.</param>
    /// <param name="cancellation">Ends the work before something is written.</param>
    /// <exception cref="InvalidDictionaryException">The list is none, or the repaired dictionary is not as it was written.</exception>
    /// <exception cref="InvalidOptionException">The output exists or cannot be.</exception>
    public static Task<UndoRepairResult> RunAsync(
        UndoRepairOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, cancellation), cancellation);
    }

    private static UndoRepairResult Run(UndoRepairOptions options, CancellationToken cancellation)
    {
        RepairLog log = Read(options.Log);
        string repairedPath = options.Repaired ?? log.Output;
        OutputPlacement.Check(options.Output, [options.Log, repairedPath]);
        DictionaryText repaired = DictionaryText.Read(repairedPath);
        if (RepairDictionary.Hash(repaired.Bytes) != log.RepairedSha256)
            throw new InvalidDictionaryException(repairedPath, "a file that was changed after its repair", "the bytes that the repair wrote", "Name the unchanged file with --dictionary.");

        using MemoryStream original = new();
        repaired.WriteMark(original);
        int next = 0, done = 0;
        for (int line = 1; line <= log.Lines; line++)
        {
            if (done < log.Changes.Count && log.Changes[done].Line == line)
            {
                DictionaryChange change = log.Changes[done++];
                original.Write(Decode(change, options.Log));
                next += change.After is null ? 0 : 1;
            }
            else if (next < repaired.Lines.Count)
            {
                original.Write(repaired.Whole(repaired.Lines[next++]));
            }
        }

        byte[] bytes = original.ToArray();
        if (RepairDictionary.Hash(bytes) != log.OriginalSha256)
            throw Fault(options.Log, "changes that do not lead back to the original", "the list that the repair wrote", "Was it edited?");
        cancellation.ThrowIfCancellationRequested();
        using DictionaryOutput output = DictionaryOutput.Create(options.Output, options.Overwrite);
        output.Stream.Write(bytes);
        output.Commit();
        return new UndoRepairResult(repairedPath, options.Output, log.Lines, log.Changes.Count, log.OriginalSha256, log.Packed);
    }

    private static RepairLog Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestLog } large)
                throw Fault(path, string.Create(CultureInfo.InvariantCulture, $"{large.Length} bytes"), "a list of changes", "Name the .changes.json of the repair.");
            using FileStream stream = File.OpenRead(path);
            RepairLog? log = JsonSerializer.Deserialize(stream, DictionaryLabJson.Default.RepairLog);
            return log is { Format: RepairLog.FormatName, Version: 1, Changes: IReadOnlyList<DictionaryChange> }
                ? log
                : throw Fault(path, "a file of another kind or version", "a list of changes that `calque dictionary repair` wrote", "Name the .changes.json of the repair.");
        }
        catch (JsonException error)
        {
            throw Fault(path, $"no list of changes ({error.Message})", "a list of changes that `calque dictionary repair` wrote", "Name the .changes.json of the repair.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, error is FileNotFoundException or DirectoryNotFoundException ? "no such file" : error.Message, "a list of changes", "Name the .changes.json of the repair.", error);
        }
    }

    private static byte[] Decode(DictionaryChange change, string path)
    {
        try
        {
            return Convert.FromBase64String(change.Original);
        }
        catch (FormatException error)
        {
            throw Fault(path, string.Create(CultureInfo.InvariantCulture, $"no base64 at line {change.Line}"), "the list that the repair wrote", "Was it edited?", error);
        }
    }

    private static InvalidDictionaryException Fault(string place, string found, string expected, string hint, Exception? inner = null) => new(place, found, expected, hint, inner);
}
