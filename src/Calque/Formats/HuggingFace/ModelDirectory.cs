using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Calque.Formats.HuggingFace;

/// <summary>
/// A model directory as the hub keeps it: config.json and weights in safetensors or pytorch_model.bin, one file or shards.
/// Opened read-only; weights are mapped. Reading is safe from any number of threads.
/// </summary>
public sealed class ModelDirectory : IDisposable
{
    private ModelDirectory(
        string path, JsonObject config, JsonObject? generationConfig, string modelType, ModelFamily? family, WeightFiles weights,
        IReadOnlyList<VocabularyTensor> vocabularyTensors, long? vocabularySize)
    {
        Path = path;
        Config = config;
        GenerationConfig = generationConfig;
        ModelType = modelType;
        Family = family;
        Weights = weights;
        VocabularyTensors = vocabularyTensors;
        VocabularySize = vocabularySize;
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>config.json, keys in their order. Clone it before you change it.</summary>
    public JsonObject Config { get; }

    /// <summary>generation_config.json; null if there is none.</summary>
    public JsonObject? GenerationConfig { get; }

    /// <summary>model_type of config.json; empty if it says none.</summary>
    public string ModelType { get; }

    /// <summary>The family of the table; null if it knows none of this type.</summary>
    public ModelFamily? Family { get; }

    /// <summary>vocab_size of config.json; null if it says none.</summary>
    public long? VocabularySize { get; }

    /// <summary>All tensors of all files; bytes that stand under several names come once.</summary>
    public IReadOnlyList<ModelTensor> Tensors => Weights.Tensors;

    /// <summary>
    /// The tensors with one entry for each token: the input embedding first, then stored copies of it, heads, biases. A
    /// copy that shares its storage with another is not listed again; its name is among the other's aliases.
    /// </summary>
    public IReadOnlyList<VocabularyTensor> VocabularyTensors { get; }

    /// <summary>The input embedding, shape [<see cref="EmbeddingRows"/>, <see cref="HiddenSize"/>].</summary>
    public ModelTensor InputEmbedding => VocabularyTensors[0].Tensor;

    /// <summary>Whether no head of its own is stored, so that a head, if the model has one, is the input matrix.</summary>
    public bool TiesHead => VocabularyTensors.All(tensor => tensor.Role != VocabularyTensorRole.Head);

    /// <summary>What config.json, or else the family, says of the head: whether loading the model makes it the input matrix.</summary>
    public bool TiesByConfig =>
        Config["tie_word_embeddings"] is JsonValue value && value.TryGetValue(out bool ties) ? ties : Family?.TiesByDefault ?? true;

    /// <summary>Rows of the input embedding; more than the tokenizer's tokens where the matrix is padded.</summary>
    public int EmbeddingRows => (int)InputEmbedding.Shape[0];

    /// <summary>Columns of the input embedding; less than the model's hidden size in families that factor it (ALBERT, ELECTRA).</summary>
    public int HiddenSize => (int)InputEmbedding.Shape[1];

    /// <summary>The position table whose rows count from the padding id + 1 (the RoBERTa family); null where positions count from zero or no such table is stored.</summary>
    public ModelTensor? PositionEmbeddings { get; private init; }

    /// <summary>The row of the first position in <see cref="PositionEmbeddings"/>: the padding id + 1. Null where that is null.</summary>
    public int? PositionOffset { get; private init; }

    /// <summary>Names of the weight files in the directory.</summary>
    public IReadOnlyList<string> WeightFileNames => Weights.FileNames;

    /// <summary>Notes for the user: what was passed over, and what is odd but can be used.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>The files behind the tensors.</summary>
    internal WeightFiles Weights { get; }

    /// <summary>How the vocabulary tensors were found.</summary>
    private VocabularyTensorFinder Finder { get; init; } = new(null, null);

    /// <summary>Opens a model directory and finds its vocabulary tensors.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="names">Tensor names that take the place of the table's; null: none.</param>
    /// <exception cref="InvalidModelException">The directory, its config or its weights cannot be used; says where, why and what to do.</exception>
    /// <exception cref="InvalidOptionException">A tensor in <paramref name="names"/> does not exist.</exception>
    public static ModelDirectory Open(string path, EmbeddingTensorNames? names = null)
    {
        CheckPath(path);
        string configPath = System.IO.Path.Combine(path, "config.json");
        if (!File.Exists(configPath))
        {
            throw new InvalidModelException(
                path, "no config.json", "a model directory with config.json and weights",
                "Name the directory that save_pretrained wrote or that was downloaded whole.");
        }
        JsonObject config = JsonFile.Read(configPath);
        QuantizedCheckpoint.RefuseByConfig(configPath, config);
        string generationPath = System.IO.Path.Combine(path, "generation_config.json");
        JsonObject? generationConfig = File.Exists(generationPath) ? JsonFile.Read(generationPath) : null;
        string modelType = ReadText(config, "model_type", configPath) ?? "";
        long? vocabularySize = ReadWhole(config, "vocab_size", configPath);
        ModelFamily? family = ModelFamilies.Find(modelType);

        VocabularyTensorFinder finder = new(family, names);
        WeightFiles weights = WeightFiles.Open(path, finder.Rank);
        try
        {
            QuantizedCheckpoint.RefuseByTensors(weights.Tensors);
            List<VocabularyTensor> tensors = finder.Find(path, modelType, vocabularySize, weights);
            ModelTensor? positions = FindPositions(family, finder, weights);
            // Other families may have -1 or a list there, which is no concern of this class.
            long padding = positions is null ? 0 : ReadWhole(config, "pad_token_id", configPath) ?? family?.DefaultPaddingId ?? 0;
            if (positions is not null && padding + 1 >= positions.Shape[0])
            {
                throw new InvalidModelException(
                    configPath, $"pad_token_id {padding}", $"an id below {positions.Shape[0] - 1}: positions count from it in a table of {positions.Shape[0]} rows",
                    "config.json and weights do not belong together.");
            }
            List<string> warnings = [.. weights.Warnings];
            if (vocabularySize < tensors[0].Tensor.Shape[0])
                warnings.Add($"config.json says vocab_size {vocabularySize}, the input embedding has {tensors[0].Tensor.Shape[0]} rows: the rest is taken for padding.");
            return new ModelDirectory(path, config, generationConfig, modelType, family, weights, tensors, vocabularySize)
            {
                Finder = finder,
                PositionEmbeddings = positions,
                PositionOffset = positions is null ? null : (int)padding + 1,
                Warnings = warnings,
            };
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Closes the weights; no tensor's bytes may be read afterwards.</summary>
    public void Dispose() => Weights.Dispose();

    /// <summary>
    /// Whether loading the model makes a tensor of this name again from the one whose bytes it shares, so that a file need
    /// not hold it: copies of the input, of the bias, and the head where the config ties it.
    /// </summary>
    internal bool IsMadeByLoading(string alias) =>
        Finder.Rank(alias) != int.MaxValue && (TiesByConfig || !Finder.IsHead(alias));

    private static void CheckPath(string path)
    {
        if (Directory.Exists(path))
            return;
        if (path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidModelException(
                path, "a GGUF file", "a model directory", "GGUF files are mostly quantised and carry no whole model directory; use the model that it was converted from.");
        }
        throw new InvalidModelException(
            path, File.Exists(path) ? "a file" : "nothing", "a model directory with config.json and weights",
            File.Exists(path) ? "Name the directory that holds it." : "Check the path. Models are read from disk only; download the model first.");
    }

    private static ModelTensor? FindPositions(ModelFamily? family, VocabularyTensorFinder finder, WeightFiles weights)
    {
        if (family?.PaddingBasedPositions is not string name)
            return null;
        ModelTensor? tensor = finder.WithPrefixes([name]).Select(weights.FindTensor).FirstOrDefault(tensor => tensor is not null);
        return tensor is { Shape.Count: 2 } ? tensor : null;
    }

    private static string? ReadText(JsonObject config, string key, string path)
    {
        if (config[key] is not JsonNode node)
            return null;
        return node.GetValueKind() == JsonValueKind.String
            ? node.GetValue<string>()
            : throw new InvalidModelException($"{path}, {key}", node.ToJsonString(), "text", "config.json is damaged.");
    }

    private static long? ReadWhole(JsonObject config, string key, string path)
    {
        if (config[key] is not JsonNode node)
            return null;
        return node is JsonValue value && value.TryGetValue(out long number) && number >= 0
            ? number
            : throw new InvalidModelException($"{path}, {key}", node.ToJsonString(), "a whole number from 0", "config.json is damaged.");
    }
}
