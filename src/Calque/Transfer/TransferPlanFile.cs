using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Calque.Formats.Safetensors;

namespace Calque.Transfer;

/// <summary>
/// A plan as a file, <c>plan.safetensors</c>: the sparse matrix in compressed rows (<c>row_offsets</c> I64,
/// <c>source_ids</c> I32, <c>weights</c> F32, <c>similarities</c> F32), <c>rules</c> U8, <c>draw_keys</c> I64 (the bits of an
/// unsigned number) and <c>source_rows</c> U8, with the rest as metadata.
/// </summary>
public static class TransferPlanFile
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "plan.safetensors";

    /// <summary>The folder of a model directory that holds it: some loaders open every *.safetensors beside the weights.</summary>
    public const string FolderName = "calque";

    private const string VersionKey = "calque_plan";
    private const string Version = "1";
    private const string OptionPrefix = "option.";

    /// <summary>The plan file that a path means: the file itself, or the one in a directory that <c>calque transfer</c> wrote.</summary>
    public static string Find(string path)
    {
        if (!Directory.Exists(path))
            return path;
        string beside = Path.Combine(path, FileName);
        return File.Exists(beside) ? beside : Path.Combine(path, FolderName, FileName);
    }

    /// <summary>Whether a file of tensors is a plan.</summary>
    public static bool IsPlan(SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Metadata.ContainsKey(VersionKey);
    }

    /// <summary>Writes a plan. Equal plans give equal bytes.</summary>
    public static void Write(string path, TransferPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        SortedDictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            [VersionKey] = Version,
            ["method"] = plan.Method,
            ["seed"] = plan.Seed.ToString(CultureInfo.InvariantCulture),
            ["rules"] = new JsonArray([.. plan.RuleNames.Select(name => (JsonNode)name)]).ToJsonString(),
            ["source_vocabulary_size"] = plan.SourceVocabularySize.ToString(CultureInfo.InvariantCulture),
            ["target_vocabulary_size"] = plan.TargetVocabularySize.ToString(CultureInfo.InvariantCulture),
            ["source_vocabulary_sha256"] = plan.SourceVocabularyHash,
            ["target_vocabulary_sha256"] = plan.TargetVocabularyHash,
        };
        foreach ((string name, string value) in plan.Options)
            metadata[OptionPrefix + name] = value;

        (TensorSpec Spec, Array Values)[] tensors =
        [
            Tensor("row_offsets", ElementType.I64, plan.RowOffsets),
            Tensor("draw_keys", ElementType.I64, plan.DrawKeys),
            Tensor("weights", ElementType.F32, plan.Weights),
            Tensor("similarities", ElementType.F32, plan.Similarities),
            Tensor("source_ids", ElementType.I32, plan.SourceIds),
            Tensor("rules", ElementType.U8, plan.Rules),
            Tensor("source_rows", ElementType.U8, plan.SourceRows),
        ];
        using SafetensorsWriter writer = SafetensorsWriter.Create(path, tensors.Select(tensor => tensor.Spec), metadata);
        foreach (TensorInfo info in writer.Tensors)
        {
            Array values = tensors.Single(tensor => tensor.Spec.Name == info.Name).Values;
            writer.Write(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(values), checked((int)info.Length)));
        }

        writer.Complete();
    }

    /// <summary>Reads and checks a plan.</summary>
    /// <exception cref="InvalidPlanException">The file is no plan, or its parts contradict each other.</exception>
    public static TransferPlan Read(string path)
    {
        SafetensorsFile file;
        try
        {
            file = SafetensorsFile.Open(path);
        }
        catch (InvalidModelException error)
        {
            throw new InvalidPlanException(
                error.Place, error.Found, error.Expected, $"{error.Hint} A plan is the file {FileName} that calque transfer writes.", error);
        }

        using (file)
        {
            if (!file.Metadata.TryGetValue(VersionKey, out string? version))
                throw Wrong(path, "no key calque_plan in the metadata", "a plan", "This file holds tensors, but no plan of calque transfer.");
            if (version != Version)
                throw Wrong(path, $"plan version {version}", $"version {Version}", "Make the plan again with this version of calque.");
            long[] offsets = Read<long>(file, "row_offsets", ElementType.I64);
            int[] sources = Read<int>(file, "source_ids", ElementType.I32);
            byte[] sourceRows = Read<byte>(file, "source_rows", ElementType.U8);
            TransferPlan plan = new()
            {
                SourceVocabularySize = sourceRows.Length,
                TargetVocabularySize = Math.Max(0, offsets.Length - 1),
                RowOffsets = offsets,
                SourceIds = sources,
                Weights = Read<float>(file, "weights", ElementType.F32),
                Similarities = Read<float>(file, "similarities", ElementType.F32),
                Rules = Read<byte>(file, "rules", ElementType.U8),
                RuleNames = ReadRuleNames(file),
                DrawKeys = Read<ulong>(file, "draw_keys", ElementType.I64),
                SourceRows = sourceRows,
                Method = Metadata(file, "method"),
                Seed = ulong.TryParse(Metadata(file, "seed"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
                    ? seed
                    : throw Wrong($"{path}: seed", $"'{Metadata(file, "seed")}'", "a whole number", "The file is damaged; make the plan again."),
                SourceVocabularyHash = Metadata(file, "source_vocabulary_sha256"),
                TargetVocabularyHash = Metadata(file, "target_vocabulary_sha256"),
                Options = file.Metadata.Where(pair => pair.Key.StartsWith(OptionPrefix, StringComparison.Ordinal))
                    .ToDictionary(pair => pair.Key[OptionPrefix.Length..], pair => pair.Value, StringComparer.Ordinal),
            };
            Check(path, plan);
            return plan;
        }
    }

    private static (TensorSpec Spec, Array Values) Tensor<T>(string name, ElementType type, T[] values)
        where T : unmanaged =>
        (TensorSpec.Create(name, type, [values.Length]), values);

    private static T[] Read<T>(SafetensorsFile file, string name, ElementType type)
        where T : unmanaged
    {
        if (!file.TryGetTensor(name, out TensorInfo? tensor))
            throw Wrong($"{file.Path}: {name}", "no such tensor", "a tensor of the plan", "The file is damaged; make the plan again.");
        if (tensor.ElementType != type || tensor.Shape.Count != 1 || tensor.Length > int.MaxValue)
        {
            throw Wrong(
                $"{file.Path}: {name}", $"{tensor.ElementTypeName} [{string.Join(", ", tensor.Shape)}]", $"{type} with one axis",
                "The file is damaged; make the plan again.");
        }

        return MemoryMarshal.Cast<byte, T>(file.GetBytes(tensor, 0, (int)tensor.Length)).ToArray();
    }

    private static string Metadata(SafetensorsFile file, string key) =>
        file.Metadata.TryGetValue(key, out string? value)
            ? value
            : throw Wrong($"{file.Path}: metadata", $"no key {key}", "the key", "The file is damaged; make the plan again.");

    private static List<string> ReadRuleNames(SafetensorsFile file)
    {
        string text = Metadata(file, "rules");
        try
        {
            if (JsonNode.Parse(text) is JsonArray { Count: <= 255 } array && array.All(name => name?.GetValueKind() == JsonValueKind.String))
                return [.. array.Select(name => name!.GetValue<string>())];
        }
        catch (JsonException)
        {
        }

        throw Wrong($"{file.Path}: rules", text.Length > 60 ? text[..60] + "…" : text, "a JSON list of names", "The file is damaged; make the plan again.");
    }

    private static void Check(string path, TransferPlan plan)
    {
        int rows = plan.TargetVocabularySize;
        bool sized = plan.RowOffsets.Length > 0 && plan.RowOffsets[0] == 0 && plan.RowOffsets[^1] == plan.SourceIds.Length
            && plan.Weights.Length == plan.SourceIds.Length && plan.Similarities.Length == plan.SourceIds.Length
            && plan.Rules.Length == rows && plan.DrawKeys.Length == rows;
        if (!sized)
        {
            throw Wrong(
                path,
                $"{rows} rows, {plan.SourceIds.Length} sources, {plan.Weights.Length} weights, {plan.Similarities.Length} similarities, {plan.Rules.Length} rules",
                "tensors of matching lengths", "The file is damaged; make the plan again.");
        }

        for (int row = 0; row < rows; row++)
        {
            if (plan.RowOffsets[row + 1] < plan.RowOffsets[row] || plan.Rules[row] >= plan.RuleNames.Count)
            {
                throw Wrong(
                    $"{path}: row {row}", $"offsets {plan.RowOffsets[row]} and {plan.RowOffsets[row + 1]}, rule {plan.Rules[row]}",
                    $"ascending offsets and a rule below {plan.RuleNames.Count}", "The file is damaged; make the plan again.");
            }
        }

        for (int i = 0; i < plan.SourceIds.Length; i++)
        {
            if ((uint)plan.SourceIds[i] >= (uint)plan.SourceVocabularySize || !float.IsFinite(plan.Weights[i]))
            {
                throw Wrong(
                    $"{path}: entry {i}", FormattableString.Invariant($"source {plan.SourceIds[i]} with weight {plan.Weights[i]}"),
                    $"a source below {plan.SourceVocabularySize} and a finite weight", "The file is damaged; make the plan again.");
            }
        }
    }

    private static InvalidPlanException Wrong(string place, string found, string expected, string hint) => new(place, found, expected, hint);
}
