namespace Calque.Alignment.Directories;

/// <summary>How the vectors of an alignment are found.</summary>
public sealed record OpenAlignmentOptions
{
    /// <summary>The source vectors, in place of the file that the alignment remembers (<c>--source-embeddings</c>).</summary>
    public string? SourceEmbeddings { get; init; }

    /// <summary>The target vectors, likewise (<c>--target-embeddings</c>).</summary>
    public string? TargetEmbeddings { get; init; }

    /// <summary>The most frequent words of either side that count; null: all, whatever the alignment was made with.</summary>
    public int? VocabularyLimit { get; init; }

    /// <summary>A word to take in on either side even if the vocabulary ends before it, or if it is composed of n-grams only; null: none.</summary>
    public string? Word { get; init; }

    /// <summary>Threads; 0: one for each processor.</summary>
    public int Threads { get; init; }
}
