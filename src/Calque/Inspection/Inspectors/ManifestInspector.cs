using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;

namespace Calque.Inspection.Inspectors;

/// <summary>A <c>calque.manifest.json</c>: what went into a run, what it did, how well it went.</summary>
internal sealed class ManifestInspector : Inspector
{
    /// <summary>The name of the file in an output.</summary>
    public const string FileName = "calque.manifest.json";

    public override string Kind => "manifest";

    public override bool ReadsGzip => true;

    public override bool Recognises(InspectedInput input) =>
        input.IsDirectory ? input.Has(FileName)
        : input.Json is { } json && json.Keys.TryGetValue("calque", out JsonTokenType calque) && calque == JsonTokenType.String
            && json.Keys.ContainsKey("schema") && json.Keys.ContainsKey("operation");

    public override InspectionResult Inspect(
        InspectedInput input, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        string path = input.IsDirectory ? input.FileOf(FileName) : input.Path;
        InspectionDraft draft = new(options.Limit);
        Add(draft, JsonSections.Read(path));
        return draft.Finish(Kind, input.Path);
    }

    /// <summary>Adds a manifest; its own warnings become those of the result.</summary>
    private static void Add(InspectionDraft draft, JsonObject manifest)
    {
        if (manifest["warnings"] is JsonArray warnings && warnings.All(text => text?.GetValueKind() == JsonValueKind.String))
        {
            draft.Warnings.AddRange(warnings.Select(text => text!.GetValue<string>()));
            manifest.Remove("warnings");
        }

        JsonSections.Add(draft, "run", manifest);
    }
}
