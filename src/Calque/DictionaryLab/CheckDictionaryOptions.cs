using System.Globalization;
using Calque.Alignment;
using Calque.Alignment.Directories;

namespace Calque.DictionaryLab;

/// <summary>What <see cref="CheckDictionary"/> is to do.</summary>
public sealed record CheckDictionaryOptions
{
    /// <summary>The dictionary, source language first (<c>--dictionary</c>).</summary>
    public required string Dictionary { get; init; }

    /// <summary>The source language's vectors (<c>--source-embeddings</c>).</summary>
    public required string SourceEmbeddings { get; init; }

    /// <summary>The target language's vectors, of as many dimensions (<c>--target-embeddings</c>).</summary>
    public required string TargetEmbeddings { get; init; }

    /// <summary>The most frequent words of either side to know (<c>--vocabulary-limit</c>); default 200,000, as MUSE; null: all.</summary>
    public int? VocabularyLimit { get; init; } = 200_000;

    /// <summary>What is done with entries of several words (<c>--multi-word</c>); default: they are skipped.</summary>
    public MultiWordEntries MultiWord { get; init; }

    /// <summary>Keys all random draws (<c>--seed</c>); default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads; 0 (the default): one for each processor (<c>--threads</c>). The result is the same for any number.</summary>
    public int Threads { get; init; }

    /// <summary>The threads to use.</summary>
    internal int ThreadCount => AlignVectorsOptions.CheckThreads(Threads);

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOptionException">A path is empty or a number out of range.</exception>
    public void Validate()
    {
        Require("--dictionary", Dictionary);
        Require("--source-embeddings", SourceEmbeddings);
        Require("--target-embeddings", TargetEmbeddings);
        RequirePositive("--vocabulary-limit", VocabularyLimit ?? 1);
        AlignVectorsOptions.CheckThreads(Threads);
    }

    internal static void Require(string option, string path)
    {
        if (string.IsNullOrEmpty(path))
            throw new InvalidOptionException(option, "an empty path", "a file", "Name the file.");
    }

    internal static void RequirePositive(string option, int value)
    {
        if (value < 1)
            throw new InvalidOptionException(option, value.ToString(CultureInfo.InvariantCulture), "a number from 1 on", "Leave it out for the default.");
    }
}
