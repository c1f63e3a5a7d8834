using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Calque.Tokenizers;

namespace Calque.World;

/// <summary>Reads a transfer's evidence back into what the scores count.</summary>
internal static class Provenance
{
    /// <summary>Reads <c>provenance.jsonl</c>.</summary>
    /// <param name="path">The file, as a transfer wrote it.</param>
    /// <param name="source">The source tokenizer, for the surfaces of the neighbours.</param>
    /// <param name="target">The target tokenizer.</param>
    public static IReadOnlyList<TransferredToken> Read(string path, Tokenizer source, Tokenizer target)
    {
        List<TransferredToken> tokens = [];
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement token = document.RootElement;
            int id = token.GetProperty("id").GetInt32();
            // Other rules name sources too (a special token its namesake), but those were not found by similarity.
            IReadOnlyList<TransferredNeighbor> neighbors = token.GetProperty("rule").GetString() != Transfer.Rules.StaticVectorRule.RuleName
                ? []
                : [.. token.GetProperty("sources").EnumerateArray().Select(neighbor => new TransferredNeighbor(
                    source.GetSurface(neighbor.GetProperty("id").GetInt32()).Text,
                    neighbor.GetProperty("similarity").GetDouble(),
                    neighbor.GetProperty("weight").GetDouble()))];
            TokenSurface surface = target.GetSurface(id);
            tokens.Add(new TransferredToken(id, surface.Text, surface.BeginsWord, neighbors));
        }

        return tokens;
    }
}
