using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace Calque.Formats.HuggingFace;

/// <summary>What differs between a model directory and the one that is written from it.</summary>
public sealed record ModelDirectoryWriteOptions
{
    /// <summary>The new config.json.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>The new generation_config.json; null: none is written.</summary>
    public JsonObject? GenerationConfig { get; init; }

    /// <summary>Tensors with new contents.</summary>
    public IReadOnlyList<TensorReplacement> Replacements { get; init; } = [];

    /// <summary>Tensors that the source has not; they go into its last file of weights.</summary>
    public IReadOnlyList<TensorAddition> Additions { get; init; } = [];

    /// <summary>Files of the source that are not copied, by their names below the directory with <c>/</c>: the tokenizer's, and those that the caller writes itself.</summary>
    public IReadOnlyCollection<string> LeaveOut { get; init; } = [];
}
