using System.Globalization;
using Calque.Alignment.Directories;
using Calque.Retrieval;

namespace Calque.DictionaryLab;

/// <summary>What <see cref="InduceDictionary"/> is to do.</summary>
public sealed record InduceDictionaryOptions
{
    /// <summary>The directory of an alignment, or its file (<c>--alignment</c>).</summary>
    public required string Alignment { get; init; }

    /// <summary>The source language's vectors (<c>--source-embeddings</c>); null: those that the alignment remembers.</summary>
    public string? SourceEmbeddings { get; init; }

    /// <summary>The target language's vectors (<c>--target-embeddings</c>); null: those that the alignment remembers.</summary>
    public string? TargetEmbeddings { get; init; }

    /// <summary>The dictionary to write (<c>--output</c>).</summary>
    public required string Output { get; init; }

    /// <summary>A dictionary whose pairs are known and left out (<c>--exclude</c>); null: none.</summary>
    public string? Exclude { get; init; }

    /// <summary>Whether a file that is there may be replaced (<c>--force</c>).</summary>
    public bool Overwrite { get; init; }

    /// <summary>The most frequent words of either side (<c>--vocabulary-limit</c>); null: the alignment's own limit, else 200,000.</summary>
    public int? VocabularyLimit { get; init; }

    /// <summary>The largest rank in either direction (<c>--max-rank</c>); default 1: mutual nearest neighbours.</summary>
    public int MaxRank { get; init; } = 1;

    /// <summary>The smallest score (<c>--min-score</c>); null: any.</summary>
    public double? MinScore { get; init; }

    /// <summary>The smallest margin (<c>--min-margin</c>); null: any.</summary>
    public double? MinMargin { get; init; }

    /// <summary>The most pairs to write, the best first (<c>--count</c>); null: all.</summary>
    public int? Count { get; init; }

    /// <summary>How translations are ranked (<c>--retrieval nn|csls|isf</c>); default CSLS.</summary>
    public RetrievalMethod Retrieval { get; init; } = RetrievalMethod.Csls;

    /// <summary>Threads; 0 (the default): one for each processor (<c>--threads</c>). The result is the same for any number.</summary>
    public int Threads { get; init; }

    /// <summary>The threads to use.</summary>
    internal int ThreadCount => AlignVectorsOptions.CheckThreads(Threads);

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOptionException">A path is empty or a number out of range.</exception>
    public void Validate()
    {
        CheckDictionaryOptions.Require("--alignment", Alignment);
        CheckDictionaryOptions.Require("--output", Output);
        CheckDictionaryOptions.RequirePositive("--vocabulary-limit", VocabularyLimit ?? 1);
        CheckDictionaryOptions.RequirePositive("--count", Count ?? 1);
        AlignVectorsOptions.CheckThreads(Threads);
        if (MaxRank is < 1 or > 100)
            throw new InvalidOptionException("--max-rank", MaxRank.ToString(CultureInfo.InvariantCulture), "a number from 1 to 100", "1 keeps mutual nearest neighbours.");
        foreach ((string name, double? value) in new[] { ("--min-score", MinScore), ("--min-margin", MinMargin) })
        {
            if (value is { } number && !double.IsFinite(number))
                throw new InvalidOptionException(name, number.ToString("R", CultureInfo.InvariantCulture), "a finite number", "Leave it out to take any.");
        }
    }
}
