using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;
using Calque.Tests.Formats.Safetensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Formats.HuggingFace;

[Collection(nameof(RunsAlone))]
public sealed class ModelDirectoryWriterTests
{
    /// <summary>Fills a tensor of any floating point type with its row number + 0.5.</summary>
    private static TensorReplacement NewRows(ModelTensor tensor, params long[] shape) => new(tensor, shape, (first, count, destination) =>
    {
        int columns = destination.Length / ElementTypes.GetSize(tensor.ElementType) / count;
        float[] values = [.. Enumerable.Range(0, count * columns).Select(i => first + (i / columns) + 0.5f)];
        ElementConversion.FromSingle(tensor.ElementType, values, destination);
    });

    private static float[] Singles(ModelDirectory model, string name)
    {
        ModelTensor tensor = model.Tensors.Single(t => t.Name == name);
        float[] values = new float[tensor.Length / ElementTypes.GetSize(tensor.ElementType)];
        ElementConversion.ToSingle(tensor.ElementType, tensor.GetBytes(0, (int)tensor.Length), values);
        return values;
    }

    private static JsonObject NewConfig(ModelDirectory model, int vocabulary)
    {
        JsonObject config = (JsonObject)model.Config.DeepClone();
        config["vocab_size"] = vocabulary;
        return config;
    }

    [Theory]
    [InlineData("roberta", ElementType.F32, 1)]
    [InlineData("bart", ElementType.BF16, 2)]
    [InlineData("llama", ElementType.F16, 3)]
    [InlineData("gptj", ElementType.F64, 4)]
    public void Write_ReplacedVocabulary_KeepsAllElse(string type, ElementType elementType, int shards)
    {
        using TemporaryDirectory directory = new();
        TinyModelOptions options = new() { ModelType = type, ElementType = elementType, Shards = shards, Tied = false };
        using ModelDirectory source = ModelDirectory.Open(TinyModels.Write(directory["source"], options));
        Directory.CreateDirectory(directory["target"]);
        ModelDirectoryWriteResult result = ModelDirectoryWriter.Write(source, directory["target"], new()
        {
            Config = NewConfig(source, 31),
            GenerationConfig = source.GenerationConfig,
            Replacements =
            [
                .. source.VocabularyTensors.Select(t => NewRows(t.Tensor, [.. t.Tensor.Shape.Select((axis, i) => i == t.VocabularyAxis ? 31 : axis)])),
            ],
        });

        using ModelDirectory target = ModelDirectory.Open(directory["target"]);
        Assert.Equal(source.WeightFileNames, target.WeightFileNames);
        Assert.Equal(31, target.EmbeddingRows);
        HashSet<string> replaced = [.. source.VocabularyTensors.Select(t => t.Tensor.Name)];
        foreach (ModelTensor tensor in source.Tensors)
        {
            ModelTensor written = target.Tensors.Single(t => t.Name == tensor.Name);
            Assert.Equal(Path.GetFileName(tensor.File), Path.GetFileName(written.File));
            Assert.Equal(tensor.ElementType, written.ElementType);
            if (!replaced.Contains(tensor.Name))
                Assert.True(tensor.GetBytes(0, (int)tensor.Length).SequenceEqual(written.GetBytes(0, (int)written.Length)));
        }
        Assert.Equal(Enumerable.Range(0, 31 * 8).Select(i => (i / 8) + 0.5f), Singles(target, target.InputEmbedding.Name));
        Assert.Equal(target.Tensors.Sum(t => t.Length), result.WeightBytes);
        if (shards > 1)
        {
            JsonObject index = (JsonObject)JsonNode.Parse(File.ReadAllText(directory["target/model.safetensors.index.json"]))!;
            Assert.Equal(result.WeightBytes, (long)index["metadata"]!["total_size"]!);
            Assert.Equal("kept", (string?)index["metadata"]!["note"]);
            Assert.Equal(source.Tensors.Select(t => t.Name).Order(), ((JsonObject)index["weight_map"]!).Select(entry => entry.Key).Order());
        }
    }

