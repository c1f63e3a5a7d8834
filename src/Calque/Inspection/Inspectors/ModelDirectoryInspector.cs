using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;
using Calque.Tokenizers;

namespace Calque.Inspection.Inspectors;

/// <summary>A model directory: family, vocabulary tensors, tokenizer, weights, and how Calque made it where it did.</summary>
internal sealed class ModelDirectoryInspector : Inspector
{
    private static readonly string[] s_weights = ["model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"];

    public override string Kind => "model directory";

    /// <summary>config.json with weights, or naming a type of model where there is no tokenizer that could be meant instead.</summary>
    public override bool Recognises(InspectedInput input) =>
        input.IsDirectory && input.Has("config.json") && (s_weights.Any(input.Has) || !TokenizerInspector.HasTokenizer(input));

    public override InspectionResult Inspect(
        InspectedInput input, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        using ModelDirectory model = ModelDirectory.Open(input.Path);
        InspectionDraft draft = new(options.Limit);
        draft.Warnings.AddRange(model.Warnings);
        Tokenizer? tokenizer = TokenizerInspector.HasTokenizer(input) ? LoadTokenizer(input.Path, draft) : null;
        if (options.Token is { } token)
        {
            AddToken(draft, model, tokenizer, input, token, progress, cancellation);
            return draft.Finish(Kind, input.Path);
        }

        AddModel(draft, model, tokenizer);
        draft.Section("vocabulary tensors").Table(["role", "name", "type", "shape", "file"], model.VocabularyTensors.Select(tensor => (IReadOnlyList<InspectionValue>)
        [
            tensor.Role.ToString().ToLowerInvariant(), string.Join(" = ", [tensor.Tensor.Name, .. tensor.Tensor.Aliases]),
            tensor.Tensor.ElementTypeName, InspectionDraft.Shape(tensor.Tensor.Shape), Path.GetFileName(tensor.Tensor.File),
        ]));
        if (tokenizer is not null)
            TokenizerInspector.AddSummary(draft, tokenizer, model.Config);
        draft.Section("weight files").Table(["file", "tensors", "bytes"], model.WeightFileNames.Select(name => (IReadOnlyList<InspectionValue>)
            [name, model.Tensors.Count(tensor => Path.GetFileName(tensor.File) == name), new FileInfo(input.FileOf(name)).Length]));
        draft.Section("tensors");
        TensorTable.Add(draft, [.. model.Tensors.Select(tensor => new TensorLine(tensor.Name, tensor.ElementTypeName, tensor.Shape, tensor.Length))]);
        AddRun(draft, input);
        return draft.Finish(Kind, input.Path);
    }

    private static Tokenizer? LoadTokenizer(string path, InspectionDraft draft)
    {
        try
        {
            return Tokenizer.Load(path);
        }
        catch (InvalidTokenizerException error)
        {
            // The model can be looked at all the same.
            draft.Warnings.Add("the directory's tokenizer cannot be used: " + error.Message);
            return null;
        }
    }

    private static void AddModel(InspectionDraft draft, ModelDirectory model, Tokenizer? tokenizer)
    {
        draft.Section("model")
            .Fact("model type", model.ModelType.Length > 0 ? model.ModelType : "none in config.json")
            .Fact("family", model.Family?.Name ?? "none that is known")
            .Fact("embedding rows", model.EmbeddingRows)
            .Fact("embedding columns", model.HiddenSize)
            .FactIfAny("hidden size", model.Config["hidden_size"] is { } hidden ? JsonSections.Value(hidden) : null)
            .FactIfAny("vocabulary size in config.json", model.VocabularySize is { } size ? InspectionValue.Of(size) : null);
        if (tokenizer is not null)
        {
            draft.Fact("ids of the tokenizer", tokenizer.VocabularySize);
            draft.Fact("padding rows", Math.Max(0, model.EmbeddingRows - tokenizer.VocabularySize));
            if (tokenizer.VocabularySize > model.EmbeddingRows)
                draft.Warnings.Add(InspectionDraft.Text($"the tokenizer has {tokenizer.VocabularySize} ids, the input embedding only {model.EmbeddingRows} rows"));
        }

        draft.Fact("output head", !model.TiesHead ? "its own matrix" : model.TiesByConfig ? "the input embedding" : "none stored");
        if (model.PositionEmbeddings is { } positions)
        {
            draft.Fact("position table", $"{positions.Name} {InspectionDraft.Shape(positions.Shape)}");
            draft.FactIfAny("first position", model.PositionOffset is { } first ? InspectionValue.Of((long)first) : null);
        }
    }

    private static void AddRun(InspectionDraft draft, InspectedInput input)
    {
        if (!input.Has(ManifestInspector.FileName))
            return;
        JsonObject manifest = JsonSections.Read(input.FileOf(ManifestInspector.FileName));
        draft.Section("made by calque").Fact("version", JsonSections.Value(manifest["calque"])).Fact("operation", JsonSections.Value(manifest["operation"]))
            .Fact("method", JsonSections.Value(manifest["method"])).Fact("seed", JsonSections.Value(manifest["seed"]));
        if (manifest["rules"] is JsonArray rules)
        {
            draft.Table(["rule", "tokens", "percent"], rules.OfType<JsonObject>().Select(rule => (IReadOnlyList<InspectionValue>)
                [JsonSections.Value(rule["rule"]), JsonSections.Value(rule["tokens"]), JsonSections.Value(rule["percent"])]));
        }
    }

    private static void AddToken(
        InspectionDraft draft, ModelDirectory model, Tokenizer? tokenizer, InspectedInput input, string token,
        IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        int id = tokenizer is not null ? TokenizerInspector.FindToken(tokenizer, token)
            : int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < model.EmbeddingRows ? number
            : throw new InvalidInputException(input.Path, $"no tokenizer to look '{token}' up in", "an id below the number of rows", "Give the id in place of the token.");
        if (tokenizer is not null)
            TokenizerInspector.AddToken(draft, tokenizer, id, model.Config);
        draft.Section("rows").Table(["role", "tensor", "norm", "first values"], model.VocabularyTensors
            .Where(tensor => id < tensor.Tensor.Shape[tensor.VocabularyAxis])
            .Select(tensor => Row(tensor, id)));
        if (input.Has(ProvenanceInspector.FileName))
            ProvenanceInspector.AddToken(draft, input.FileOf(ProvenanceInspector.FileName), id.ToString(CultureInfo.InvariantCulture), progress, cancellation);
    }

    private static IReadOnlyList<InspectionValue> Row(VocabularyTensor tensor, int id)
    {
        long rows = tensor.Tensor.Shape[tensor.VocabularyAxis];
        int bytes = checked((int)(tensor.Tensor.Length / rows));
        string role = tensor.Role.ToString().ToLowerInvariant();
        if (!ElementTypes.IsFloatingPoint(tensor.Tensor.ElementType))
            return [role, tensor.Tensor.Name, "not floating point", ""];
        float[] values = new float[bytes / ElementTypes.GetSize(tensor.Tensor.ElementType)];
        ElementConversion.ToSingle(tensor.Tensor.ElementType, tensor.Tensor.GetBytes((long)id * bytes, bytes), values);
        return [role, tensor.Tensor.Name, Math.Sqrt(values.Sum(value => (double)value * value)),
            string.Join(' ', values.Take(6).Select(value => InspectionDraft.Text($"{value:G4}")))];
    }
}
