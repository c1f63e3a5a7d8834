using System.Collections.Generic;

namespace Calque.Alignment.Directories;

/// <summary>What <see cref="ApplyAlignment"/> did.</summary>
public sealed record ApplyAlignmentResult
{
    /// <summary>The alignment.</summary>
    public required string Alignment { get; init; }

    /// <summary>Which side's map was used.</summary>
    public required AlignmentSide Side { get; init; }

    /// <summary>The vectors that were read.</summary>
    public required string Embeddings { get; init; }

    /// <summary>What their file turned out to be.</summary>
    public required string Format { get; init; }

    /// <summary>The file that was written.</summary>
    public required string Output { get; init; }

    /// <summary>Its form: <c>word2vec text</c>, <c>word2vec text, gzip</c> or <c>word2vec binary</c>.</summary>
    public required string OutputFormat { get; init; }

    /// <summary>Words, all in the order of the file that was read.</summary>
    public required long Words { get; init; }

    /// <summary>Values a vector, now.</summary>
    public required int Dimension { get; init; }

    /// <summary>Words whose vectors were zero, and are.</summary>
    public required long ZeroVectors { get; init; }

    /// <summary>Whether these are the very vectors that the alignment was made of.</summary>
    public required bool MadeOfThese { get; init; }

    /// <summary>What the user should know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
