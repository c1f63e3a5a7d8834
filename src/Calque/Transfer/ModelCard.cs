using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Calque.Formats.HuggingFace;
using Calque.Transfer.Evidence;

namespace Calque.Transfer;

/// <summary>The README.md of a transferred model: front matter that hubs filter by, and how the model was made.</summary>
internal static class ModelCard
{
    public const string FileName = "README.md";

    private const string Moved = "unchanged but for the table of positions, whose rows moved with the id of the padding token";

    /// <summary>Writes the card.</summary>
    /// <param name="source">The source model.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="manifest">What the run did.</param>
    /// <param name="warnings">Receives a line where the licence is unknown.</param>
    public static string Write(ModelDirectory source, TransferOptions options, TransferManifest manifest, List<string> warnings)
    {
        string name = BaseModel(source);
        Dictionary<string, string> carried = FrontMatter(Path.Combine(source.Path, FileName));
        StringBuilder card = new();
        card.Append("---\n");
        card.Append(CultureInfo.InvariantCulture, $"base_model: {Quote(name)}\n");
        if (options.Language is { } language)
            card.Append(CultureInfo.InvariantCulture, $"language:\n- {Quote(language)}\n");
        string[] licence = ["license", "license_name", "license_link"];
        foreach (string key in licence.Where(carried.ContainsKey))
            card.Append(CultureInfo.InvariantCulture, $"{key}: {carried[key]}\n");
        if (!carried.ContainsKey("license"))
            warnings.Add("the source model names no licence (README.md, license): add one to the model card before you share this model");
        card.Append("library_name: transformers\n");
        if (carried.TryGetValue("pipeline_tag", out string? task))
            card.Append(CultureInfo.InvariantCulture, $"pipeline_tag: {task}\n");
        card.Append("tags:\n- calque\n- cross-lingual-transfer\n");
        card.Append(CultureInfo.InvariantCulture, $"- {manifest.Method}\n---\n\n");
        Body(card, name, options, manifest);
        return card.ToString();
    }

    private static void Body(StringBuilder card, string name, TransferOptions options, TransferManifest manifest)
    {
        string to = options.Language is { } language ? $" to `{language}`" : "";
        card.Append(CultureInfo.InvariantCulture, $"# {Path.GetFileName(name.TrimEnd('/'))}, transferred{to}\n\n");
        card.Append(CultureInfo.InvariantCulture, $"Made from `{name}` by `calque transfer` {manifest.Calque}, method `{manifest.Method}`");
        card.Append(manifest.Method == "wechsel" ? " (WECHSEL, Minixhofer, Paischer and Rekabsaz 2022). " : ". ");
        card.Append("The embedding matrices have a row for each token of the new tokenizer; ");
        card.Append(options.Body == ModelBody.Copy
            ? $"the body of the network is the source's, {(manifest.Tensors.Any(tensor => tensor.Role == "positions") ? Moved : "unchanged")}.\n\n"
            : "the body of the network is drawn at random.\n\n");
        card.Append("**This is a starting point, not a finished model.** It has seen no text of the new language: continue its\n");
        card.Append("pre-training on such text before you use or judge it.\n\n");
        card.Append("## How the rows were made\n\n| rule | tokens | share |\n|---|---:|---:|\n");
        foreach (RuleCount rule in manifest.Rules)
            card.Append(CultureInfo.InvariantCulture, $"| {rule.Rule} | {rule.Tokens} | {rule.Percent:F1} % |\n");
        if (manifest.Similarity is { } similarity)
        {
            card.Append(CultureInfo.InvariantCulture, $"\nMean cosine of the nearest source token: {similarity.MeanNearest:F3}. ");
            // The plan's options: a plan that was made elsewhere had its own.
            card.Append(CultureInfo.InvariantCulture, $"{manifest.Options.GetValueOrDefault("neighbors")} neighbours, temperature {manifest.Options.GetValueOrDefault("temperature")}.\n");
        }

        if (manifest.Alignment is { } alignment)
        {
            card.Append(CultureInfo.InvariantCulture, $"\nThe word vectors were aligned on {alignment.PairsUsed} pairs of {alignment.DictionaryLines} dictionary lines ");
            card.Append(CultureInfo.InvariantCulture, $"(method {alignment.Method}, residual {alignment.Residual:F3}).\n");
            if (alignment.HeldOut is { } heldOut)
                card.Append(CultureInfo.InvariantCulture, $"Of {heldOut.Words} dictionary words held out, {100 * heldOut.PrecisionAt1:F1} % find a translation as their nearest word ({100 * heldOut.Low:F1} to {100 * heldOut.High:F1}).\n");
        }

        card.Append("\n## What went in\n\n| input | file | SHA-256 |\n|---|---|---|\n");
        foreach (InputFile input in manifest.Inputs)
            card.Append(CultureInfo.InvariantCulture, $"| {input.Role} | `{Path.GetFileName(input.Path)}` | `{input.Sha256}` |\n");
        card.Append("\n`calque.manifest.json` holds every option and figure, `provenance.jsonl` the sources of every row.\n");
    }

    // The name on the hub, where the config remembers it; else the name of the directory.
    private static string BaseModel(ModelDirectory source)
    {
        if (source.Config["_name_or_path"] is JsonValue value && value.TryGetValue(out string? name) && name.Length > 0 && !Path.IsPathRooted(name))
            return name;
        return Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Path)));
    }

    // Only simple "key: value" lines are carried; that is how licences stand in front matter.
    private static Dictionary<string, string> FrontMatter(string path)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        if (!File.Exists(path))
            return values;
        using StreamReader reader = new(path, Encoding.UTF8);
        if (reader.ReadLine()?.TrimEnd() != "---")
            return values;
        for (string? line; (line = reader.ReadLine()) is not null && line.TrimEnd() != "---";)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && char.IsAsciiLetter(line[0]) && line[(colon + 1)..].Trim() is { Length: > 0 } value)
                values[line[..colon]] = value;
        }

        return values;
    }

    // A YAML plain scalar where it is one ("no" and "on" are truth values there), else double-quoted.
    private static string Quote(string value)
    {
        bool plain = value.Length > 2 && char.IsAsciiLetter(value[0]) && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/' or '.');
        return plain ? value : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
