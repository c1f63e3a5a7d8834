using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Calque.Neural.Models;

/// <summary>config.json as a model family reads it: numbers with their ranges, and errors that name the key.</summary>
public sealed class ModelConfiguration
{
    private const long MaximumSize = int.MaxValue / 8;

    /// <summary>Reads from a configuration.</summary>
    /// <param name="place">The file, for errors.</param>
    /// <param name="json">Its object; not changed.</param>
    public ModelConfiguration(string place, JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(json);
        Place = place;
        Json = json;
    }

    /// <summary>The file, for errors.</summary>
    public string Place { get; }

    /// <summary>The object.</summary>
    public JsonObject Json { get; }

    /// <summary>A size: a whole number of 1 or more.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="otherwise">What holds where the key is absent or null; null: it must be there.</param>
    /// <exception cref="InvalidModelException">It is missing, or no such number.</exception>
    public int Size(string key, int? otherwise = null)
    {
        if (Find(key) is not { } node)
            return otherwise ?? throw Missing(key, "a whole number");
        return node.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue(out long value) && value is >= 1 and <= MaximumSize
            ? (int)value
            : throw Wrong(key, node, "a whole number of 1 or more");
    }

    /// <summary>A token id, or null where the key is absent or null. Of a list the first counts.</summary>
    public int? TokenId(string key)
    {
        JsonNode? node = Find(key);
        if (node is JsonArray { Count: > 0 } list)
            node = list[0];
        if (node is null)
            return null;
        return node.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue(out long value) && value is >= 0 and <= MaximumSize
            ? (int)value
            : throw Wrong(key, node, "a token id");
    }

    /// <summary>A number.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="otherwise">What holds where the key is absent or null.</param>
    public double Number(string key, double otherwise)
    {
        if (Find(key) is not { } node)
            return otherwise;
        return node.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue(out double value) && double.IsFinite(value)
            ? value
            : throw Wrong(key, node, "a number");
    }

    /// <summary>A share from 0 to 1: dropout.</summary>
    public double Share(string key, double otherwise)
    {
        double value = Number(key, otherwise);
        return value is >= 0 and <= 1 ? value : throw Wrong(key, Find(key)!, "a number from 0 to 1");
    }

    /// <summary>A text.</summary>
    public string Text(string key, string otherwise)
    {
        if (Find(key) is not { } node)
            return otherwise;
        return node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : throw Wrong(key, node, "a text");
    }

    /// <summary>True or false.</summary>
    public bool Flag(string key, bool otherwise)
    {
        if (Find(key) is not { } node)
            return otherwise;
        return node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(key, node, "true or false"),
        };
    }

    /// <summary>An object inside, or null where there is none.</summary>
    public ModelConfiguration? Part(string key) => Find(key) is JsonObject part ? new ModelConfiguration($"{Place}, {key}", part) : null;

    /// <summary>Names of classes in the order of their numbers; <c>num_labels</c> of them, else two, where there are no names.</summary>
    public IReadOnlyList<string> Labels()
    {
        if (Find("id2label") is not JsonObject names)
            return [.. Enumerable.Range(0, Size("num_labels", 2)).Select(i => $"LABEL_{i.ToString(CultureInfo.InvariantCulture)}")];
        string[] labels = new string[names.Count];
        foreach ((string key, JsonNode? value) in names)
        {
            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number >= labels.Length || value is null)
                throw Wrong("id2label", names, "classes numbered from 0 without gaps");
            labels[number] = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        }

        return labels;
    }

    /// <summary>Refuses a setting that the engine does not compute, rather than compute something else.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="allowed">The text that is computed.</param>
    public void Require(string key, string allowed)
    {
        if (Text(key, allowed) != allowed)
            throw Wrong(key, Find(key)!, $"'{allowed}': nothing else is computed");
    }

    private JsonNode? Find(string key) => Json.TryGetPropertyValue(key, out JsonNode? node) ? node : null;

    private InvalidModelException Missing(string key, string expected) =>
        new(Place, $"no {key}", expected, "The configuration belongs to another class of models, or is cut short.");

    private InvalidModelException Wrong(string key, JsonNode node, string expected) =>
        new(Place, $"{key} {node.ToJsonString()}", expected, "The configuration belongs to another class of models, or was changed by hand.");
}
