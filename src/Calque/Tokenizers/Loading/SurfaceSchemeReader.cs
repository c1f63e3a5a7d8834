using System.Collections.Generic;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.Surfaces;

namespace Calque.Tokenizers.Loading;

/// <summary>Works out from a tokenizer's parts how its tokens write text.</summary>
internal static class SurfaceSchemeReader
{
    /// <summary>The scheme; the decoder counts most, since it says how tokens become text, then what prepares the text.</summary>
    public static SurfaceScheme Read(TokenizerModel model, JsonPart normalizer, JsonPart preTokenizer, JsonPart decoder)
    {
        var scheme = new SurfaceScheme
        {
            ByteFallback = model is BpeModel { Options.ByteFallback: true } or UnigramModel { ByteFallback: true },
            ContinuingPrefix = model switch
            {
                WordPieceModel wordPiece => wordPiece.ContinuingPrefix,
                BpeModel { Options.ContinuingSubwordPrefix: { Length: > 0 } beginning } => beginning,
                _ => null,
            },
            EndOfWordSuffix = model is BpeModel { Options.EndOfWordSuffix: { Length: > 0 } ending } ? ending : null,
            WholeWords = model is WordLevelModel,
        };
        if (scheme.ContinuingPrefix is "")
            scheme = scheme with { ContinuingPrefix = null };
        foreach (Part entry in Flatten(decoder, "decoders"))
        {
            JsonPart part = entry.Json;
            switch (TypeOf(part))
            {
                case "ByteLevel":
                    scheme = scheme with { ByteLevel = true };
                    break;
                case "Metaspace":
                    scheme = scheme with { SpaceMark = TextOf(part, "replacement") ?? "▁" };
                    break;
                case "Replace" when TextOf(part, "content") == " " && PatternOf(part) is string mark:
                    scheme = scheme with { SpaceMark = mark };
                    break;
                case "ByteFallback":
                    scheme = scheme with { ByteFallback = true };
                    break;
                case "WordPiece" when scheme.ContinuingPrefix is null && TextOf(part, "prefix") is { Length: > 0 } prefix:
                    scheme = scheme with { ContinuingPrefix = prefix };
                    break;
                case "BPEDecoder" when scheme.EndOfWordSuffix is null && TextOf(part, "suffix") is { Length: > 0 } suffix:
                    scheme = scheme with { EndOfWordSuffix = suffix };
                    break;
            }
        }

        foreach (Part entry in Flatten(preTokenizer, "pretokenizers"))
        {
            JsonPart part = entry.Json;
            if (TypeOf(part) == "ByteLevel")
                scheme = scheme with { ByteLevel = true };
            if (TypeOf(part) == "Metaspace" && scheme.SpaceMark is null)
                scheme = scheme with { SpaceMark = TextOf(part, "replacement") ?? "▁" };
        }

        foreach (Part entry in Flatten(normalizer, "normalizers"))
        {
            JsonPart part = entry.Json;
            if (TypeOf(part) == "ByteLevel")
                scheme = scheme with { ByteLevel = true };
            if (TypeOf(part) == "Replace" && PatternOf(part) == " " && scheme.SpaceMark is null && TextOf(part, "content") is { Length: > 0 } mark)
                scheme = scheme with { SpaceMark = mark };
        }

        return scheme;
    }

    private static List<Part> Flatten(JsonPart json, string listName)
    {
        var parts = new List<Part>();
        Collect(json, listName, parts);
        return parts;
    }

    // The depth is bounded by that of the JSON reader, 64.
    private static void Collect(JsonPart json, string listName, List<Part> parts)
    {
        if (json.ValueKind != JsonKind.Object)
            return;
        if (TypeOf(json) == "Sequence" && json.TryGetProperty(listName, out JsonPart list) && list.ValueKind == JsonKind.Array)
        {
            foreach (JsonPart part in list.EnumerateArray())
                Collect(part, listName, parts);
            return;
        }

        parts.Add(new Part(json));
    }

    private static string? TypeOf(JsonPart json) => TextOf(json, "type");

    private static string? TextOf(JsonPart json, string name) =>
        json.TryGetProperty(name, out JsonPart value) && value.ValueKind == JsonKind.String ? value.GetString() : null;

    private static string? PatternOf(JsonPart json) =>
        json.TryGetProperty("pattern", out JsonPart pattern) && pattern.ValueKind == JsonKind.Object ? TextOf(pattern, "String") : null;

    // A class, since lists of classes are compiled already in the runtime's own library, and each start of the command counts.
    private sealed class Part(JsonPart json)
    {
        public JsonPart Json => json;
    }
}
