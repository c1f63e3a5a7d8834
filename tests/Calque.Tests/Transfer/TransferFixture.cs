using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;
using Calque.Tests.Support;
using Calque.Transfer;

namespace Calque.Tests.Transfer;

/// <summary>
/// A tiny transfer whose every number is known: WordPiece or byte-level vocabularies given as lists, vectors in text form
/// (a token has a vector exactly if its surface is a word of the file), a dictionary of equal words.
/// </summary>
internal sealed class TransferFixture : IDisposable
{
    public const int Dimension = 6;

    private static readonly string[] Anchors = ["north", "south", "east", "west", "up", "down", "left", "right"];

    private readonly TemporaryDirectory _directory = new();

    public TransferFixture()
    {
        // Enough pairs to hold the rotation fast: the identity, because both files give equal words equal vectors.
        Dictionary = _directory["dictionary.txt"];
        File.WriteAllLines(Dictionary, Anchors.Select(word => $"{word}\t{word}"));
        Model = new TinyModelOptions { ModelType = "bert", PaddingId = 0 };
        SourceTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "house", "##house", "dog", "cat", "##s", "[unused0]"];
        TargetTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "house", "dog", "cat", "##house", "blue"];
        SourceWords = TinyVectors.Hashed(Dimension, [.. Anchors, "the", "house", "dog", "cat", "s", "[unused0]"]);
        TargetWords = TinyVectors.Hashed(Dimension, [.. Anchors, "house", "dog", "cat"]);
    }

    public string Dictionary { get; set; }

    public TinyModelOptions Model { get; set; }

    public string[] SourceTokens { get; set; }

    public string[] TargetTokens { get; set; }

    public IReadOnlyList<(string Word, float[] Vector)> SourceWords { get; set; }

    public IReadOnlyList<(string Word, float[] Vector)> TargetWords { get; set; }

    public Func<string, string[], string> SourceTokenizer { get; set; } = (path, tokens) => TinyTokenizers.WordPiece(path, tokens);

    public Func<string, string[], string> TargetTokenizer { get; set; } = (path, tokens) => TinyTokenizers.WordPiece(path, tokens);

    public string Output => this["output"];

    public string this[string name] => _directory[name];

    public static string[] WithAnchors(params string[] words) => [.. Anchors, .. words];

    /// <summary>Writes the inputs and runs.</summary>
    public Task<TransferResult> RunAsync(Func<TransferOptions, TransferOptions>? change = null) =>
        TransferModel.RunAsync(Prepare(change));

    /// <summary>Writes the inputs only.</summary>
    public TransferOptions Prepare(Func<TransferOptions, TransferOptions>? change = null)
    {
        string model = this["model"];
        if (!Directory.Exists(model))
        {
            TinyModels.Write(model, Model with { Vocabulary = SourceTokens.Length });
            SourceTokenizer(model, SourceTokens);
            TargetTokenizer(this["target"], TargetTokens);
            TinyVectors.Write(this["source.vec"], SourceWords);
            TinyVectors.Write(this["target.vec"], TargetWords);
        }

        TransferOptions options = new()
        {
            SourceModel = model,
            TargetTokenizer = this["target"],
            SourceEmbeddings = this["source.vec"],
            TargetEmbeddings = this["target.vec"],
            Dictionary = Dictionary,
            Output = Output,
            Neighbors = 3,
            Threads = 1,
        };
        return change?.Invoke(options) ?? options;
    }

    /// <summary>The name of the source's input embedding.</summary>
    public string EmbeddingName => TinyModels.Names(Model).Embedding!;

    /// <summary>A tensor of the output as float32.</summary>
    public float[] Read(string tensor, string? output = null)
    {
        using ModelDirectory model = ModelDirectory.Open(output ?? Output);
        ModelTensor found = model.Tensors.Single(one => one.Name == tensor);
        float[] values = new float[found.Shape.Aggregate(1L, (product, size) => product * size)];
        ElementConversion.ToSingle(found.ElementType, found.GetBytes(0, (int)found.Length), values);
        return values;
    }

    /// <summary>One row of the output's input embedding.</summary>
    public float[] Row(int id, string? output = null) => Read(EmbeddingName, output).AsSpan(id * Model.Hidden, Model.Hidden).ToArray();

    /// <summary>One row of the source's input embedding.</summary>
    public float[] SourceRow(int id) =>
        TinyModels.Values(EmbeddingName, SourceTokens.Length, Model.Hidden, 0).AsSpan(id * Model.Hidden, Model.Hidden).ToArray();

    /// <summary>The provenance of a target id.</summary>
    public JsonObject Provenance(int id, string? output = null) =>
        JsonNode.Parse(File.ReadLines(Path.Combine(output ?? Output, "provenance.jsonl")).ElementAt(id))!.AsObject();

    public string Rule(int id, string? output = null) => Provenance(id, output)["rule"]!.GetValue<string>();

    public int[] Sources(int id, string? output = null) =>
        [.. Provenance(id, output)["sources"]!.AsArray().Select(source => source!["id"]!.GetValue<int>())];

    public JsonObject Config(string? output = null) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(output ?? Output, "config.json")))!.AsObject();

    public void Dispose() => _directory.Dispose();
}
