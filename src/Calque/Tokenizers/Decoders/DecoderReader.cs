using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace Calque.Tokenizers.Decoders;

/// <summary>Makes decoders from the <c>decoder</c> part of a <c>tokenizer.json</c>.</summary>
public static class DecoderReader
{
    private const int MaximumDepth = 64;

    /// <summary>Reads the part; null where it is absent or null.</summary>
    /// <param name="json">The part; an element of kind Undefined stands for an absent one.</param>
    /// <param name="place">File and path inside it, for errors, such as <c>tokenizer.json: decoder</c>.</param>
    /// <exception cref="InvalidTokenizerException">The part is damaged or of an unknown type.</exception>
    public static Decoder? Read(JsonElement json, string place) =>
        ComponentJson.IsAbsent(json) ? null : Read(json, place, 0);

    private static Decoder Read(JsonElement json, string place, int depth)
    {
        if (depth > MaximumDepth)
            ComponentJson.Throw(place, "sequences nested too deeply", $"at most {MaximumDepth} levels");
        string type = ComponentJson.ReadType(json, place);
        switch (type)
        {
            case "Fuse":
                return new FuseDecoder();
            case "Sequence":
                var parts = new List<Decoder>();
                foreach (JsonElement part in ComponentJson.ReadArray(json, "decoders", place).EnumerateArray())
                    parts.Add(Read(part, string.Create(CultureInfo.InvariantCulture, $"{place}.decoders[{parts.Count}]"), depth + 1));
                return new DecoderSequence(parts);
            default:
                ComponentJson.Throw($"{place}.type", $"\"{type}\"", "a known decoder");
                return null!; // not reached: Throw does not return
        }
    }
}
