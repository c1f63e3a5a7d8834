using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace Calque.Tokenizers.Normalizers;

/// <summary>Makes normalizers from the <c>normalizer</c> part of a <c>tokenizer.json</c>.</summary>
public static class NormalizerReader
{
    private const int MaximumDepth = 64;

    /// <summary>Reads the part; null where it is absent or null.</summary>
    /// <param name="json">The part; an element of kind Undefined stands for an absent one.</param>
    /// <param name="place">File and path inside it, for errors, such as <c>tokenizer.json: normalizer</c>.</param>
    /// <exception cref="InvalidTokenizerException">The part is damaged or of an unknown type.</exception>
    public static Normalizer? Read(JsonElement json, string place) =>
        ComponentJson.IsAbsent(json) ? null : Read(json, place, 0);

    private static Normalizer Read(JsonElement json, string place, int depth)
    {
        if (depth > MaximumDepth)
            ComponentJson.Throw(place, "sequences nested too deeply", $"at most {MaximumDepth} levels");
        string type = ComponentJson.ReadType(json, place);
        switch (type)
        {
            case "Prepend":
                return new PrependNormalizer(ComponentJson.ReadString(json, "prepend", place));
            case "Sequence":
                var parts = new List<Normalizer>();
                foreach (JsonElement part in ComponentJson.ReadArray(json, "normalizers", place).EnumerateArray())
                    parts.Add(Read(part, string.Create(CultureInfo.InvariantCulture, $"{place}.normalizers[{parts.Count}]"), depth + 1));
                return new NormalizerSequence(parts);
            default:
                ComponentJson.Throw($"{place}.type", $"\"{type}\"", "a known normalizer");
                return null!; // not reached: Throw does not return
        }
    }
}
