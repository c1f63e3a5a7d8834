using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json.Nodes;
using Calque.Tests.Support;
using Calque.Tests.Tokenizers;
using Calque.Tokenizers;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>A SentencePiece .model: pieces, trainer and normalizer settings, the compiled character map.</summary>
internal sealed class SentencePieceFormat() : FuzzFormat("sentencepiece")
{
    public override long AllocationBase => TokenizerUse.Memory;

    public override void Use(string directory) => TokenizerUse.Exercise(Tokenizer.Load(Path.Combine(directory, "tokenizer.model")));

    protected override IReadOnlyList<FuzzFile[]> MakeInputs()
    {
        List<FuzzFile[]> inputs = [Make(TinySentencePiece.Make(1)), Make(TinySentencePiece.Make(2))];
        using StreamReader reader = new(new GZipStream(File.OpenRead(Fixtures.Path("tokenizers", "sentencepiece.jsonl.gz")), CompressionMode.Decompress));
        while (inputs.Count < 8 && reader.ReadLine() is { } line)
        {
            if (JsonNode.Parse(line) is JsonObject row && row.FirstOrDefault(pair => pair.Key is "model" or "model_base64").Value is JsonValue model && model.TryGetValue(out string? text)
                && System.Convert.FromBase64String(text) is { Length: < 40_000 } bytes)
            {
                inputs.Add(Make(bytes));
            }
        }

        return inputs;
    }

    private static FuzzFile[] Make(byte[] bytes) => [new FuzzFile("tokenizer.model", bytes, FuzzShape.Protobuf)];
}
