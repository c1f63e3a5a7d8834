using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace Calque.Inspection.Inspectors;

/// <summary>The names of the parts of a <c>tokenizer.json</c>, those inside a sequence one by one.</summary>
internal static class TokenizerComponents
{
    private static readonly string[] s_parts = ["normalizer", "pre_tokenizer", "post_processor", "decoder"];

    /// <summary>Reads the parts; truncation and padding where the file carries them.</summary>
    /// <returns>The part's name and what it is, in the order in which text goes through them.</returns>
    public static IEnumerable<KeyValuePair<string, string>> Read(string path)
    {
        JsonObject json = JsonSections.Read(path);
        foreach (string part in s_parts)
            yield return new KeyValuePair<string, string>(part.Replace('_', '-'), json[part] is JsonObject component ? Describe(component) : "none");
        foreach (string part in (string[])["truncation", "padding"])
        {
            if (json[part] is JsonObject stored)
                yield return new KeyValuePair<string, string>("stored " + part, JsonSections.Value(stored).ToString());
        }
    }

    private static string Describe(JsonObject component)
    {
        // Each of the four kinds has its own key for the parts of a sequence.
        JsonNode? list = component["normalizers"] ?? component["pretokenizers"] ?? component["processors"] ?? component["decoders"];
        if (list is JsonArray parts)
            return string.Join(" + ", parts.OfType<JsonObject>().Select(Describe));
        return JsonSections.Value(component["type"]).ToString();
    }
}
