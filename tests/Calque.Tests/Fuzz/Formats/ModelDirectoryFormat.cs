using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Calque.Formats.HuggingFace;
using Calque.Tests.Support;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>A model directory in shards, of safetensors or of pickles: the index, config.json and the shards together; opened and written anew with another vocabulary.</summary>
internal sealed class ModelDirectoryFormat : FuzzFormat
{
    private readonly Func<IReadOnlyList<FuzzFile[]>> _make;

    private ModelDirectoryFormat(string name, Func<IReadOnlyList<FuzzFile[]>> make)
        : base(name) => _make = make;

    public static ModelDirectoryFormat Safetensors { get; } = new("model-directory", () =>
    [
        Make(new TinyModelOptions { ModelType = "gpt2", Vocabulary = 6, Hidden = 4, Shards = 2, Tied = false }),
        Make(new TinyModelOptions { ModelType = "roberta", Vocabulary = 6, Hidden = 4, Shards = 3 }),
        Make(new TinyModelOptions { ModelType = "mbart", Vocabulary = 6, Hidden = 4, PaddingRows = 2 }),
    ]);

    public static ModelDirectoryFormat Pickles { get; } = new("model-directory-pickles", () =>
        [.. ((string[])["gpt2-bin-shards", "bert-bin", "bert-bin-protocol4"]).Select(Read)]);

    public override void Use(string directory)
    {
        using ModelDirectory model = ModelDirectory.Open(directory);
        _ = (model.TiesHead, model.TiesByConfig, model.PositionOffset, model.VocabularySize);
        string target = Path.Combine(directory, "out");
        Directory.CreateDirectory(target);
        const int Rows = 7;
        JsonObject config = (JsonObject)model.Config.DeepClone();
        config["vocab_size"] = Rows;
        ModelDirectoryWriter.Write(model, target, new ModelDirectoryWriteOptions
        {
            Replacements =
            [
                .. model.VocabularyTensors.Select(tensor => new TensorReplacement(
                    tensor.Tensor, [.. tensor.Tensor.Shape.Select((size, axis) => axis == tensor.VocabularyAxis ? Rows : size)], (_, _, bytes) => bytes.Fill(1))),
            ],
            Config = config,
            GenerationConfig = (JsonObject?)model.GenerationConfig?.DeepClone(),
        });
        OpenAgain(target, Rows);
    }

    /// <summary>What was written must open again: a reader that takes nonsense in may not hand it on.</summary>
    private static void OpenAgain(string target, int rows)
    {
        try
        {
            using ModelDirectory again = ModelDirectory.Open(target);
            if (again.EmbeddingRows != rows)
                throw new InvalidOperationException($"{again.EmbeddingRows} rows were written, {rows} asked for");
        }
        catch (CalqueException error)
        {
            throw new InvalidOperationException($"what was written does not open: {error.Message}", error);
        }
    }

    protected override IReadOnlyList<FuzzFile[]> MakeInputs() => _make();

    private static FuzzFile[] Make(TinyModelOptions options) => Capture(
        path => TinyModels.Write(path, options), name => name.EndsWith(".json", StringComparison.Ordinal) ? FuzzShape.Json : FuzzShape.Safetensors);

    private static FuzzFile[] Read(string fixture) =>
    [
        .. Directory.EnumerateFiles(Fixtures.Path("models", fixture)).Order(StringComparer.Ordinal).Select(path => new FuzzFile(
            Path.GetFileName(path), File.ReadAllBytes(path), path.EndsWith(".json", StringComparison.Ordinal) ? FuzzShape.Json : FuzzShape.PyTorchArchive)),
    ];
}
