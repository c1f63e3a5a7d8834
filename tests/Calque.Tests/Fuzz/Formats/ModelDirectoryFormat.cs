using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.Formats.HuggingFace;
using Calque.Tests.Support;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>A model directory in shards: the index, config.json and the shards together; opened and written anew with another vocabulary.</summary>
internal sealed class ModelDirectoryFormat() : FuzzFormat("model-directory")
{
    public override void Use(string directory)
    {
        using ModelDirectory model = ModelDirectory.Open(directory);
        _ = (model.TiesHead, model.TiesByConfig, model.PositionOffset, model.VocabularySize);
        string target = Path.Combine(directory, "out");
        Directory.CreateDirectory(target);
        const int Rows = 7;
        ModelDirectoryWriter.Write(model, target, new ModelDirectoryWriteOptions
        {
            Replacements =
            [
                .. model.VocabularyTensors.Select(tensor => new TensorReplacement(
                    tensor.Tensor, [.. tensor.Tensor.Shape.Select((size, axis) => axis == tensor.VocabularyAxis ? Rows : size)], (_, _, bytes) => bytes.Fill(1))),
            ],
            Config = (System.Text.Json.Nodes.JsonObject)model.Config.DeepClone(),
            GenerationConfig = (System.Text.Json.Nodes.JsonObject?)model.GenerationConfig?.DeepClone(),
        });
        // What was written must open again: a reader that takes nonsense in may not hand it on.
        using ModelDirectory again = ModelDirectory.Open(target);
        if (again.EmbeddingRows != Rows)
            throw new InvalidOperationException($"{again.EmbeddingRows} rows were written, {Rows} asked for");
    }

    protected override IReadOnlyList<FuzzFile[]> MakeInputs() =>
    [
        Make(new TinyModelOptions { ModelType = "gpt2", Vocabulary = 6, Hidden = 4, Shards = 2, Tied = false }),
        Make(new TinyModelOptions { ModelType = "roberta", Vocabulary = 6, Hidden = 4, Shards = 3 }),
        Make(new TinyModelOptions { ModelType = "mbart", Vocabulary = 6, Hidden = 4, PaddingRows = 2 }),
    ];

    private static FuzzFile[] Make(TinyModelOptions options) => Capture(
        path => TinyModels.Write(path, options), name => name.EndsWith(".json", StringComparison.Ordinal) ? FuzzShape.Json : FuzzShape.Safetensors);
}
