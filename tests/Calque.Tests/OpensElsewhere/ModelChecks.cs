using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Calque.Tests.OpensElsewhere;

/// <summary>What must hold of every model that was carried into another language, checked over two independent readings.</summary>
internal static partial class ModelChecks
{
    private static readonly Dictionary<string, string[]> s_tokensOfKey = new()
    {
        ["bos_token_id"] = ["<s>", "[CLS]", "<|endoftext|>"],
        ["eos_token_id"] = ["</s>", "[SEP]", "<|endoftext|>"],
        ["pad_token_id"] = ["<pad>", "[PAD]", "</s>", "[SEP]", "<|endoftext|>"],
        ["unk_token_id"] = ["<unk>", "[UNK]"],
        ["sep_token_id"] = ["[SEP]", "</s>"],
        ["cls_token_id"] = ["[CLS]", "<s>"],
        ["mask_token_id"] = ["<mask>", "[MASK]"],
        ["decoder_start_token_id"] = ["<pad>", "[PAD]", "</s>", "<s>", "[CLS]", "[SEP]"],
    };

    /// <summary>All of them.</summary>
    public static void All(IndependentModelReader source, IndependentModelReader output)
    {
        FamilyLayout layout = FamilyLayout.Of(source);
        Vocabulary(source, output, layout);
        Body(source, output, layout);
        Positions(source, output, layout);
        Ids("config.json", source.Config, output.Config, output.Tokenizer!);
        Assert.Equal(source.GenerationConfig is null, output.GenerationConfig is null);
        if (output.GenerationConfig is { } generation)
            Ids("generation_config.json", source.GenerationConfig!.Value, generation, output.Tokenizer!);
        UnknownKeys(source, output);
        Provenance(source, output, layout);
        Card(output);
        Evidence(output);
    }

    /// <summary>Embedding, head and bias: as many rows as the tokenizer has ids, type and other axes as they were, no copy of a tied matrix.</summary>
    public static void Vocabulary(IndependentModelReader source, IndependentModelReader output, FamilyLayout layout)
    {
        int rows = output.Tokenizer!.Size;
        Assert.Equal(rows, output.Config.GetProperty("vocab_size").GetInt32());
        Assert.Contains(layout.Embedding, output.Tensors.Keys);
        foreach (string name in Names(layout))
        {
            Assert.Equal(source.Tensors.ContainsKey(name), output.Tensors.ContainsKey(name));
            if (!output.Tensors.TryGetValue(name, out IndependentTensor? after))
                continue;
            IndependentTensor before = source.Tensors[name];
            Assert.Equal(before.Type, after.Type);
            long sourceRows = source.Tensors[layout.Embedding].Shape[0];
            Assert.Equal(before.Shape.Select(axis => axis == sourceRows ? rows : axis), after.Shape);
        }

        if (output.Config.TryGetProperty("tie_word_embeddings", out JsonElement ties) && ties.GetBoolean() && layout.Head is not null)
            Assert.DoesNotContain(layout.Head, output.Tensors.Keys);
        // A copy of the input matrix under another name would cost its size again and drift from it in training.
        byte[] embedding = output.Tensors[layout.Embedding].Bytes;
        Assert.DoesNotContain(output.Tensors, pair => pair.Key != layout.Embedding && pair.Value.Bytes.AsSpan().SequenceEqual(embedding));
        for (int row = 0; row < rows; row++)
        {
            double[] values = output.Tensors[layout.Embedding].Values(row, rows);
            Assert.All(values, value => Assert.True(double.IsFinite(value)));
            Assert.Contains(values, value => value != 0);
        }
    }

