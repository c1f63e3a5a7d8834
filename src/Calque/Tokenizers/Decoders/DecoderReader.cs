using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Calque.Tokenizers.Patterns;
using Calque.Tokenizers.PreTokenizers;

namespace Calque.Tokenizers.Decoders;

/// <summary>Makes decoders from the <c>decoder</c> part of a <c>tokenizer.json</c>.</summary>
public static class DecoderReader
{
    private const int MaximumDepth = 64;

    private static readonly string[] Known =
    [
        "BPEDecoder", "ByteFallback", "ByteLevel", "CTC", "Fuse", "Metaspace", "Replace",
        "Sequence", "Strip", "WordPiece",
    ];

    // Files of old versions name no types.
    private static readonly (string Field, string Type)[] TellingFields =
    [
        ("suffix", "BPEDecoder"), ("prefix", "WordPiece"), ("pad_token", "CTC"),
        ("start", "Strip"), ("pattern", "Replace"),
    ];

    /// <summary>Reads the part; null where it is absent or null.</summary>
    /// <param name="json">The part; an element of kind Undefined stands for an absent one.</param>
    /// <param name="place">File and path inside it, for errors, such as <c>tokenizer.json: decoder</c>.</param>
    /// <exception cref="InvalidTokenizerException">The part is damaged or of an unknown type.</exception>
    public static Decoder? Read(JsonElement json, string place) => ReadPart(JsonPart.From(json), place);

    /// <summary>Reads the part; null where it is absent or null.</summary>
    internal static Decoder? ReadPart(JsonPart json, string place) =>
        ComponentJson.IsAbsent(json) ? null : Read(json, place, 0);

    private static Decoder Read(JsonPart json, string place, int depth)
    {
        if (depth > MaximumDepth)
            ComponentJson.Throw(place, "sequences nested too deeply", $"at most {MaximumDepth} levels");
        string type = ComponentJson.ReadType(json, place, Known, TellingFields);
        switch (type)
        {
            case "ByteLevel":
                return new ByteLevelDecoder();
            case "WordPiece":
                return new WordPieceDecoder(ComponentJson.ReadString(json, "prefix", place), ComponentJson.ReadBoolean(json, "cleanup", place));
            case "Metaspace":
                return new MetaspaceDecoder(MetaspaceReader.ReadMark(json, place), MetaspaceReader.ReadPrefix(json, place));
            case "BPEDecoder":
                return new BpeDecoder(ComponentJson.ReadString(json, "suffix", place));
            case "ByteFallback":
                return new ByteFallbackDecoder();
            case "CTC":
                return new CtcDecoder(
                    ComponentJson.ReadString(json, "pad_token", place), ComponentJson.ReadString(json, "word_delimiter_token", place),
                    ComponentJson.ReadBoolean(json, "cleanup", place));
            case "Strip":
                return new StripDecoder(
                    ComponentJson.ReadCharacter(json, "content", place), ComponentJson.ReadCount(json, "start", place),
                    ComponentJson.ReadCount(json, "stop", place));
            case "Replace":
                return new ReplaceDecoder(PatternReader.Read(json, place), ComponentJson.ReadString(json, "content", place));
            case "Fuse":
                return new FuseDecoder();
            case "Sequence":
                var parts = new List<Decoder>();
                foreach (JsonPart part in ComponentJson.ReadArray(json, "decoders", place).EnumerateArray())
                    parts.Add(Read(part, string.Create(CultureInfo.InvariantCulture, $"{place}.decoders[{parts.Count}]"), depth + 1));
                return new DecoderSequence(parts);
            default:
                throw new UnreachableException(type);
        }
    }
}
