using System.Collections.Generic;

namespace Calque.Vectors;

/// <summary>What <see cref="ShowVectors"/> did.</summary>
public sealed record ShowVectorsResult
{
    /// <summary>The vectors' file.</summary>
    public required string Embeddings { get; init; }

    /// <summary>What it turned out to be, such as <c>fastText model</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Words that the file knows.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Values a vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>The file that was written.</summary>
    public required string Output { get; init; }

    /// <summary>Rows written, one a word of the input.</summary>
    public required int Words { get; init; }

    /// <summary>Words of the input that are in the vocabulary.</summary>
    public required int KnownWords { get; init; }

    /// <summary>Words that are not, whose vector was composed from n-grams.</summary>
    public required int ComposedWords { get; init; }

    /// <summary>Words about which nothing is known; their rows are zeros.</summary>
    public required int UnknownWords { get; init; }

    /// <summary>Lines of the input without a word.</summary>
    public required int EmptyLines { get; init; }

    /// <summary>What was odd about the vectors' file.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
