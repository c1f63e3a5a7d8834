using System.Text;

namespace Calque.Tokenizers.PreTokenizers;

/// <summary>Reads the fields of a Metaspace, which pre-tokenizers and decoders share, old spellings included.</summary>
internal static class MetaspaceReader
{
    /// <summary>The mark; <c>str_rep</c> of old files says the same and is not needed.</summary>
    public static Rune ReadMark(JsonPart json, string place) => ComponentJson.ReadCharacter(json, "replacement", place);

    /// <summary>
    /// The scheme. <c>add_prefix_space: false</c> of old files goes only with the scheme "never"; <c>true</c> says nothing.
    /// </summary>
    public static MetaspacePrefix ReadPrefix(JsonPart json, string place)
    {
        MetaspacePrefix prefix = MetaspacePrefix.Always;
        if (json.TryGetProperty("prepend_scheme", out JsonPart scheme))
        {
            string name = ComponentJson.ReadString(json, "prepend_scheme", place);
            switch (name)
            {
                case "always":
                    break;
                case "first":
                    prefix = MetaspacePrefix.First;
                    break;
                case "never":
                    prefix = MetaspacePrefix.Never;
                    break;
                default:
                    ComponentJson.Throw($"{place}.prepend_scheme", ComponentJson.Describe(scheme), "\"always\", \"first\" or \"never\"");
                    break;
            }
        }

        if (json.TryGetProperty("add_prefix_space", out JsonPart old) && !ComponentJson.IsAbsent(old)
            && !ComponentJson.ReadBoolean(json, "add_prefix_space", place) && prefix != MetaspacePrefix.Never)
        {
            ComponentJson.Throw(place, "\"add_prefix_space\": false with another prepend_scheme", "\"prepend_scheme\": \"never\" beside it",
                "Set prepend_scheme to \"never\" in the file.");
        }

        return prefix;
    }

    /// <summary>Whether the text is cut before each mark; true where nothing is said.</summary>
    public static bool ReadSplit(JsonPart json, string place) =>
        !json.TryGetProperty("split", out JsonPart split) || ComponentJson.IsAbsent(split)
        || ComponentJson.ReadBoolean(json, "split", place);
}
