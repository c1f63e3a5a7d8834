using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using Calque.Formats.HuggingFace;
using Calque.Tokenizers;
using Calque.Transfer.Evidence;

namespace Calque.Transfer;

/// <summary>A model directory written anew: the plan applied to its matrices, and everything else that must follow the tokenizer.</summary>
internal sealed class ModelRewrite
{
    private readonly TransferOptions _options;
    private readonly TransferPlan _plan;
    private readonly TokenizerSide _sourceSide;
    private readonly TokenizerSide _target;
    private readonly ModelDirectory _model;
    private readonly List<string> _warnings;
    private readonly List<TensorChange> _tensors = [];
    private readonly List<ConfigChange> _configuration = [];
    private readonly List<TensorReplacement> _replacements = [];

    public ModelRewrite(
        TransferOptions options, TransferPlan plan, TokenizerSide source, TokenizerSide target, ModelDirectory model, List<string> warnings)
    {
        _options = options;
        _plan = plan;
        _sourceSide = source;
        _target = target;
        _model = model;
        _warnings = warnings;
    }

    /// <summary>Every tensor that is not a copy.</summary>
    public IReadOnlyList<TensorChange> Tensors => _tensors;

    /// <summary>Every value of a configuration file that changed.</summary>
    public IReadOnlyList<ConfigChange> Configuration => _configuration;

    /// <summary>Files of the source that were not copied, with the reason.</summary>
    public IReadOnlyList<string> FilesLeftOut { get; private set; } = [];

    /// <summary>Tensors that were copied as bytes.</summary>
    public int TensorsCopied { get; private set; }

    /// <summary>Writes the directory: weights, configuration, tokenizer.</summary>
    public void Write(string path, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        _warnings.AddRange(_model.Warnings);
        progress?.Report(new OperationProgress("statistics", 0, 0, "rows"));
        List<PlanApplication> applications = [];
        foreach (VocabularyTensor tensor in _model.VocabularyTensors)
        {
            PlanApplication application = new(_plan, tensor, _options.ThreadCount, cancellation);
            applications.Add(application);
            _replacements.Add(new TensorReplacement(tensor.Tensor, application.Shape, (row, _, rows) => application.Fill(row, rows, cancellation)));
            _tensors.Add(Change(tensor.Tensor, PlanApplication.RoleName(tensor.Role), application.Shape));
        }

        ConfigRewriter rewriter = new(new SpecialTokenIds(_sourceSide, _target), _plan.TargetVocabularySize);
        JsonObject config = rewriter.RewriteConfig(_model.Config, TokenizerFiles.ClassOf(_target.Tokenizer));
        MovePositions(config);
        if (_options.Body == ModelBody.Random)
            DrawBody();
        JsonObject? generation = _model.GenerationConfig is null ? null : rewriter.RewriteGenerationConfig(_model.GenerationConfig);
        _configuration.InsertRange(0, rewriter.Changes);
        _warnings.AddRange(rewriter.Warnings);
        int firstPosition = _model.PositionOffset is null ? 0 : 1 + (config["pad_token_id"]?.GetValue<int>() ?? 0);
        _warnings.AddRange(TokenizerFit.Describe(_target.Tokenizer, config, firstPosition));
        TensorsCopied = _model.Tensors.Count - _replacements.Count;

        ModelDirectoryWriteResult written = ModelDirectoryWriter.Write(
            _model,
            path,
            new ModelDirectoryWriteOptions
            {
                Replacements = _replacements,
                Config = config,
                GenerationConfig = generation,
                LeaveOut =
                [
                    .. TokenizerFiles.NamesIn(_model.Path), ModelCard.FileName, TransferManifest.FileName, ProvenanceWriter.FileName,
                    $"{TransferPlanFile.FolderName}/{TransferPlanFile.FileName}",
                ],
            },
            progress,
            cancellation);
        FilesLeftOut = [.. written.SkippedFiles.Select(file => $"{file.Name}: {file.Reason}")];
        TokenizerFiles.Copy(_target, path, _warnings);
        CheckRows(applications);
    }