    /// <summary>Every other tensor has its bytes.</summary>
    public static void Body(IndependentModelReader source, IndependentModelReader output, FamilyLayout layout)
    {
        Assert.Equal(source.Tensors.Keys.Order(StringComparer.Ordinal), output.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, IndependentTensor before) in source.Tensors)
        {
            if (Names(layout).Contains(name) || name == layout.PaddingBasedPositions)
                continue;
            Assert.Equal(before.Type, output.Tensors[name].Type);
            Assert.Equal(before.Shape, output.Tensors[name].Shape);
            Assert.Equal(before.Bytes, output.Tensors[name].Bytes);
        }
    }

    /// <summary>RoBERTa: a text's first position is the row after the padding id; that row and all after it move with the id.</summary>
    public static void Positions(IndependentModelReader source, IndependentModelReader output, FamilyLayout layout)
    {
        if (layout.PaddingBasedPositions is not { } name)
            return;
        IndependentTensor before = source.Tensors[name];
        IndependentTensor after = output.Tensors[name];
        int sourcePadding = source.Config.GetProperty("pad_token_id").GetInt32();
        int targetPadding = output.Config.GetProperty("pad_token_id").GetInt32();
        long usable = before.Shape[0] - sourcePadding - 1;
        Assert.Equal(usable + targetPadding + 1, after.Shape[0]);
        Assert.Equal(after.Shape[0], output.Config.GetProperty("max_position_embeddings").GetInt64());
        for (long position = 0; position < usable; position++)
            Assert.True(before.Row(sourcePadding + 1 + position, before.Shape[0]).SequenceEqual(after.Row(targetPadding + 1 + position, after.Shape[0])));
    }

    /// <summary>Every id of a configuration names the token that its key says, in the tokenizer that stands beside it.</summary>
    public static void Ids(string file, JsonElement before, JsonElement after, IndependentTokenizer tokenizer)
    {
        foreach (JsonProperty property in after.EnumerateObject())
        {
            if (!property.Name.EndsWith("_token_id", StringComparison.Ordinal) || property.Value.ValueKind == JsonValueKind.Null)
                continue;
            IEnumerable<int> ids = property.Value.ValueKind == JsonValueKind.Array
                ? property.Value.EnumerateArray().Select(id => id.GetInt32()) : [property.Value.GetInt32()];
            foreach (int id in ids)
            {
                string? token = tokenizer.Token(id);
                Assert.True(token is not null, $"{file}: {property.Name} {id} is no token");
                Assert.True(tokenizer.IsSpecial(id), $"{file}: {property.Name} {id} is '{token}', which is not special");
                if (s_tokensOfKey.TryGetValue(property.Name, out string[]? expected))
                    Assert.Contains(token, expected);
            }
        }

        foreach (JsonProperty property in before.EnumerateObject())
            Assert.True(after.TryGetProperty(property.Name, out _) || property.Name == "tokenizer_class", $"{file} lost {property.Name}");
    }

    /// <summary>What is neither size nor id keeps its value and its place.</summary>
    public static void UnknownKeys(IndependentModelReader source, IndependentModelReader output)
    {
        foreach (JsonProperty property in source.Config.EnumerateObject())
        {
            if (property.Name is "vocab_size" or "max_position_embeddings" or "tokenizer_class" || property.Name.EndsWith("_token_id", StringComparison.Ordinal))
                continue;
            Assert.Equal(Canonical(property.Value), Canonical(output.Config.GetProperty(property.Name)));
        }

        string[] kept = [.. source.Config.EnumerateObject().Select(property => property.Name).Where(name => output.Config.TryGetProperty(name, out _))];
        Assert.Equal(kept, output.Config.EnumerateObject().Select(property => property.Name).Where(kept.Contains));
    }

    /// <summary>A line for each row, in the order of ids, with the tokenizer's tokens; weights add up to 1, and the rows are what the lines say.</summary>
    public static void Provenance(IndependentModelReader source, IndependentModelReader output, FamilyLayout layout)
    {
        IReadOnlyList<JsonElement> lines = output.JsonLines("provenance.jsonl");
        int rows = output.Tokenizer!.Size;
        Assert.Equal(rows, lines.Count);
        for (int id = 0; id < rows; id++)
        {
            JsonElement line = lines[id];
            Assert.Equal(id, line.GetProperty("id").GetInt32());
            Assert.Equal(output.Tokenizer.Token(id), line.GetProperty("token").GetString());
            (int Id, double Weight)[] sources = [.. line.GetProperty("sources").EnumerateArray().Select(item => (item.GetProperty("id").GetInt32(), item.GetProperty("weight").GetDouble()))];
            foreach (JsonElement item in line.GetProperty("sources").EnumerateArray())
                Assert.Equal(source.Tokenizer!.Token(item.GetProperty("id").GetInt32()), item.GetProperty("token").GetString());
            if (sources.Length == 0)
                continue;
            Assert.Equal(1, sources.Sum(item => item.Weight), 6);
            Assert.Equal(sources.Length, sources.Select(item => item.Id).Distinct().Count());
            foreach (string name in Names(layout).Where(output.Tensors.ContainsKey))
                Row(source.Tensors[name], output.Tensors[name], source.Tensors[layout.Embedding].Shape[0], rows, id, sources);
        }
    }

    /// <summary>The model card's front matter is YAML of the simplest kind and names what hubs look for.</summary>
    public static void Card(IndependentModelReader output)
    {
        string[] lines = File.ReadAllLines(output.FileOf("README.md"));
        Assert.Equal("---", lines[0]);
        int end = Array.IndexOf(lines, "---", 1);
        Assert.True(end > 1);
        string? list = null;
        HashSet<string> keys = [];
        foreach (string line in lines[1..end])
        {
            Match pair = Pair().Match(line);
            if (pair.Success)
            {
                Assert.True(keys.Add(pair.Groups["key"].Value), $"the key {pair.Groups["key"].Value} stands twice");
                list = pair.Groups["value"].Length == 0 ? pair.Groups["key"].Value : null;
                Assert.True(list is not null || IsScalar(pair.Groups["value"].Value), line);
            }
            else
            {
                Assert.True(list is not null && line.StartsWith("- ", StringComparison.Ordinal) && IsScalar(line[2..]), line);
            }
        }

        Assert.Contains("base_model", keys);
        Assert.Contains("tags", keys);
    }

    /// <summary>The manifest's counts agree with the lines.</summary>
    public static void Evidence(IndependentModelReader output)
    {
        JsonElement manifest = output.Json("calque.manifest.json")!.Value;
        IReadOnlyList<JsonElement> lines = output.JsonLines("provenance.jsonl");
        Assert.Equal(lines.Count, manifest.GetProperty("target_vocabulary_size").GetInt32());
        foreach (JsonElement rule in manifest.GetProperty("rules").EnumerateArray())
        {
            Assert.Equal(
                lines.Count(line => line.GetProperty("rule").GetString() == rule.GetProperty("rule").GetString()), rule.GetProperty("tokens").GetInt32());
        }

        Assert.Equal(lines.Count, manifest.GetProperty("rules").EnumerateArray().Sum(rule => rule.GetProperty("tokens").GetInt32()));
    }

    private static void Row(IndependentTensor before, IndependentTensor after, long sourceRows, int rows, int id, (int Id, double Weight)[] sources)
    {
        if (sources.Length == 1)
        {
            Assert.True(before.Row(sources[0].Id, sourceRows).SequenceEqual(after.Row(id, rows)), $"{after.Name}: row {id} is no copy of {sources[0].Id}");
            return;
        }

        double[][] parts = [.. sources.Select(item => before.Values(item.Id, sourceRows))];
        double[] actual = after.Values(id, rows);
        double precision = after.Type switch { "F64" or "F32" => 1e-6, "F16" => 1e-3, _ => 8e-3 };
        double scale = parts.SelectMany(part => part).Max(Math.Abs);
        for (int column = 0; column < actual.Length; column++)
            Assert.Equal(sources.Select((item, i) => item.Weight * parts[i][column]).Sum(), actual[column], scale * precision);
    }

    // Numbers as they are written, since 1e-12 is to stay 1e-12; texts by what they say, since an escape may go.
    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject().Select(property => property.Name + ":" + Canonical(property.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Canonical)) + "]",
        JsonValueKind.String => "\"" + value.GetString() + "\"",
        _ => value.GetRawText(),
    };

    private static IEnumerable<string> Names(FamilyLayout layout) => new[] { layout.Embedding, layout.Head, layout.Bias }.OfType<string>();

    // Quoted, or plain without what YAML reads as something else.
    private static bool IsScalar(string value) => Scalar().IsMatch(value);

    [GeneratedRegex("^(?<key>[a-z][a-z_]*):(?: (?<value>.+))?$")]
    private static partial Regex Pair();

    [GeneratedRegex("^(?:\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^']|'')*'|[A-Za-z0-9][A-Za-z0-9 ._/@+-]*)$")]
    private static partial Regex Scalar();
}
