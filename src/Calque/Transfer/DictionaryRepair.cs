using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Calque.Dictionaries;
using Calque.DictionaryLab;

namespace Calque.Transfer;

/// <summary>The dictionary of a transfer, repaired before it is used; the repaired one and the list of changes stand with the plan.</summary>
internal sealed class DictionaryRepair
{
    private const string FileName = "dictionary.txt";

    private readonly RepairedDictionary _repaired;
    private readonly RepairDictionaryOptions _options;

    private DictionaryRepair(RepairedDictionary repaired, RepairDictionaryOptions options)
    {
        _repaired = repaired;
        _options = options;
        Dictionary = BilingualDictionary.Parse(repaired.Bytes, options.Dictionary);
        DictionaryRepairResult result = repaired.Result;
        Figures = new DictionaryRepairFigures
        {
            Lines = result.Lines,
            LinesLeft = result.LinesWritten,
            Changes = result.Counts,
            Kept = result.Kept,
            Difference = result.HeldOut?.Difference,
            Low = result.HeldOut?.Low,
            High = result.HeldOut?.High,
        };
    }

    /// <summary>The repaired dictionary; its lines are those of the file that was repaired.</summary>
    public BilingualDictionary Dictionary { get; }

    /// <summary>What was done.</summary>
    public DictionaryRepairFigures Figures { get; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Warnings => _repaired.Result.Warnings;

    /// <summary>Repairs the dictionary of a transfer.</summary>
    public static DictionaryRepair Make(TransferOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        // The names that the output will have, so that equal runs leave equal lists.
        RepairDictionaryOptions repair = new()
        {
            Dictionary = options.Dictionary!, // a method with vectors needs it: the options were checked
            SourceEmbeddings = options.SourceEmbeddings!, // likewise
            TargetEmbeddings = options.TargetEmbeddings!, // likewise
            Output = FileName,
            MultiWord = options.MultiWord,
            Seed = options.Seed,
            Threads = options.ThreadCount,
        };
        return new DictionaryRepair(RepairDictionary.Make(repair, progress, cancellation), repair);
    }

    /// <summary>Writes the repaired dictionary and the list of changes into a directory.</summary>
    public void Write(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, _options.Output), _repaired.Bytes);
        File.WriteAllBytes(Path.Combine(folder, _options.LogPath), _repaired.Log);
    }
}
