using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Calque.Tests.Support;
using Calque.Tokenizers;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>A tokenizer.json of one kind of model; the inputs are the committed tiny tokenizers of that kind, with all kinds of components.</summary>
internal sealed class TokenizerJsonFormat(string model) : FuzzFormat("tokenizer-json-" + model.ToLowerInvariant())
{
    public override long AllocationBase => TokenizerUse.Memory;

    public override void Use(string directory) => TokenizerUse.Exercise(Tokenizer.Load(Path.Combine(directory, "tokenizer.json")));

    protected override IReadOnlyList<FuzzFile[]> MakeInputs()
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(Fixtures.Path("tokenizers", "tiny.jsonl.gz")), CompressionMode.Decompress));
        List<FuzzFile[]> inputs = [];
        while (reader.ReadLine() is { } line)
        {
            JsonNode row = JsonNode.Parse(line)!;
            JsonNode tokenizer = row["tokenizer"]!;
            if (tokenizer["model"]?["type"]?.GetValue<string>() == model && row["load_error"] is null && row["outputs"]!.AsArray().All(output => output!["error"] is null))
                inputs.Add([new FuzzFile("tokenizer.json", Encoding.UTF8.GetBytes(tokenizer.ToJsonString()), FuzzShape.Json)]);
        }

        // The smallest first: these are cut at every length.
        return [.. inputs.OrderBy(input => input[0].Content.Length)];
    }
}
