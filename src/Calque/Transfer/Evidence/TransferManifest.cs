using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Calque.Transfer.Evidence;

/// <summary>
/// <c>calque.manifest.json</c>: what went in, what was asked, what was done and how well it went. It holds no clock and no
/// name of the output, so two equal runs write equal manifests.
/// </summary>
public sealed record TransferManifest
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "calque.manifest.json";

    /// <summary>The form of this file.</summary>
    public string Schema { get; init; } = "calque.manifest/1";

    /// <summary>The version of Calque that wrote it.</summary>
    public required string Calque { get; init; }

    /// <summary>What was done: <c>transfer</c>.</summary>
    public string Operation { get; init; } = "transfer";

    /// <summary>The method of the plan.</summary>
    public required string Method { get; init; }

    /// <summary>The seed of the random draws.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Every file that was read, with its hash.</summary>
    public required IReadOnlyList<InputFile> Inputs { get; init; }

    /// <summary>The options as they were in force, by the name they have on the command line.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Ids of the source vocabulary.</summary>
    public required int SourceVocabularySize { get; init; }

    /// <summary>Ids of the target vocabulary: rows of the new matrices.</summary>
    public required int TargetVocabularySize { get; init; }

    /// <summary>Rows of the source's input embedding beyond its vocabulary (padding), which took no part; null without a model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SourcePaddingRows { get; init; }

    /// <summary>Rows by rule.</summary>
    public required IReadOnlyList<RuleCount> Rules { get; init; }

    /// <summary>Random rows, in percent.</summary>
    public required double RandomPercent { get; init; }

    /// <summary>The alignment; null for a method without vectors and for a plan that was given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AlignmentFigures? Alignment { get; init; }

    /// <summary>How near the neighbours are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SimilarityFigures? Similarity { get; init; }

    /// <summary>Every tensor that is not a copy of the source's.</summary>
    public required IReadOnlyList<TensorChange> Tensors { get; init; }

    /// <summary>Tensors that were copied as bytes.</summary>
    public required int TensorsCopied { get; init; }

    /// <summary>Whether the output head is the input embedding.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? TiedHead { get; init; }

    /// <summary>Every value of a configuration file that changed.</summary>
    public required IReadOnlyList<ConfigChange> Configuration { get; init; }

    /// <summary>Files of the source model that were not copied, such as weights in another form.</summary>
    public required IReadOnlyList<string> FilesLeftOut { get; init; }

    /// <summary>What the user should know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