    private static TensorChange Change(ModelTensor tensor, string role, IReadOnlyList<long> shape) =>
        new(tensor.Name, role, tensor.ElementTypeName, tensor.Shape, shape);

    private void MovePositions(JsonObject config)
    {
        if (_model.PositionEmbeddings is not { } positions || _model.PositionOffset is not { } offset)
            return;
        int sourcePadding = offset - 1;
        if (config["pad_token_id"] is not JsonValue value || !value.TryGetValue(out int targetPadding))
        {
            throw new InvalidTokenizerException(
                _target.Tokenizer.Path, "no padding token", "one: positions of this model family count from its id",
                "Name one in special_tokens_map.json or tokenizer_config.json (pad_token).");
        }

        if (targetPadding == sourcePadding)
            return;
        PositionTable table = new(positions, sourcePadding, targetPadding);
        long[] shape = [table.Rows, .. positions.Shape.Skip(1)];
        _replacements.Add(new TensorReplacement(positions, shape, (row, _, rows) => table.Fill(row, rows)));
        _tensors.Add(Change(positions, "positions", shape));
        if (config["max_position_embeddings"] is { } before)
        {
            _configuration.Add(new ConfigChange("config.json", "max_position_embeddings", before.ToJsonString(), table.Rows.ToString(CultureInfo.InvariantCulture)));
            config["max_position_embeddings"] = table.Rows;
        }

        _warnings.Add(
            $"positions of this family count from the padding id, which went from {sourcePadding} to {targetPadding}: the rows of {positions.Name} moved with it");
        ModelTensor? counter = _model.Tensors.FirstOrDefault(tensor => tensor.Name.EndsWith("embeddings.position_ids", StringComparison.Ordinal));
        if (counter is not null)
        {
            PositionCounter ids = new(counter, table.Rows);
            _replacements.Add(new TensorReplacement(counter, ids.Shape, (row, _, rows) => ids.Fill(row, rows)));
            _tensors.Add(Change(counter, "positions", ids.Shape));
        }
    }

    private void DrawBody()
    {
        RandomBody body = new(_plan.Seed, _model.Config);
        foreach (ModelTensor tensor in _model.Tensors)
        {
            if (!RandomBody.Draws(tensor) || _replacements.Exists(replacement => replacement.Tensor == tensor))
                continue;
            _replacements.Add(new TensorReplacement(tensor, tensor.Shape, (row, _, rows) => body.Fill(tensor, row, rows)));
            _tensors.Add(Change(tensor, "body", tensor.Shape));
        }
    }

    private void CheckRows(List<PlanApplication> applications)
    {
        for (int i = 0; i < applications.Count; i++)
        {
            string name = _model.VocabularyTensors[i].Tensor.Name;
            // A padding row that is zero in the source is meant to be zero.
            int[] zero = [.. applications[i].ZeroRows.Where(row => _target.Special.GetId(SpecialTokenRole.Padding) != row)];
            IReadOnlyList<int> nonFinite = applications[i].NonFiniteRows;
            if (applications[i].NonFiniteSourceRows > 0)
                _warnings.Add($"{name}: {applications[i].NonFiniteSourceRows} source rows hold a value that is not finite; they stay out of mean and deviation");
            Judge(name, "zero throughout", zero);
            Judge(name, "not finite", nonFinite);
        }
    }

    private void Judge(string tensor, string what, IReadOnlyList<int> rows)
    {
        if (rows.Count == 0)
            return;
        string some = string.Join(", ", rows.Take(5).Select(row => $"{row} ('{_target.Tokenizer.GetToken(row)}')"));
        string text = $"{rows.Count} rows that are {what}: {some}{(rows.Count > 5 ? ", …" : "")}";
        if (_options.Strict is not null)
            throw new QualityGateException($"--strict: {tensor}", text, "none", "Nothing was written. The source's own rows are at fault: provenance names them.");
        _warnings.Add($"{tensor}: {text}");
    }
}
