using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;

namespace Calque.Tests.Support;

/// <summary>
/// Writes model directories of a few kilobytes: the vocabulary tensors of a family, a position table, and a small body.
/// Every number follows from <see cref="Value"/> and is exact in all four floating point types.
/// </summary>
internal static class TinyModels
{
    public const float PaddingValue = 1000f;

    /// <summary>Makes the directory at <paramref name="path"/> and writes config.json, generation_config.json (generative families) and the weights.</summary>
    /// <returns><paramref name="path"/>.</returns>
    public static string Write(string path, TinyModelOptions options)
    {
        Directory.CreateDirectory(path);
        WriteJson(Path.Combine(path, "config.json"), MakeConfig(options));
        if (IsGenerative(options.ModelType))
        {
            WriteJson(
                Path.Combine(path, "generation_config.json"),
                new JsonObject { ["_from_model_config"] = true, ["bos_token_id"] = 2, ["eos_token_id"] = 3, ["pad_token_id"] = options.PaddingId });
        }
        WriteWeights(path, options.Shards, MakeTensors(options));
        return path;
    }

    /// <summary>
    /// Element <paramref name="index"/> (row-major) of the tensor of this name: one of -2, -2 + 1/64, ... 2 - 1/64, hence
    /// exact in bfloat16 and float16. Padding rows differ: <see cref="PaddingValue"/>.
    /// </summary>
    public static float Value(string tensor, long index)
    {
        // FNV-1a over the name and the index, then a final mix; any fixed hash would do.
        ulong hash = 14695981039346656037;
        foreach (byte b in Encoding.UTF8.GetBytes(tensor))
            hash = (hash ^ b) * 1099511628211;
        hash = (hash ^ (ulong)index) * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9;
        return ((int)(hash >> 56) - 128) / 64f;
    }

    /// <summary>The names of the input embedding, head and bias that <see cref="Write"/> uses; null where it stores none.</summary>
    public static EmbeddingTensorNames Names(TinyModelOptions options)
    {
        ModelFamily family = ModelFamilies.Find(options.ModelType) ?? throw new ArgumentException(options.ModelType);
        string prefix = options.WithPrefix ? family.Prefixes[0] : "";
        bool hasHead = options.WithPrefix && !options.Tied && family.Heads.Count > 0;
        bool hasBias = options.WithPrefix && options.Bias && family.Biases.Count > 0;
        return new EmbeddingTensorNames(prefix + family.Embeddings[0], hasHead ? family.Heads[0] : null, hasBias ? family.Biases[0] : null);
    }

    /// <summary>Writes tensors, given as name, type, shape and values, to model.safetensors or to shards with an index.</summary>
    public static void WriteWeights(string path, int shards, IReadOnlyList<(string Name, ElementType Type, long[] Shape, float[] Values)> tensors)
    {
        JsonObject map = [];
        long total = 0;
        for (int shard = 0; shard < shards; shard++)
        {
            string file = shards == 1 ? "model.safetensors" : $"model-{shard + 1:D5}-of-{shards:D5}.safetensors";
            var mine = tensors.Where((_, i) => i % shards == shard).ToArray();
            using SafetensorsWriter writer = SafetensorsWriter.Create(
                Path.Combine(path, file), mine.Select(tensor => TensorSpec.Create(tensor.Name, tensor.Type, tensor.Shape)));
            foreach (TensorInfo info in writer.Tensors)
            {
                float[] values = mine.Single(tensor => tensor.Name == info.Name).Values;
                byte[] bytes = new byte[info.Length];
                ElementConversion.FromSingle(info.ElementType, values, bytes);
                writer.Write(bytes);
                map[info.Name] = file;
                total += info.Length;
            }
            writer.Complete();
        }
        if (shards > 1)
        {
            WriteJson(
                Path.Combine(path, "model.safetensors.index.json"),
                new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = total, ["note"] = "kept" }, ["weight_map"] = map });
        }
    }

    /// <summary>The values of a tensor as <see cref="Write"/> stores them, with <paramref name="paddingRows"/> rows of <see cref="PaddingValue"/> at the end.</summary>
    public static float[] Values(string name, int rows, int columns, int paddingRows)
    {
        float[] values = new float[(rows + paddingRows) * columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = i < rows * columns ? Value(name, i) : PaddingValue;
        return values;
    }

    public static void WriteJson(string path, JsonObject json) =>
        File.WriteAllText(path, json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");

    private static List<(string Name, ElementType Type, long[] Shape, float[] Values)> MakeTensors(TinyModelOptions options)
    {
        ModelFamily family = ModelFamilies.Find(options.ModelType)!; // Names has found it
        string prefix = options.WithPrefix ? family.Prefixes[0] : "";
        int h = options.Hidden;
        int rows = options.Vocabulary + options.PaddingRows;
        List<(string, ElementType, long[], float[])> tensors = [];
        EmbeddingTensorNames names = Names(options);

        Add(names.Embedding!, [rows, h], options.PaddingRows * h);
        if (family.PaddingBasedPositions is string positions)
            Add(prefix + positions, [options.Positions, h], 0);
        Add(prefix + "layer.0.weight", [h, h], 0);
        Add(prefix + "layer.0.bias", [h], 0);
        Add(prefix + "layer.1.weight", [2 * h, h], 0);
        if (names.Head is not null)
            Add(names.Head, [rows, h], options.PaddingRows * h);
        if (names.Bias is not null)
            Add(names.Bias, names.Bias == "final_logits_bias" ? [1, rows] : [rows], options.PaddingRows);
        return tensors;

        void Add(string name, long[] shape, int padding)
        {
            int count = (int)shape.Aggregate(1L, (product, axis) => product * axis);
            tensors.Add((name, options.ElementType, shape, Values(name, count - padding, 1, padding)));
        }
    }

    private static JsonObject MakeConfig(TinyModelOptions options) => new()
    {
        ["architectures"] = new JsonArray("TinyModel"),
        ["model_type"] = options.ModelType,
        ["hidden_size"] = options.Hidden,
        ["bos_token_id"] = 2,
        ["eos_token_id"] = 3,
        ["pad_token_id"] = options.PaddingId,
        ["layer_norm_eps"] = JsonNode.Parse("1e-12"),
        ["max_position_embeddings"] = options.Positions,
        ["id2label"] = new JsonObject { ["0"] = "größer", ["1"] = "мир", ["2"] = "\U0001F600" },
        ["tie_word_embeddings"] = options.Tied,
        ["torch_dtype"] = options.ElementType switch { ElementType.F16 => "float16", ElementType.BF16 => "bfloat16", ElementType.F64 => "float64", _ => "float32" },
        ["unknown_key"] = new JsonArray(1, 2.5, JsonNode.Parse("null")),
        ["vocab_size"] = options.PaddingInConfig ? options.Vocabulary + options.PaddingRows : options.Vocabulary,
    };

    private static bool IsGenerative(string modelType) =>
        modelType is "gpt2" or "gpt_neo" or "gptj" or "gpt_neox" or "opt" or "bloom" or "llama" or "mistral" or "qwen2" or "gemma" or "phi"
            or "t5" or "mt5" or "bart" or "mbart";
}
