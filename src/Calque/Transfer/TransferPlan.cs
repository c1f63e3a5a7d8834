using System;
using System.Collections.Generic;

namespace Calque.Transfer;

/// <summary>
/// How each row of the target's matrices is made from rows of the source's: a sparse matrix of shape
/// [target vocabulary × source vocabulary] in compressed rows, where a row without entries is a keyed random draw. A plan
/// does not depend on weights; it can be applied to every model with the same source tokenizer.
/// </summary>
public sealed class TransferPlan
{
    /// <summary>The source vocabulary: highest id + 1. Every entry of <see cref="SourceIds"/> is below it.</summary>
    public required int SourceVocabularySize { get; init; }

    /// <summary>The target vocabulary: highest id + 1, the number of rows of the plan.</summary>
    public required int TargetVocabularySize { get; init; }

    /// <summary>Where each row begins in <see cref="SourceIds"/>: [target vocabulary + 1], ascending from 0.</summary>
    public required long[] RowOffsets { get; init; }

    /// <summary>The source tokens of all rows, one row after another.</summary>
    public required int[] SourceIds { get; init; }

    /// <summary>Their weights; the weights of a row add up to 1 within rounding.</summary>
    public required float[] Weights { get; init; }

    /// <summary>The cosine similarity behind each weight; 1 for a copied row.</summary>
    public required float[] Similarities { get; init; }

    /// <summary>Which rule made each row: an index into <see cref="RuleNames"/>.</summary>
    public required byte[] Rules { get; init; }

    /// <summary>The names of the rules, in their order.</summary>
    public required IReadOnlyList<string> RuleNames { get; init; }

    /// <summary>The key of each row's random draw, a hash of the token's text: the same token draws the same row in any vocabulary.</summary>
    public required ulong[] DrawKeys { get; init; }

    /// <summary>Which source rows belong to a token: 1, or 0 for a hole. Rows of padding and holes stay out of the statistics of a draw.</summary>
    public required byte[] SourceRows { get; init; }

    /// <summary>The method that made the plan, such as <c>wechsel</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The seed of the random draws.</summary>
    public required ulong Seed { get; init; }

    /// <summary>SHA-256 of the source vocabulary (<see cref="VocabularyHash"/>), in hexadecimal.</summary>
    public required string SourceVocabularyHash { get; init; }

    /// <summary>SHA-256 of the target vocabulary, in hexadecimal.</summary>
    public required string TargetVocabularyHash { get; init; }

    /// <summary>The options that made the plan, as text, for the record.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The name of the rule that made a row.</summary>
    public string RuleOf(int target) => RuleNames[Rules[target]];

    /// <summary>Whether a row is a random draw.</summary>
    public bool IsDrawn(int target) => RowOffsets[target] == RowOffsets[target + 1];

    /// <summary>The source tokens of one row, the heaviest first.</summary>
    public ReadOnlySpan<int> SourcesOf(int target) => Slice<int>(SourceIds, target);

    /// <summary>The weights of one row.</summary>
    public ReadOnlySpan<float> WeightsOf(int target) => Slice<float>(Weights, target);

    /// <summary>The similarities of one row.</summary>
    public ReadOnlySpan<float> SimilaritiesOf(int target) => Slice<float>(Similarities, target);

    private ReadOnlySpan<T> Slice<T>(T[] values, int target) =>
        values.AsSpan((int)RowOffsets[target], (int)(RowOffsets[target + 1] - RowOffsets[target]));
}
