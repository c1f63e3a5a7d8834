using System.Collections.Generic;

namespace Calque.Alignment.Directories;

/// <summary>An alignment with the vocabularies of both files, mapped into the common space.</summary>
/// <param name="Alignment">The maps.</param>
/// <param name="OwnSource">The source vocabulary in its own space.</param>
/// <param name="OwnTarget">The target vocabulary in its own space.</param>
/// <param name="Source">The source vocabulary in the common space, without words that were mapped to zero.</param>
/// <param name="Target">The target vocabulary in the common space, likewise.</param>
/// <param name="Warnings">What the user should know, in whole sentences.</param>
public sealed record AlignedVocabularies(
    SpaceAlignment Alignment,
    VocabularyVectors OwnSource,
    VocabularyVectors OwnTarget,
    VocabularyVectors Source,
    VocabularyVectors Target,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Whether the last source word was taken in by <see cref="OpenAlignmentOptions.Word"/>: beyond the limit, or composed of n-grams.</summary>
    public bool SourceTakenIn => OwnSource.Count > SourceWords;

    /// <summary>Whether the last target word was taken in likewise.</summary>
    public bool TargetTakenIn => OwnTarget.Count > TargetWords;

    /// <summary>Words of the source file that count.</summary>
    public required int SourceWords { get; init; }

    /// <summary>Words of the target file that count.</summary>
    public required int TargetWords { get; init; }
}
