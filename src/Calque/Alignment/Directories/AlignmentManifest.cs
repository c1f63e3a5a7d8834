using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Calque.Alignment.Directories;

/// <summary>
/// <c>calque.manifest.json</c> of an alignment: what went in, what was asked, what came out. It holds no clock and no name of the output, so two equal
/// runs write equal manifests.
/// </summary>
public sealed record AlignmentManifest
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "calque.manifest.json";

    /// <summary>The form of this file.</summary>
    public string Schema { get; init; } = "calque.manifest/1";

    /// <summary>The version of Calque that wrote it.</summary>
    public required string Calque { get; init; }

    /// <summary>What was done: <c>align</c>.</summary>
    public string Operation { get; init; } = "align";

    /// <summary>The method that was asked for.</summary>
    public required string Method { get; init; }

    /// <summary>The method that made the maps: another one where <c>auto</c> chose.</summary>
    public required string FittedMethod { get; init; }

    /// <summary>The normalisation of both sides.</summary>
    public required string Normalization { get; init; }

    /// <summary>The seed of the random draws.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Every file that was read, with its hash.</summary>
    public required IReadOnlyList<AlignmentInput> Inputs { get; init; }

    /// <summary>The options as they were in force, by the name they have on the command line.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The source vocabulary.</summary>
    public required VocabularyFigures Source { get; init; }

    /// <summary>The target vocabulary.</summary>
    public required VocabularyFigures Target { get; init; }

    /// <summary>The dictionary; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DictionaryFigures? Dictionary { get; init; }

    /// <summary>Dimensions of the common space.</summary>
    public required int Dimension { get; init; }

    /// <summary>Whether the target's vectors move too: then both sides must be mapped, see <c>calque align apply --side</c>.</summary>
    public required bool MovesTarget { get; init; }

    /// <summary>Parameters and figures of the method, by name.</summary>
    public required IReadOnlyDictionary<string, string> Notes { get; init; }

    /// <summary>What <c>auto</c> tried, in the order tried.</summary>
    public required IReadOnlyList<AlignmentTrial> Trials { get; init; }

    /// <summary>How self-learning went; null for other methods.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SelfLearningReport? SelfLearning { get; init; }

    /// <summary>How adversarial alignment went; null for other methods.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AdversarialReport? Adversarial { get; init; }

    /// <summary>What the user should know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
