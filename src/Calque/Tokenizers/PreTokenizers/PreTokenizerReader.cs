using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace Calque.Tokenizers.PreTokenizers;

/// <summary>Makes pre-tokenizers from the <c>pre_tokenizer</c> part of a <c>tokenizer.json</c>.</summary>
public static class PreTokenizerReader
{
    private const int MaximumDepth = 64;

    /// <summary>Reads the part; null where it is absent or null.</summary>
    /// <param name="json">The part; an element of kind Undefined stands for an absent one.</param>
    /// <param name="place">File and path inside it, for errors, such as <c>tokenizer.json: pre_tokenizer</c>.</param>
    /// <exception cref="InvalidTokenizerException">The part is damaged or of an unknown type.</exception>
    public static PreTokenizer? Read(JsonElement json, string place) =>
        ComponentJson.IsAbsent(json) ? null : Read(json, place, 0);

    private static PreTokenizer Read(JsonElement json, string place, int depth)
    {
        if (depth > MaximumDepth)
            ComponentJson.Throw(place, "sequences nested too deeply", $"at most {MaximumDepth} levels");
        string type = ComponentJson.ReadType(json, place);
        switch (type)
        {
            case "Metaspace":
                return new MetaspacePreTokenizer(
                    MetaspaceReader.ReadMark(json, place), MetaspaceReader.ReadPrefix(json, place), MetaspaceReader.ReadSplit(json, place));
            case "Sequence":
                var parts = new List<PreTokenizer>();
                foreach (JsonElement part in ComponentJson.ReadArray(json, "pretokenizers", place).EnumerateArray())
                    parts.Add(Read(part, string.Create(CultureInfo.InvariantCulture, $"{place}.pretokenizers[{parts.Count}]"), depth + 1));
                return new PreTokenizerSequence(parts);
            default:
                ComponentJson.Throw($"{place}.type", $"\"{type}\"", "a known pre-tokenizer");
                return null!; // not reached: Throw does not return
        }
    }
}
