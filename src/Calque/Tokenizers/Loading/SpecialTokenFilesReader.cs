using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Text.Unicode;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Loading;

/// <summary>Reads the small files beside a tokenizer: which token plays which role, and what was added.</summary>
internal static class SpecialTokenFilesReader
{
    private static readonly string[] RoleKeys = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    private static readonly SpecialTokenRole[] Roles =
    [
        SpecialTokenRole.BeginningOfSequence, SpecialTokenRole.EndOfSequence, SpecialTokenRole.Unknown, SpecialTokenRole.Separator,
        SpecialTokenRole.Padding, SpecialTokenRole.Classification, SpecialTokenRole.Mask,
    ];

    /// <summary>Reads what there is in a directory.</summary>
    /// <exception cref="InvalidTokenizerException">A file is damaged.</exception>
    public static SpecialTokenNames Read(string directory)
    {
        var names = new SpecialTokenNames();
        foreach (string file in (string[])["special_tokens_map.json", "tokenizer_config.json"])
        {
            string path = System.IO.Path.Combine(directory, file);
            if (ReadObject(path) is not JsonElement json)
                continue;
            ReadRoles(json, path, file, names);
            if (file == "tokenizer_config.json")
                ReadConfig(json, path, names);
        }

        string added = System.IO.Path.Combine(directory, "added_tokens.json");
        if (ReadObject(added) is JsonElement map)
            ReadAddedTokens(map, added, names);
        // The model's own config only helps to tell the family; its faults are for whoever opens the model.
        if (TryReadObject(System.IO.Path.Combine(directory, "config.json")) is JsonElement config &&
            config.TryGetProperty("model_type", out JsonElement type) && type.ValueKind == JsonValueKind.String)
        {
            names.ModelType = type.GetString() ?? "";
        }

        return names;
    }

    private static JsonElement? TryReadObject(string path)
    {
        try
        {
            return ReadObject(path);
        }
        catch (InvalidTokenizerException)
        {
            return null;
        }
    }

    private static JsonElement? ReadObject(string path)
    {
        if (!File.Exists(path))
            return null;
        byte[] bytes = TokenizerFiles.Read(path);
        if (!Utf8.IsValid(bytes))
            throw new InvalidTokenizerException(path, "bytes that are not UTF-8", "a JSON text in UTF-8", "The file is damaged; fetch it again.");
        try
        {
            JsonElement json = JsonElement.Parse(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes);
            if (json.ValueKind != JsonValueKind.Object)
                ComponentJson.Throw(path, ComponentJson.Describe(json), "a JSON object");
            Decode(json);
            return json;
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidTokenizerException(
                path, "text that is not UTF-8, or half of a surrogate pair", "valid characters", "The file is damaged; fetch it again, or remove it if the tokenizer does not need it.", error);
        }
        catch (JsonException error)
        {
            throw new InvalidTokenizerException(
                string.Create(CultureInfo.InvariantCulture, $"{path} line {(error.LineNumber ?? 0) + 1} byte {error.BytePositionInLine ?? 0}"),
                "text that is no JSON", "one JSON object", "The file may be cut short; fetch it again, or remove it if the tokenizer does not need it.", error);
        }
    }

    /// <summary>Decodes every name and text, which else happens where one is asked for: half of a surrogate pair shows here.</summary>
    private static void Decode(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in json.EnumerateObject())
                {
                    _ = property.Name;
                    Decode(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement element in json.EnumerateArray())
                    Decode(element);
                break;
            case JsonValueKind.String:
                json.GetString();
                break;
        }
    }

    private static void ReadRoles(JsonElement json, string path, string file, SpecialTokenNames names)
    {
        for (int i = 0; i < RoleKeys.Length; i++)
        {
            if (json.TryGetProperty(RoleKeys[i], out JsonElement value) && ReadContent(value, $"{path}: {RoleKeys[i]}") is { Length: > 0 } content)
                names.Add(Roles[i], content, file);
        }

        foreach (string key in (string[])["additional_special_tokens", "extra_special_tokens"])
        {
            if (!json.TryGetProperty(key, out JsonElement list))
                continue;
            if (list.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement element in list.EnumerateArray())
                {
                    if (ReadContent(element, $"{path}: {key}") is { Length: > 0 } content)
                        names.Add(SpecialTokenRole.Additional, content, file);
                }
            }
            else if (list.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in list.EnumerateObject())
                {
                    if (ReadContent(property.Value, $"{path}: {key}") is { Length: > 0 } content)
                        names.Add(SpecialTokenRole.Additional, content, file);
                }
            }
        }
    }

    private static string? ReadContent(JsonElement value, string place)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
            case JsonValueKind.False:
                return null;
            case JsonValueKind.String:
                return value.GetString();
            case JsonValueKind.Object:
                return ComponentJson.ReadString(value, "content", place);
            default:
                ComponentJson.Throw(place, ComponentJson.Describe(value), "a token as a string or an object with \"content\"");
                return null;
        }
    }

    private static void ReadConfig(JsonElement json, string path, SpecialTokenNames names)
    {
        if (json.TryGetProperty("tokenizer_class", out JsonElement tokenizerClass) && tokenizerClass.ValueKind == JsonValueKind.String)
            names.TokenizerClass = tokenizerClass.GetString() ?? "";
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
                names.Flags[property.Name] = property.Value.ValueKind == JsonValueKind.True;
        }

        if (!json.TryGetProperty("added_tokens_decoder", out JsonElement decoder) || decoder.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty property in decoder.EnumerateObject())
        {
            string place = $"{path}: added_tokens_decoder.{property.Name}";
            if (!int.TryParse(property.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id >= VocabularyBuilder.IdCeiling)
                ComponentJson.Throw(place, $"\"{property.Name}\"", "the id of a token");
            names.AddedTokens.Add(AddedTokensReader.ReadToken(property.Value, place) with { Id = id });
        }
    }

    private static void ReadAddedTokens(JsonElement json, string path, SpecialTokenNames names)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (AddedToken token in names.AddedTokens)
            known.Add(token.Content);
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt32(out int id) || id is < 0 or >= VocabularyBuilder.IdCeiling)
            {
                ComponentJson.Throw($"{path}: {property.Name}", ComponentJson.Describe(property.Value), "the id of a token");
                return;
            }

            if (known.Add(property.Name))
                names.AddedTokens.Add(new AddedToken(id, property.Name, false, false, false, true, false));
        }
    }
}
