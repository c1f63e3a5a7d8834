using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace Calque.Tests.OpensElsewhere;

/// <summary>
/// Reads a model directory from the public formats alone (config.json, safetensors with or without an index of shards,
/// tokenizer.json, provenance.jsonl, README.md), sharing no code with the library under test.
/// </summary>
internal sealed class IndependentModelReader
{
    private IndependentModelReader(string path)
    {
        Path = path;
        Config = Json("config.json")!.Value;
        GenerationConfig = Json("generation_config.json");
        Tokenizer = File.Exists(FileOf("tokenizer.json")) ? new IndependentTokenizer(FileOf("tokenizer.json")) : null;
        Tensors = ReadTensors();
    }

    public string Path { get; }

    public JsonElement Config { get; }

    public JsonElement? GenerationConfig { get; }

    public IndependentTokenizer? Tokenizer { get; }

    public IReadOnlyDictionary<string, IndependentTensor> Tensors { get; }

    public static IndependentModelReader Read(string path) => new(path);

    public string FileOf(string name) => System.IO.Path.Combine(Path, name);

    public JsonElement? Json(string name)
    {
        if (!File.Exists(FileOf(name)))
            return null;
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(FileOf(name)));
        return json.RootElement.Clone();
    }

    /// <summary>The objects of a file with one a line; the file must end with a line end.</summary>
    public IReadOnlyList<JsonElement> JsonLines(string name)
    {
        string text = File.ReadAllText(FileOf(name));
        Assert.EndsWith("\n", text, System.StringComparison.Ordinal);
        return [.. text.Split('\n')[..^1].Select(line => JsonSerializerElement(line))];
    }

    private static JsonElement JsonSerializerElement(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.Clone();
    }

    private Dictionary<string, IndependentTensor> ReadTensors()
    {
        Dictionary<string, IndependentTensor> tensors = [];
        JsonElement? index = Json("model.safetensors.index.json");
        string[] files = index is { } shards
            ? [.. shards.GetProperty("weight_map").EnumerateObject().Select(entry => entry.Value.GetString()!).Distinct().Order()]
            : ["model.safetensors"];
        // A loader that finds both takes the single file and is silent about the shards.
        Assert.NotEqual(index is not null, File.Exists(FileOf("model.safetensors")));
        Assert.False(File.Exists(FileOf("pytorch_model.bin")), "old weights beside the new ones");
        foreach (string file in files)
        {
            IReadOnlyList<IndependentTensor> held = IndependentSafetensors.Read(FileOf(file), out Dictionary<string, string> metadata);
            foreach (IndependentTensor tensor in held)
                tensors.Add(tensor.Name, tensor);
            Assert.Equal("pt", metadata.GetValueOrDefault("format"));
        }

        if (index is { } map)
            CheckIndex(map, tensors);
        return tensors;
    }

    private static void CheckIndex(JsonElement index, Dictionary<string, IndependentTensor> tensors)
    {
        Dictionary<string, string> mapped = index.GetProperty("weight_map").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
        Assert.Equal(tensors.ToDictionary(pair => pair.Key, pair => pair.Value.File).OrderBy(pair => pair.Key, System.StringComparer.Ordinal),
            mapped.OrderBy(pair => pair.Key, System.StringComparer.Ordinal));
        Assert.Equal(tensors.Values.Sum(tensor => tensor.Bytes.LongLength), index.GetProperty("metadata").GetProperty("total_size").GetInt64());
    }
}
