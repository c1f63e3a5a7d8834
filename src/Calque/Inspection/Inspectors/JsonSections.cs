using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Calque.Formats.Inputs;

namespace Calque.Inspection.Inspectors;

/// <summary>Turns a JSON object into sections: its plain values are facts, a list of objects is a table, an object a section of its own.</summary>
internal static class JsonSections
{
    private const int LongestText = 200;

    /// <summary>Bytes of the largest JSON file that is shown; model hubs' largest tokenizer.json has a tenth of it.</summary>
    private const int LargestFile = 1 << 28;

    private static readonly JsonSerializerOptions s_oneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file that holds one JSON object.</summary>
    /// <exception cref="InvalidInputException">It does not, or is too large to show.</exception>
    public static JsonObject Read(string path)
    {
        using Stream stream = InputFile.OpenRead(path, InspectedInput.Fault);
        if (new FileInfo(path).Length > LargestFile)
            throw new InvalidInputException(path, "a JSON file of more than 256 MB", "a smaller one", "Nothing that Calque reads is as large.");
        try
        {
            JsonNode? node = JsonNode.Parse(stream, null, new JsonDocumentOptions { MaxDepth = 64 });
            Decode(node);
            return node as JsonObject ?? throw new InvalidInputException(path, "JSON that is no object", "a JSON object", "Is this the right file?");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw Damaged(path, error);
        }
    }

    /// <summary>Decodes every key and text, which would else happen when they are asked for: a repeated key, half a surrogate pair and wrong UTF-8 show here.</summary>
    /// <exception cref="ArgumentException">A key stands twice.</exception>
    /// <exception cref="InvalidOperationException">A text cannot be decoded.</exception>
    public static void Decode(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                foreach ((_, JsonNode? value) in json)
                    Decode(value);
                break;
            case JsonArray list:
                foreach (JsonNode? value in list)
                    Decode(value);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
        }
    }

    /// <summary>A value on one line, cut where it is long.</summary>
    public static InspectionValue Value(JsonNode? node)
    {
        switch (node?.GetValueKind())
        {
            case null or JsonValueKind.Null:
                return "none";
            case JsonValueKind.True or JsonValueKind.False:
                return node.GetValue<bool>();
            case JsonValueKind.Number:
                return node.AsValue().TryGetValue(out long whole) ? whole
                    : node.AsValue().TryGetValue(out double real) ? real : node.ToJsonString();
            case JsonValueKind.String:
                return Cut(node.GetValue<string>());
            case JsonValueKind.Array when node.AsArray().All(item => item is JsonValue):
                return Cut(string.Join(", ", node.AsArray().Select(item => item!.GetValueKind() == JsonValueKind.String ? item.GetValue<string>() : item.ToJsonString())));
            default:
                return Cut(node!.ToJsonString(s_oneLine));
        }
    }

    /// <summary>Adds an object to a result.</summary>
    public static void Add(InspectionDraft draft, string title, JsonObject json)
    {
        draft.Section(title);
        foreach ((string key, JsonNode? node) in json)
        {
            if (!IsTable(node) && node is not JsonObject { Count: > 0 })
                draft.Fact(Name(key), Value(node));
        }

        foreach ((string key, JsonNode? node) in json)
        {
            if (IsTable(node))
                AddTable(draft.Section(Name(key)), node!.AsArray());
            else if (node is JsonObject { Count: > 0 } inner)
                AddInner(draft, Name(key), inner);
        }
    }

    // A long object of plain values is a dictionary (a vocabulary, a map of weights): a table that the limit cuts.
    private static void AddInner(InspectionDraft draft, string title, JsonObject json)
    {
        if (json.Count <= 30 || json.Any(pair => pair.Value is JsonObject or JsonArray))
        {
            draft.Section(title);
            foreach ((string key, JsonNode? node) in json.Take(100))
                draft.Fact(Name(key), Value(node));
            return;
        }

        draft.Section(title).Table(["key", "value"], json.Select(pair => (IReadOnlyList<InspectionValue>)[Cut(pair.Key), Value(pair.Value)]));
    }

    private static bool IsTable(JsonNode? node) => node is JsonArray { Count: > 0 } list && list.All(item => item is JsonObject);

    private static void AddTable(InspectionDraft draft, JsonArray list)
    {
        List<string> columns = [];
        foreach (JsonNode? item in list)
        {
            foreach ((string key, _) in item!.AsObject())
            {
                if (!columns.Contains(key))
                    columns.Add(key);
            }
        }

        draft.Table([.. columns.Select(Name)], list.Select(item => (IReadOnlyList<InspectionValue>)
            [.. columns.Select(column => item!.AsObject().TryGetPropertyValue(column, out JsonNode? value) ? Value(value) : default)]));
    }

    private static string Name(string key) => Cut(key).Replace('_', ' ');

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…";

    private static InvalidInputException Damaged(string path, Exception error) =>
        new(path, $"no valid JSON ({error.Message})", "a JSON object", "The file is damaged: compare its size and checksum with the source.", error);
}
