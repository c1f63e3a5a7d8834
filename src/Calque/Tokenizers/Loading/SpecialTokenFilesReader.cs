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
            if (ReadObject(path) is not JsonPart json)
                continue;
            ReadRoles(json, path, file, names);
            if (file == "tokenizer_config.json")
                ReadConfig(json, path, names);
        }

        string added = System.IO.Path.Combine(directory, "added_tokens.json");
        if (ReadObject(added) is JsonPart map)
            ReadAddedTokens(map, added, names);
        // The model's own config only helps to tell the family; its faults are for whoever opens the model.
        if (TryReadObject(System.IO.Path.Combine(directory, "config.json")) is JsonPart config &&
            config.TryGetProperty("model_type", out JsonPart type) && type.ValueKind == JsonKind.String)
        {
            names.ModelType = type.GetString() ?? "";
        }

        return names;
    }

    private static JsonPart? TryReadObject(string path)
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

    private static JsonPart? ReadObject(string path)
    {
        if (!File.Exists(path))
            return null;
        byte[] bytes = TokenizerFiles.Read(path);
        if (!Utf8.IsValid(bytes))
            throw new InvalidTokenizerException(path, "bytes that are not UTF-8", "a JSON text in UTF-8", "The file is damaged; fetch it again.");
        try
        {
            JsonPart json = JsonPart.Parse(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes);
            if (json.ValueKind != JsonKind.Object)
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
    private static void Decode(JsonPart json)
    {
        switch (json.ValueKind)
        {
            case JsonKind.Object:
                foreach (JsonMember property in json.EnumerateObject())
                {
                    _ = property.Name;
                    Decode(property.Value);
                }

                break;
            case JsonKind.Array:
                foreach (JsonPart element in json.EnumerateArray())
                    Decode(element);
                break;
            case JsonKind.String:
                json.GetString();
                break;
        }
    }

    private static void ReadRoles(JsonPart json, string path, string file, SpecialTokenNames names)
    {
        for (int i = 0; i < RoleKeys.Length; i++)
        {
            if (json.TryGetProperty(RoleKeys[i], out JsonPart value) && ReadContent(value, $"{path}: {RoleKeys[i]}") is { Length: > 0 } content)
                names.Add(Roles[i], content, file);
        }

        foreach (string key in (string[])["additional_special_tokens", "extra_special_tokens"])
        {
            if (!json.TryGetProperty(key, out JsonPart list))
                continue;
            if (list.ValueKind == JsonKind.Array)
            {
                foreach (JsonPart element in list.EnumerateArray())
                {
                    if (ReadContent(element, $"{path}: {key}") is { Length: > 0 } content)
                        names.Add(SpecialTokenRole.Additional, content, file);
                }
            }
            else if (list.ValueKind == JsonKind.Object)
            {
                foreach (JsonMember property in list.EnumerateObject())
                {
                    if (ReadContent(property.Value, $"{path}: {key}") is { Length: > 0 } content)
                        names.Add(SpecialTokenRole.Additional, content, file);
                }
            }
        }
    }

    private static string? ReadContent(JsonPart value, string place)
    {
        switch (value.ValueKind)
        {
            case JsonKind.Null:
            case JsonKind.False:
                return null;
            case JsonKind.String:
                return value.GetString();
            case JsonKind.Object:
                return ComponentJson.ReadString(value, "content", place);
            default:
                ComponentJson.Throw(place, ComponentJson.Describe(value), "a token as a string or an object with \"content\"");
                return null;
        }
    }

    private static void ReadConfig(JsonPart json, string path, SpecialTokenNames names)
    {
        if (json.TryGetProperty("tokenizer_class", out JsonPart tokenizerClass) && tokenizerClass.ValueKind == JsonKind.String)
            names.TokenizerClass = tokenizerClass.GetString() ?? "";
        foreach (JsonMember property in json.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonKind.True or JsonKind.False)
                names.Flags[property.Name] = property.Value.ValueKind == JsonKind.True;
        }

        if (!json.TryGetProperty("added_tokens_decoder", out JsonPart decoder) || decoder.ValueKind != JsonKind.Object)
            return;
        foreach (JsonMember property in decoder.EnumerateObject())
        {
            string place = $"{path}: added_tokens_decoder.{property.Name}";
            if (!int.TryParse(property.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id >= VocabularyBuilder.IdCeiling)
                ComponentJson.Throw(place, $"\"{property.Name}\"", "the id of a token");
            names.AddedTokens.Add(AddedTokensReader.ReadToken(property.Value, place) with { Id = id });
        }
    }

    private static void ReadAddedTokens(JsonPart json, string path, SpecialTokenNames names)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (AddedToken token in names.AddedTokens)
            known.Add(token.Content);
        foreach (JsonMember property in json.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonKind.Number || !property.Value.TryGetInt32(out int id) || id is < 0 or >= VocabularyBuilder.IdCeiling)
            {
                ComponentJson.Throw($"{path}: {property.Name}", ComponentJson.Describe(property.Value), "the id of a token");
                return;
            }

            if (known.Add(property.Name))
                names.AddedTokens.Add(new AddedToken(id, property.Name, false, false, false, true, false));
        }
    }
}
