using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Xunit;

namespace Calque.Tests.Tokenizers;

/// <summary>Drawn tokenizers of a few tokens against the answers of another library; recipe beside the fixture.</summary>
public sealed class DrawnTokenizerTests
{
    [Fact]
    public void Encode_DrawnTokenizers_EqualTheAnswers()
    {
        // A larger set, made by the same recipe, can be named in place of the committed one.
        string path = Environment.GetEnvironmentVariable("CALQUE_DRAWN_TOKENIZERS") ?? Fixtures.Path("tokenizers", "tiny.jsonl.gz");
        using var directory = new TemporaryDirectory();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        var faults = new List<string>();
        int line = 0;
        while (reader.ReadLine() is string row)
            TinyTokenizerRows.Compare(JsonNode.Parse(row)!.AsObject(), directory[$"{++line}.json"], line, faults);
        Assert.NotEqual(0, line);
        Assert.True(faults.Count == 0, $"{faults.Count} faults in {line} tokenizers:\n" + string.Join('\n', faults.Take(40)));
    }

    [Fact]
    public void Encode_DrawnSentencePieceModels_EqualTheAnswers()
    {
        string path = Environment.GetEnvironmentVariable("CALQUE_DRAWN_SENTENCEPIECE") ?? Fixtures.Path("tokenizers", "sentencepiece.jsonl.gz");
        using var directory = new TemporaryDirectory();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        var faults = new List<string>();
        var ids = new List<int>();
        int line = 0;
        while (reader.ReadLine() is string text)
        {
            JsonNode row = JsonNode.Parse(text)!;
            string file = directory[$"{++line}.model"];
            File.WriteAllBytes(file, Convert.FromBase64String(row["model"]!.GetValue<string>()));
            Tokenizer tokenizer = Tokenizer.Load(file);
            foreach ((JsonNode? input, JsonNode? output) in row["inputs"]!.AsArray().Zip(row["outputs"]!.AsArray()))
            {
                TokenEncoding encoding = tokenizer.Encode(input!.GetValue<string>());
                ids.Clear();
                tokenizer.EncodeIds(Encoding.UTF8.GetBytes(input.GetValue<string>()), ids);
                string found = $"{string.Join(',', encoding.Ids)} {string.Join('|', encoding.Tokens)} {string.Join(',', encoding.Offsets.Select(range => $"{range.Start}-{range.End}"))} [{tokenizer.Decode(encoding.Ids)}] {string.Join(',', ids)}";
                int[] expectedIds = TokenizerGoldens.Numbers(output!["ids"]);
                string expected = $"{string.Join(',', expectedIds)} {string.Join('|', TokenizerGoldens.Strings(output["pieces"]))} {string.Join(',', TokenizerGoldens.Ranges(output["offsets"]).Select(range => $"{range.Start}-{range.End}"))} [{output["decoded"]!.GetValue<string>()}] {string.Join(',', expectedIds)}";
                if (found != expected)
                    faults.Add($"{line} {row["name"]}: {input.ToJsonString()}\n  expected {expected}\n  found    {found}");
            }
        }

        Assert.NotEqual(0, line);
        Assert.True(faults.Count == 0, $"{faults.Count} faults in {line} models:\n" + string.Join('\n', faults.Take(40)));
    }
}
