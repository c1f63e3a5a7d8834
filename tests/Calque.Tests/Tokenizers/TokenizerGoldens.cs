using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Calque.Tests.Support;
using Calque.Tokenizers;

namespace Calque.Tests.Tokenizers;

/// <summary>The golden files of another tokenizer library and the tokenizers they were made with, unpacked where needed.</summary>
internal static class TokenizerGoldens
{
    private static readonly ConcurrentDictionary<string, Tokenizer> Loaded = new();

    /// <summary>The tokenizers that have goldens.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["bert-base-uncased", "roberta-base", "llama-2", "sw-bpe-50k", "sw-unigram-50k", "t5-legal-fr-en"];

    /// <summary>A tokenizer from its <c>tokenizer.json</c>.</summary>
    public static Tokenizer Load(string name) => Loaded.GetOrAdd(name, static name =>
    {
        using var directory = new TemporaryDirectory();
        UnpackInto(name, directory.Path);
        return Tokenizer.Load(directory.Path);
    });

    /// <summary>Unpacks a tokenizer's files under their own names.</summary>
    public static void UnpackInto(string name, string directory)
    {
        foreach (string file in Directory.GetFiles(Fixtures.Shared("tokenizers", name)))
        {
            string target = Path.Combine(directory, Path.GetFileName(file));
            if (!file.EndsWith(".gz", System.StringComparison.Ordinal))
            {
                File.WriteAllBytes(target, File.ReadAllBytes(file));
                continue;
            }

            using FileStream output = File.Create(target[..^3]);
            using var input = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            input.CopyTo(output);
        }
    }

    /// <summary>The rows of a golden file.</summary>
    public static IEnumerable<JsonObject> Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Fixtures.Shared("goldens", "tokenizers", file + ".jsonl.gz")), CompressionMode.Decompress), Encoding.UTF8);
        while (reader.ReadLine() is string line)
        {
            if (line.Length > 0)
                yield return JsonNode.Parse(line)!.AsObject();
        }
    }

    /// <summary>An array of numbers, -1 for null.</summary>
    public static int[] Numbers(JsonNode? node)
    {
        JsonArray array = node!.AsArray();
        int[] values = new int[array.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = array[i] is JsonNode value ? value.GetValue<int>() : -1;
        return values;
    }

    /// <summary>An array of strings.</summary>
    public static string[] Strings(JsonNode? node)
    {
        JsonArray array = node!.AsArray();
        string[] values = new string[array.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = array[i]!.GetValue<string>();
        return values;
    }

    /// <summary>An array of ranges.</summary>
    public static TextRange[] Ranges(JsonNode? node)
    {
        JsonArray array = node!.AsArray();
        var values = new TextRange[array.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = new TextRange(array[i]![0]!.GetValue<int>(), array[i]![1]!.GetValue<int>());
        return values;
    }
}
