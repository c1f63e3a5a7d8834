using System.Text;

namespace Calque.Tokenizers.Patterns;

/// <summary>Reads the field <c>pattern</c> of Split and Replace: <c>{"String": text}</c> or <c>{"Regex": expression}</c>.</summary>
internal static class PatternReader
{
    /// <summary>Reads it; regular expressions are those of Oniguruma.</summary>
    public static Pattern Read(JsonPart json, string place)
    {
        JsonPart pattern = ComponentJson.ReadField(json, "pattern", place, "a pattern");
        string at = $"{place}.pattern";
        if (pattern.ValueKind == JsonKind.Object && pattern.TryGetProperty("String", out _))
            return new LiteralPattern(Encoding.UTF8.GetBytes(ComponentJson.ReadString(pattern, "String", at)));
        if (pattern.ValueKind == JsonKind.Object && pattern.TryGetProperty("Regex", out _))
            return PatternCatalog.Get(ComponentJson.ReadString(pattern, "Regex", at), $"{at}.Regex");
        ComponentJson.Throw(at, ComponentJson.Describe(pattern), "{\"String\": text} or {\"Regex\": expression}");
        return null!; // not reached: Throw does not return
    }
}
