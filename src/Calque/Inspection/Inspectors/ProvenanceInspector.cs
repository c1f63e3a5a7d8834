using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;

namespace Calque.Inspection.Inspectors;

/// <summary>A <c>provenance.jsonl</c>: from which source tokens each row of the target came.</summary>
internal sealed class ProvenanceInspector : Inspector
{
    /// <summary>The name of the file in an output.</summary>
    public const string FileName = "provenance.jsonl";

    public override string Kind => "provenance";

    public override bool ReadsGzip => true;

    public override bool Recognises(InspectedInput input) =>
        input.Json is { } json && json.Keys.ContainsKey("id") && json.Keys.ContainsKey("token") && json.Keys.ContainsKey("rule") && json.Keys.ContainsKey("sources");

    public override InspectionResult Inspect(
        InspectedInput input, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        InspectionDraft draft = new(options.Limit);
        if (options.Token is { } token)
            AddToken(draft, input.Path, token, progress, cancellation);
        else
            AddCounts(draft, input.Path, options.Limit, progress, cancellation);
        return draft.Finish(Kind, input.Path);
    }

    /// <summary>Adds the line of a token, told by its text, else by its surface, else by its id.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static void AddToken(
        InspectionDraft draft, string path, string token, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        List<JsonObject> byText = [];
        List<JsonObject> bySurface = [];
        List<JsonObject> byId = [];
        bool isId = long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out long id);
        foreach ((int line, JsonObject json) in JsonLines.Read(path, progress, cancellation))
        {
            if (Text(json, "token", path, line) == token)
                byText.Add(json);
            else if (Text(json, "surface", path, line) == token)
                bySurface.Add(json);
            if (isId && json["id"] is JsonValue value && value.TryGetValue(out long own) && own == id)
                byId.Add(json);
        }

        List<JsonObject> found = byText.Count > 0 ? byText : bySurface.Count > 0 ? bySurface : byId;
        if (found.Count == 0)
        {
            throw new InvalidInputException(
                path, $"no token, surface or id '{token}'", "one that is in the file", "Tokens are written as in the vocabulary, with their word mark (Ġ, ▁, ##).");
        }

        foreach (JsonObject json in found)
            AddLine(draft, json);
    }

    private static void AddLine(InspectionDraft draft, JsonObject json)
    {
        draft.Section($"token {JsonSections.Value(json["token"])}");
        foreach ((string key, JsonNode? value) in json)
        {
            if (key != "sources")
                draft.Fact(key, JsonSections.Value(value));
        }

        if (json["sources"] is not JsonArray sources)
            return;
        draft.Table(["id", "token", "similarity", "weight"], sources.OfType<JsonObject>().Select(source => (IReadOnlyList<InspectionValue>)
            [JsonSections.Value(source["id"]), JsonSections.Value(source["token"]), JsonSections.Value(source["similarity"]), JsonSections.Value(source["weight"])]));
    }

    private static void AddCounts(
        InspectionDraft draft, string path, int limit, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        // In the order of their first lines, which is the order of ids.
        List<string> rules = [];
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        List<IReadOnlyList<InspectionValue>> first = [];
        long lines = 0;
        foreach ((int line, JsonObject json) in JsonLines.Read(path, progress, cancellation))
        {
            lines++;
            string rule = Text(json, "rule", path, line) ?? "none";
            if (counts.TryAdd(rule, 0))
                rules.Add(rule);
            counts[rule]++;
            if (first.Count < limit)
                first.Add([JsonSections.Value(json["id"]), JsonSections.Value(json["token"]), rule, Sources(json)]);
        }

        draft.Section("rules").Fact("lines", lines).Table(["rule", "tokens", "percent"], rules.Select(rule => (IReadOnlyList<InspectionValue>)
            [rule, counts[rule], Math.Round(100.0 * counts[rule] / lines, 2)]));
        draft.Section("first lines").Table(["id", "token", "rule", "sources"], first, lines);
    }

    private static string Sources(JsonObject json) => json["sources"] is JsonArray sources
        ? string.Join(", ", sources.OfType<JsonObject>().Take(5).Select(source => $"{JsonSections.Value(source["token"])} {JsonSections.Value(source["weight"])}"))
        : "";

    private static string? Text(JsonObject json, string key, string path, int line)
    {
        JsonNode? value = json[key];
        return value is null || value.GetValueKind() == JsonValueKind.String
            ? value?.GetValue<string>()
            : throw new InvalidInputException(
                InspectionDraft.Text($"{path}, line {line}: {key}"), value.ToJsonString(), "text", "The file was changed by hand: write it again.");
    }
}
