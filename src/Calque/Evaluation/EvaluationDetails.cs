using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Calque.Evaluation;

/// <summary>What an evaluation tells beside the scores.</summary>
public sealed record EvaluationDetails
{
    /// <summary>The alignment's directory.</summary>
    public required string Alignment { get; init; }

    /// <summary>The aligner that made it.</summary>
    public required string Method { get; init; }

    /// <summary>Its normalisation.</summary>
    public required string Normalization { get; init; }

    /// <summary>How translations were ranked: <c>nn</c>, <c>csls</c> (10 neighbours) or <c>isf</c> (β = 30).</summary>
    public required string Retrieval { get; init; }

    /// <summary>The test dictionary.</summary>
    public required string Dictionary { get; init; }

    /// <summary>Lines of its file.</summary>
    public required int Lines { get; init; }

    /// <summary>Lines that gave no pair.</summary>
    public required int SkippedLines { get; init; }

    /// <summary>Its distinct source words.</summary>
    public required int SourceWords { get; init; }

    /// <summary>Those that could be asked for.</summary>
    public required int AskedWords { get; init; }

    /// <summary>Pairs with a vector on both sides whose sides are one string.</summary>
    public required int IdenticalPairs { get; init; }

    /// <summary>Words of the source vocabulary.</summary>
    public required int SourceVocabulary { get; init; }

    /// <summary>Words of the target vocabulary: what is searched.</summary>
    public required int TargetVocabulary { get; init; }

    /// <summary>Intervals of the scores of MUSE and vecmap.</summary>
    public required ScoreIntervals Intervals { get; init; }

    /// <summary>Intervals of the scores of fastText.</summary>
    public required ScoreIntervals FasttextIntervals { get; init; }

    /// <summary>The scores without pairs whose sides are one string; null where no other pairs are left.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DefinitionScores? WithoutIdentical { get; init; }

    /// <summary>How unevenly target words are retrieved.</summary>
    public required HubFigures Hubs { get; init; }

    /// <summary>How alike the two spaces are, before any map.</summary>
    public required IsomorphismFigures Isomorphism { get; init; }

    /// <summary>Whether the alignment works at all, and why it seems so.</summary>
    public required AlignmentVerdict Verdict { get; init; }

    /// <summary>What the user should know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
