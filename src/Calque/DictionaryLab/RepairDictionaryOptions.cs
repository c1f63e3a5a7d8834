using System.Globalization;
using Calque.Alignment;
using Calque.Alignment.Directories;

namespace Calque.DictionaryLab;

/// <summary>What <see cref="RepairDictionary"/> is to do.</summary>
public sealed record RepairDictionaryOptions
{
    /// <summary>The dictionary in columns, source language first (<c>--dictionary</c>).</summary>
    public required string Dictionary { get; init; }

    /// <summary>The source language's vectors (<c>--source-embeddings</c>).</summary>
    public required string SourceEmbeddings { get; init; }

    /// <summary>The target language's vectors, of as many dimensions (<c>--target-embeddings</c>).</summary>
    public required string TargetEmbeddings { get; init; }

    /// <summary>The dictionary to write (<c>--output</c>).</summary>
    public required string Output { get; init; }

    /// <summary>The list of changes to write, from which they can be undone (<c>--log</c>); null: the output's name with <c>.changes.json</c>.</summary>
    public string? Log { get; init; }

    /// <summary>Whether files that are there may be replaced (<c>--force</c>).</summary>
    public bool Overwrite { get; init; }

    /// <summary>What is done with outliers (<c>--outliers</c>).</summary>
    public OutlierTreatment Outliers { get; init; }

    /// <summary>
    /// Keeps of the pairs with vectors only those whose sides are among this many nearest of one another by CSLS, after all else (<c>--mutual</c>); 0: no such filter.
    /// </summary>
    public int Mutual { get; init; }

    /// <summary>The part of the source words that is held out to compare before and after (<c>--held-out</c>); default 0.2.</summary>
    public double HeldOut { get; init; } = 0.2;

    /// <summary>The most frequent words of either side to know (<c>--vocabulary-limit</c>); default 200,000; null: all.</summary>
    public int? VocabularyLimit { get; init; } = 200_000;

    /// <summary>What is done with entries of several words (<c>--multi-word</c>); default: they are skipped.</summary>
    public MultiWordEntries MultiWord { get; init; }

    /// <summary>Keys all random draws (<c>--seed</c>); default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads; 0 (the default): one for each processor (<c>--threads</c>). The result is the same for any number.</summary>
    public int Threads { get; init; }

    /// <summary>The threads to use.</summary>
    internal int ThreadCount => AlignVectorsOptions.CheckThreads(Threads);

    /// <summary>Where the list of changes is written.</summary>
    public string LogPath => Log ?? Output + ".changes.json";

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOptionException">A path is empty or a number out of range.</exception>
    public void Validate()
    {
        CheckDictionaryOptions.Require("--dictionary", Dictionary);
        CheckDictionaryOptions.Require("--source-embeddings", SourceEmbeddings);
        CheckDictionaryOptions.Require("--target-embeddings", TargetEmbeddings);
        CheckDictionaryOptions.Require("--output", Output);
        CheckDictionaryOptions.Require("--log", LogPath);
        CheckDictionaryOptions.RequirePositive("--vocabulary-limit", VocabularyLimit ?? 1);
        AlignVectorsOptions.CheckThreads(Threads);
        if (Mutual is < 0 or > 1000)
            throw new InvalidOptionException("--mutual", Mutual.ToString(CultureInfo.InvariantCulture), "a number from 0 to 1000", "0 is no such filter.");
        if (HeldOut is not (> 0 and < 1))
            throw new InvalidOptionException("--held-out", HeldOut.ToString("R", CultureInfo.InvariantCulture), "a share between 0 and 1", "0.2 is usual.");
    }
}