    [Fact]
    public void Write_NothingReplaced_GivesTheSameFiles()
    {
        using TemporaryDirectory directory = new();
        using ModelDirectory source = ModelDirectory.Open(TinyModels.Write(directory["source"], new() { Shards = 2, ModelType = "t5" }));
        Directory.CreateDirectory(directory["target"]);
        ModelDirectoryWriter.Write(source, directory["target"], new() { Config = source.Config, GenerationConfig = source.GenerationConfig });
        foreach (string path in Directory.EnumerateFiles(directory["source"], "*.safetensors"))
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(directory["target/" + Path.GetFileName(path)]));
        Assert.Equal(Directory.EnumerateFiles(directory["source"]).Select(Path.GetFileName).Order(), Directory.EnumerateFiles(directory["target"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Write_TwiceTheSame_GivesTheSameBytes()
    {
        using TemporaryDirectory directory = new();
        using ModelDirectory source = ModelDirectory.Open(TinyModels.Write(directory["source"], new() { ModelType = "bert", Shards = 2 }));
        foreach (string name in new[] { "one", "two" })
        {
            Directory.CreateDirectory(directory[name]);
            ModelDirectoryWriter.Write(source, directory[name], new() { Config = source.Config, Replacements = [NewRows(source.InputEmbedding, 33, 8)] });
        }
        foreach (string path in Directory.EnumerateFiles(directory["one"]))
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(directory["two/" + Path.GetFileName(path)]));
    }

    [Fact]
    public void Write_Config_KeepsOrderUnknownKeysSpellingAndLetters()
    {
        using TemporaryDirectory directory = new();
        using ModelDirectory source = ModelDirectory.Open(TinyModels.Write(directory["source"], new()));
        Directory.CreateDirectory(directory["target"]);
        ModelDirectoryWriter.Write(source, directory["target"], new() { Config = NewConfig(source, 20) });
        string text = File.ReadAllText(directory["target/config.json"]);
        Assert.Contains("\n  \"layer_norm_eps\": 1e-12,\n", text, StringComparison.Ordinal);
        Assert.Contains("\"größer\"", text, StringComparison.Ordinal);
        Assert.Contains("\"мир\"", text, StringComparison.Ordinal);
        Assert.Contains("\"\U0001F600\"", text, StringComparison.Ordinal);
        Assert.EndsWith("\"vocab_size\": 20\n}\n", text, StringComparison.Ordinal);
        Assert.StartsWith("{\n  \"architectures\": [\n    \"TinyModel\"\n  ],\n  \"model_type\": \"bert\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PyTorchSource_BecomesSafetensorsWithTiedPairsOnce()
    {
        using TemporaryDirectory directory = new();
        using ModelDirectory source = ModelDirectory.Open(Fixtures.Path("models", "bert-bin"));
        Directory.CreateDirectory(directory["target"]);
        ModelDirectoryWriteResult result = ModelDirectoryWriter.Write(
            source, directory["target"], new() { Config = NewConfig(source, 13), Replacements = [NewRows(source.InputEmbedding, 13, 4), NewRows(source.VocabularyTensors[1].Tensor, 13)] });
        Assert.Equal(["cls.predictions.decoder.bias", "cls.predictions.decoder.weight"], result.DroppedNames.Order());
        using ModelDirectory target = ModelDirectory.Open(directory["target"]);
        Assert.Equal(["model.safetensors"], target.WeightFileNames);
        Assert.Equal(source.Tensors.Select(t => t.Name).Order(), target.Tensors.Select(t => t.Name).Order());
        Assert.Equal(FixtureValues.Make("half", 6).Select(v => (float)v), Singles(target, "bert.encoder.half"));
        Assert.Equal(Singles(source, "bert.encoder.transposed"), Singles(target, "bert.encoder.transposed"));
        Assert.Equal(Singles(source, "bert.encoder.slice"), Singles(target, "bert.encoder.slice"));
        Assert.Equal(Enumerable.Range(0, 13).Select(i => i + 0.5f), Singles(target, "cls.predictions.bias"));
        using SafetensorsFile file = SafetensorsFile.Open(directory["target/model.safetensors"]);
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Fact]
    public void Write_PyTorchShards_KeepsTheLayout()
    {
        using TemporaryDirectory directory = new();
        using ModelDirectory source = ModelDirectory.Open(Fixtures.Path("models", "gpt2-bin-shards"));
        Directory.CreateDirectory(directory["target"]);
        ModelDirectoryWriteResult result = ModelDirectoryWriter.Write(source, directory["target"], new() { Config = source.Config });
        Assert.Equal(["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json"], result.WeightFiles);
        using ModelDirectory target = ModelDirectory.Open(directory["target"]);
        Assert.Equal(FixtureValues.Make("h1", 16).Select(v => (float)v), Singles(target, "transformer.h.1.w"));
        Assert.Equal("model-00002-of-00002.safetensors", Path.GetFileName(target.Tensors.Single(t => t.Name == "lm_head.weight").File));
    }

    [Fact]
    public void Write_SharedHeadThatTheConfigUnties_IsWrittenUnderBothNames()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["source"]);
        File.Copy(Fixtures.Path("models", "bert-bin", "pytorch_model.bin"), directory["source/pytorch_model.bin"]);
        TinyModels.WriteJson(directory["source/config.json"], new JsonObject { ["model_type"] = "bert", ["vocab_size"] = 12, ["tie_word_embeddings"] = false });
        using ModelDirectory source = ModelDirectory.Open(directory["source"]);
        Directory.CreateDirectory(directory["target"]);
        ModelDirectoryWriter.Write(source, directory["target"], new() { Config = source.Config, Replacements = [NewRows(source.InputEmbedding, 13, 4)] });
        using SafetensorsFile file = SafetensorsFile.Open(directory["target/model.safetensors"]);
        Assert.True(file.TryGetTensor("cls.predictions.decoder.weight", out TensorInfo? head));
        Assert.True(file.TryGetTensor("bert.embeddings.word_embeddings.weight", out TensorInfo? input));
        Assert.Equal([13, 4], head.Shape);
        Assert.True(file.GetBytes(head, 0, 208).SequenceEqual(file.GetBytes(input, 0, 208)));
    }

    [Fact]
    public void Write_OtherFiles_AreCopiedSkippedOrLeftOut()
    {
        using TemporaryDirectory directory = new();
        TinyModels.Write(directory["source"], new());
        string[] names =
        [
            "LICENSE", "1_Pooling/config.json", "tokenizer.json", "README.md", "pytorch_model.bin", "tf_model.h5", "flax_model.msgpack", "onnx/model.onnx",
            "training_args.bin", "optimizer.pt", ".gitattributes", ".git/config", "checkpoint-5/config.json", "model.safetensors.index.json",
        ];
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(directory["source/" + name])!);
            File.WriteAllText(directory["source/" + name], name);
        }
        Directory.CreateSymbolicLink(directory["source/ring"], directory["source"]);
        using ModelDirectory source = ModelDirectory.Open(directory["source"]);
        Directory.CreateDirectory(directory["target"]);
        ModelDirectoryWriteResult result = ModelDirectoryWriter.Write(
            source, directory["target"], new() { Config = source.Config, LeaveOut = ["tokenizer.json", "README.md"] });
        Assert.Equal(["LICENSE", "1_Pooling/config.json"], result.CopiedFiles);
        Assert.Equal(
            [".git/", ".gitattributes", "checkpoint-5/", "flax_model.msgpack", "model.safetensors.index.json", "onnx/model.onnx", "optimizer.pt", "pytorch_model.bin", "ring/", "tf_model.h5", "training_args.bin"],
            result.SkippedFiles.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["1_Pooling/config.json", "LICENSE", "config.json", "model.safetensors"],
            Directory.EnumerateFiles(directory["target"], "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(directory["target"], path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_LargeReplacement_ComesInBlocksInOrder()
    {
        using TemporaryDirectory directory = new();
        using ModelDirectory source = ModelDirectory.Open(TinyModels.Write(directory["source"], new()));
        Directory.CreateDirectory(directory["target"]);
        List<(long First, int Count)> blocks = [];
        List<OperationProgress> reports = [];
        TensorReplacement replacement = new(source.InputEmbedding, [700_000, 8], (first, count, destination) =>
        {
            Assert.Equal(count * 32, destination.Length);
            destination.Fill((byte)blocks.Count);
            blocks.Add((first, count));
        });
        ModelDirectoryWriteOptions options = new() { Config = source.Config, Replacements = [replacement] };
        ModelDirectoryWriter.Write(source, directory["target"], options, new Recorder(reports));
        Assert.True(blocks.Count > 2);
        Assert.Equal(0, blocks[0].First);
        for (int i = 1; i < blocks.Count; i++)
            Assert.Equal(blocks[i - 1].First + blocks[i - 1].Count, blocks[i].First);
        Assert.Equal(700_000, blocks[^1].First + blocks[^1].Count);
        Assert.Equal(reports[^1].Total, reports[^1].Done);
        Assert.Equal(ModelDirectoryWriter.PredictBytes(source, options), reports[^1].Done);
    }

    [Fact]
    public void Write_BodyOfManyGigabytes_IsNotLoaded()
    {
        using TemporaryDirectory directory = new();
        // Only Linux tells holes from data, and only there a copy keeps them.
        if (!OperatingSystem.IsLinux())
            return;
        const long Rows = 500_000_000_000;
        TinyModels.Write(directory["source"], new() { ModelType = "gpt2" });
        File.Delete(directory["source/model.safetensors"]);
        // A file of holes: 8 TB that take no room as long as every step keeps them, and no disk would have if they were asked for.
        using (FileStream holes = new(directory["holes"], FileMode.CreateNew))
        {
            holes.SetLength(Rows * 16);
            using SafetensorsWriter writer = SafetensorsWriter.Create(
                directory["source/model.safetensors"],
                [TensorSpec.Create("h.0.w", ElementType.F32, [Rows, 4]), TensorSpec.Create("wte.weight", ElementType.F32, [20, 8]), TensorSpec.Create("z", ElementType.F16, [1])]);
            writer.CopyTensor(holes.SafeFileHandle, 0);
            writer.Write(new byte[642]);
            writer.Complete();
        }
        using ModelDirectory source = ModelDirectory.Open(directory["source"]);
        Directory.CreateDirectory(directory["target"]);
        long before = Environment.WorkingSet;
        ModelDirectoryWriter.Write(source, directory["target"], new() { Config = source.Config, Replacements = [NewRows(source.InputEmbedding, 21, 8)] });
        using ModelDirectory target = ModelDirectory.Open(directory["target"]);
        Assert.Equal(21, target.EmbeddingRows);
        Assert.Equal(Rows * 16, target.Tensors.Single(t => t.Name == "h.0.w").Length);
        Assert.True(Environment.WorkingSet - before < 1L << 30);
    }

    [Fact]
    public void Write_Cancelled_Throws()
    {
        using TemporaryDirectory directory = new();
        using ModelDirectory source = ModelDirectory.Open(TinyModels.Write(directory["source"], new()));
        Directory.CreateDirectory(directory["target"]);
        using CancellationTokenSource cancellation = new();
        TensorReplacement replacement = new(source.InputEmbedding, [700_000, 8], (_, _, _) => cancellation.Cancel());
        Assert.Throws<OperationCanceledException>(() => ModelDirectoryWriter.Write(
            source, directory["target"], new() { Config = source.Config, Replacements = [replacement] }, null, cancellation.Token));
        Assert.Empty(Directory.EnumerateFiles(directory["target"]));
    }

    private sealed class Recorder(List<OperationProgress> reports) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => reports.Add(value);
    }
}
