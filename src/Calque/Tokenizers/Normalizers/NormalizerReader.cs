using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Calque.Text;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.Normalizers;

/// <summary>Makes normalizers from the <c>normalizer</c> part of a <c>tokenizer.json</c>.</summary>
public static class NormalizerReader
{
    private const int MaximumDepth = 64;

    private static readonly string[] Known =
    [
        "BertNormalizer", "ByteLevel", "Lowercase", "NFC", "NFD", "NFKC", "NFKD",
        "Nmt", "Precompiled", "Prepend", "Replace", "Sequence", "Strip", "StripAccents",
    ];

    // Files of old versions name no types.
    private static readonly (string Field, string Type)[] TellingFields =
    [
        ("clean_text", "BertNormalizer"), ("strip_left", "Strip"), ("normalizers", "Sequence"),
        ("precompiled_charsmap", "Precompiled"), ("pattern", "Replace"), ("prepend", "Prepend"),
    ];

    /// <summary>Reads the part; null where it is absent or null.</summary>
    /// <param name="json">The part; an element of kind Undefined stands for an absent one.</param>
    /// <param name="place">File and path inside it, for errors, such as <c>tokenizer.json: normalizer</c>.</param>
    /// <exception cref="InvalidTokenizerException">The part is damaged or of an unknown type.</exception>
    public static Normalizer? Read(JsonElement json, string place) => ReadPart(JsonPart.From(json), place);

    /// <summary>Reads the part; null where it is absent or null.</summary>
    internal static Normalizer? ReadPart(JsonPart json, string place) =>
        ComponentJson.IsAbsent(json) ? null : Read(json, place, 0);

    private static Normalizer Read(JsonPart json, string place, int depth)
    {
        if (depth > MaximumDepth)
            ComponentJson.Throw(place, "sequences nested too deeply", $"at most {MaximumDepth} levels");
        string type = ComponentJson.ReadType(json, place, Known, TellingFields);
        switch (type)
        {
            case "BertNormalizer":
                bool? stripAccents = json.TryGetProperty("strip_accents", out JsonPart accents) && !ComponentJson.IsAbsent(accents)
                    ? ComponentJson.ReadBoolean(json, "strip_accents", place)
                    : null;
                return new BertNormalizer(
                    ComponentJson.ReadBoolean(json, "clean_text", place), ComponentJson.ReadBoolean(json, "handle_chinese_chars", place),
                    stripAccents, ComponentJson.ReadBoolean(json, "lowercase", place));
            case "NFC":
                return new UnicodeFormNormalizer(UnicodeForm.Nfc);
            case "NFD":
                return new UnicodeFormNormalizer(UnicodeForm.Nfd);
            case "NFKC":
                return new UnicodeFormNormalizer(UnicodeForm.Nfkc);
            case "NFKD":
                return new UnicodeFormNormalizer(UnicodeForm.Nfkd);
            case "Lowercase":
                return new LowercaseNormalizer();
            case "StripAccents":
                return new StripAccentsNormalizer();
            case "Nmt":
                return new NmtNormalizer();
            case "ByteLevel":
                return new ByteLevelNormalizer();
            case "Strip":
                return new StripNormalizer(
                    ComponentJson.ReadBoolean(json, "strip_left", place), ComponentJson.ReadBoolean(json, "strip_right", place));
            case "Prepend":
                return new PrependNormalizer(ComponentJson.ReadString(json, "prepend", place));
            case "Replace":
                return ReadReplace(json, place);
            case "Precompiled":
                return ReadPrecompiled(json, place);
            case "Sequence":
                var parts = new List<Normalizer>();
                foreach (JsonPart part in ComponentJson.ReadArray(json, "normalizers", place).EnumerateArray())
                    parts.Add(Read(part, string.Create(CultureInfo.InvariantCulture, $"{place}.normalizers[{parts.Count}]"), depth + 1));
                return new NormalizerSequence(parts);
            default:
                throw new UnreachableException(type);
        }
    }

    private static ReplaceNormalizer ReadReplace(JsonPart json, string place)
    {
        Pattern pattern = PatternReader.Read(json, place);
        JsonPart written = json.GetProperty("pattern");
        string? Form(string name) => written.TryGetProperty(name, out JsonPart value) ? value.GetString() : null;
        string? literal = Form("String");
        return new ReplaceNormalizer(pattern, ComponentJson.ReadString(json, "content", place), literal, literal is null ? Form("Regex") : null);
    }

    private static PrecompiledNormalizer ReadPrecompiled(JsonPart json, string place)
    {
        string at = $"{place}.precompiled_charsmap";
        JsonPart field = ComponentJson.ReadField(json, "precompiled_charsmap", place, "a string");
        if (field.ValueKind != JsonKind.String || !field.TryGetPlainUtf8(out ReadOnlySpan<byte> text))
            text = System.Text.Encoding.UTF8.GetBytes(ComponentJson.ReadString(json, "precompiled_charsmap", place));
        if (!Base64Bytes.TryDecode(text, out byte[] bytes))
            ComponentJson.Throw(at, "text that is not base64", "base64");
        return PrecompiledNormalizer.Parse(bytes, at);
    }
}
