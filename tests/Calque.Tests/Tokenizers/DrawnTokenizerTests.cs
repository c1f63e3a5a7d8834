using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Calque.Tests.Support;
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
}
