using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.PreTokenizers;

/// <summary>Makes pre-tokenizers from the <c>pre_tokenizer</c> part of a <c>tokenizer.json</c>.</summary>
public static class PreTokenizerReader
{
    private const int MaximumDepth = 64;

    private static readonly string[] Known =
    [
        "BertPreTokenizer", "ByteLevel", "CharDelimiterSplit", "Digits", "FixedLength", "Metaspace", "Punctuation",
        "Sequence", "Split", "UnicodeScripts", "Whitespace", "WhitespaceSplit",
    ];

    /// <summary>Reads the part; null where it is absent or null.</summary>
    /// <param name="json">The part; an element of kind Undefined stands for an absent one.</param>
    /// <param name="place">File and path inside it, for errors, such as <c>tokenizer.json: pre_tokenizer</c>.</param>
    /// <exception cref="InvalidTokenizerException">The part is damaged or of an unknown type.</exception>
    public static PreTokenizer? Read(JsonElement json, string place) => ReadPart(JsonPart.From(json), place);

    /// <summary>Reads the part; null where it is absent or null.</summary>
    internal static PreTokenizer? ReadPart(JsonPart json, string place) =>
        ComponentJson.IsAbsent(json) ? null : Read(json, place, 0);

    private static PreTokenizer Read(JsonPart json, string place, int depth)
    {
        if (depth > MaximumDepth)
            ComponentJson.Throw(place, "sequences nested too deeply", $"at most {MaximumDepth} levels");
        string type = ComponentJson.ReadType(json, place, Known, []);
        switch (type)
        {
            case "BertPreTokenizer":
                return new BertPreTokenizer();
            case "Whitespace":
                return PatternPreTokenizer.Whitespace;
            case "WhitespaceSplit":
                return PatternPreTokenizer.WhitespaceSplit;
            case "ByteLevel":
                // Offsets are trimmed by the post-processor of the same name; here the field only must be there.
                ComponentJson.ReadBoolean(json, "trim_offsets", place);
                return new ByteLevelPreTokenizer(
                    ComponentJson.ReadBoolean(json, "add_prefix_space", place), ComponentJson.ReadBoolean(json, "use_regex", place, absent: true));
            case "CharDelimiterSplit":
                return PatternPreTokenizer.CharacterDelimiter(ComponentJson.ReadCharacter(json, "delimiter", place));
            case "Split":
                return new PatternPreTokenizer(
                    PatternReader.Read(json, place), ReadBehavior(json, place, absent: null), ComponentJson.ReadBoolean(json, "invert", place));
            case "Punctuation":
                return PatternPreTokenizer.Punctuation(ReadBehavior(json, place, SplitBehavior.Isolated));
            case "Digits":
                return PatternPreTokenizer.Digits(ComponentJson.ReadBoolean(json, "individual_digits", place));
            case "UnicodeScripts":
                return new UnicodeScriptsPreTokenizer();
            case "FixedLength":
                int length = ComponentJson.ReadCount(json, "length", place, absent: 5);
                if (length == 0)
                    ComponentJson.Throw($"{place}.length", "0", "at least 1");
                return new FixedLengthPreTokenizer(length);
            case "Metaspace":
                return new MetaspacePreTokenizer(
                    MetaspaceReader.ReadMark(json, place), MetaspaceReader.ReadPrefix(json, place), MetaspaceReader.ReadSplit(json, place));
            case "Sequence":
                var parts = new List<PreTokenizer>();
                foreach (JsonPart part in ComponentJson.ReadArray(json, "pretokenizers", place).EnumerateArray())
                    parts.Add(Read(part, string.Create(CultureInfo.InvariantCulture, $"{place}.pretokenizers[{parts.Count}]"), depth + 1));
                return new PreTokenizerSequence(parts);
            default:
                throw new UnreachableException(type);
        }
    }

    private static SplitBehavior ReadBehavior(JsonPart json, string place, SplitBehavior? absent)
    {
        if (absent is SplitBehavior given && !json.TryGetProperty("behavior", out _))
            return given;
        string name = ComponentJson.ReadString(json, "behavior", place);
        switch (name)
        {
            case "Removed":
                return SplitBehavior.Removed;
            case "Isolated":
                return SplitBehavior.Isolated;
            case "MergedWithPrevious":
                return SplitBehavior.MergedWithPrevious;
            case "MergedWithNext":
                return SplitBehavior.MergedWithNext;
            case "Contiguous":
                return SplitBehavior.Contiguous;
            default:
                ComponentJson.Throw($"{place}.behavior", $"\"{name}\"", "Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous");
                return default; // not reached: Throw does not return
        }
    }
}
