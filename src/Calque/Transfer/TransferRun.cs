using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using Calque.Formats.HuggingFace;
using Calque.Tokenizers;
using Calque.Transfer.Evidence;
using Calque.Transfer.Methods;
using Calque.Transfer.Rules;

namespace Calque.Transfer;

/// <summary>One run of a transfer, step by step, with what it has found out so far.</summary>
internal sealed class TransferRun
{
    private readonly TransferOptions _options;
    private readonly TokenizerSide _source;
    private readonly TokenizerSide _target;
    private readonly List<string> _warnings = [];
    private readonly List<TensorChange> _tensors = [];
    private readonly List<ConfigChange> _configuration = [];
    private readonly List<string> _filesLeftOut = [];
    private TransferPlan? _plan;
    private PlanSummary? _summary;
    private AlignmentFigures? _alignment;
    private IReadOnlyList<string> _dictionaryFiles = [];
    private int _tensorsCopied;

    public TransferRun(TransferOptions options, TokenizerSide source, TokenizerSide target)
    {
        _options = options;
        _source = source;
        _target = target;
        _warnings.AddRange(source.Special.Warnings.Select(text => $"source tokenizer: {text}"));
        _warnings.AddRange(target.Special.Warnings.Select(text => $"target tokenizer: {text}"));
    }

    public PlanSummary Summary => _summary ?? throw new InvalidOperationException("there is no plan yet");

    private TransferPlan Plan => _plan ?? throw new InvalidOperationException("there is no plan yet");

    /// <summary>Makes the plan, or reads the one that was given.</summary>
    public void MakePlan(IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        _plan = _options.Plan is null ? Draft(progress, cancellation) : ReadPlan(_options.Plan);
        _summary = PlanSummary.Of(_plan, _source, _target);
        foreach (RuleCount rule in _summary.Rules.Where(rule => rule.Rule == RandomDrawRule.RuleName && _plan.Method != "random" && rule.Percent > 20))
            _warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{rule.Percent:F1} % of the rows are random: the word vectors do not cover this tokenizer well"));
        NameSpecialTokensLeftRandom();
    }

    /// <summary>The part of the quality gate that is known before any weight is read.</summary>
    public void CheckRandomShare()
    {
        if (_options.Strict is { } most && Summary.RandomPercent > most)
        {
            throw new QualityGateException(
                "--strict", string.Create(CultureInfo.InvariantCulture, $"{Summary.RandomPercent:F2} % random rows"),
                string.Create(CultureInfo.InvariantCulture, $"at most {most} %"),
                "Nothing was written. calque transfer --dry-run shows what the vectors and the dictionary cover.");
        }
    }

    /// <summary>Writes the plan as a file.</summary>
    public void WritePlan(string path) => TransferPlanFile.Write(path, Plan);

    /// <summary>Applies the plan and writes the model directory.</summary>
    public void WriteModel(ModelDirectory model, string path, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        _warnings.AddRange(model.Warnings);
        List<TensorReplacement> replacements = [];
        List<PlanApplication> applications = [];
        foreach (VocabularyTensor tensor in model.VocabularyTensors)
        {
            PlanApplication application = new(Plan, tensor, _options.ThreadCount, cancellation);
            applications.Add(application);
            replacements.Add(new TensorReplacement(tensor.Tensor, application.Shape, (row, _, rows) => application.Fill(row, rows, cancellation)));
            _tensors.Add(Change(tensor.Tensor, PlanApplication.RoleName(tensor.Role), application.Shape));
        }

        ConfigRewriter rewriter = new(new SpecialTokenIds(_source, _target), Plan.TargetVocabularySize);
        JsonObject config = rewriter.RewriteConfig(model.Config, TokenizerFiles.ClassOf(_target.Tokenizer));
        MovePositions(model, config, replacements);
        if (_options.Body == ModelBody.Random)
            DrawBody(model, replacements);
        JsonObject? generation = model.GenerationConfig is null ? null : rewriter.RewriteGenerationConfig(model.GenerationConfig);
        _configuration.InsertRange(0, rewriter.Changes);
        _warnings.AddRange(rewriter.Warnings);
        _tensorsCopied = model.Tensors.Count - replacements.Count;

        ModelDirectoryWriteResult written = ModelDirectoryWriter.Write(
            model,
            path,
            new ModelDirectoryWriteOptions
            {
                Replacements = replacements,
                Config = config,
                GenerationConfig = generation,
                LeaveOut =
                [
                    .. TokenizerFiles.NamesIn(model.Path), ModelCard.FileName, TransferManifest.FileName, ProvenanceWriter.FileName,
                    $"{TransferPlanFile.FolderName}/{TransferPlanFile.FileName}",
                ],
            },
            progress,
            cancellation);
        _filesLeftOut.AddRange(written.SkippedFiles.Select(file => $"{file.Name}: {file.Reason}"));
        TokenizerFiles.Copy(_target, path, _warnings);
        string planFolder = Directory.CreateDirectory(Path.Combine(path, TransferPlanFile.FolderName)).FullName;
        WritePlan(Path.Combine(planFolder, TransferPlanFile.FileName));
        CheckRows(model, applications);
    }

    /// <summary>Writes provenance, manifest and, where a model was written, its card.</summary>
    public TransferManifest WriteEvidence(
        ModelDirectory? model, string path, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new OperationProgress("evidence", 0, 0, "files"));
        using (FileStream stream = File.Create(Path.Combine(path, ProvenanceWriter.FileName)))
            ProvenanceWriter.Write(stream, Plan, _source, _target);
        TransferManifest manifest = new()
        {
            Calque = CalqueVersion.Text,
            Method = Plan.Method,
            Seed = Plan.Seed,
            Inputs = InputFiles.Hash(_options, model, _source, _target, _dictionaryFiles, cancellation),
            Options = _options.Plan is null ? InForce(_options) : Plan.Options,
            SourceVocabularySize = Plan.SourceVocabularySize,
            TargetVocabularySize = Plan.TargetVocabularySize,
            SourcePaddingRows = model is null ? null : model.EmbeddingRows - Plan.SourceVocabularySize,
            Rules = Summary.Rules,
            RandomPercent = Summary.RandomPercent,
            Alignment = _alignment,
            Similarity = Summary.Similarity,
            Tensors = _tensors,
            TensorsCopied = _tensorsCopied,
            TiedHead = model?.TiesHead,
            Configuration = _configuration,
            FilesLeftOut = _filesLeftOut,
            Warnings = _warnings,
        };
        if (model is not null && !_options.PlanOnly)
            File.WriteAllText(Path.Combine(path, ModelCard.FileName), ModelCard.Write(model, _options, manifest, _warnings));
        JsonNode document = JsonSerializer.SerializeToNode(manifest, TransferJson.Default.TransferManifest)!;
        JsonFile.Write(Path.Combine(path, TransferManifest.FileName), document.AsObject());
        return manifest;
    }

    private static TensorChange Change(ModelTensor tensor, string role, IReadOnlyList<long> shape) =>
        new(tensor.Name, role, tensor.ElementTypeName, tensor.Shape, shape);

    /// <summary>The options that decide a plan, by their names on the command line.</summary>
    private static SortedDictionary<string, string> InForce(TransferOptions options)
    {
        SortedDictionary<string, string> values = new(StringComparer.Ordinal)
        {
            ["method"] = options.Method,
            ["body"] = options.Body == ModelBody.Random ? "random" : "copy",
        };
        if (!MethodCatalogue.Get(options.Method).NeedsVectors)
            return values;
        values["neighbors"] = options.Neighbors.ToString(CultureInfo.InvariantCulture);
        values["temperature"] = options.Temperature.ToString(CultureInfo.InvariantCulture);
        values["subword-vectors"] = options.SubwordVectors == Vectors.SubwordVectorMode.Frequency ? "frequency" : "ngrams";
        values["pair-weights"] = options.PairWeights == Alignment.PairWeighting.Wechsel ? "wechsel" : "distinct";
        values["neighbor-pool"] = options.NeighborPool == NeighborPool.Clean ? "clean" : "all";
        foreach ((string target, string source) in options.SpecialTokens)
            values["special-token " + target] = source;
        return values;
    }

    private TransferPlan Draft(IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        PlanDraft draft = new(_source, _target);
        foreach (TransferRule rule in MethodCatalogue.Get(_options.Method).Rules(_options))
        {
            cancellation.ThrowIfCancellationRequested();
            rule.Fill(draft, progress, cancellation);
            if (rule is StaticVectorRule vectors)
            {
                _alignment = vectors.Figures;
                _dictionaryFiles = vectors.DictionaryFiles;
                _warnings.AddRange(vectors.Warnings);
            }
        }

        return draft.Finish(_options.Method, _options.Seed, InForce(_options));
    }

    private TransferPlan ReadPlan(string given)
    {
        string path = TransferPlanFile.Find(given);
        TransferPlan plan = TransferPlanFile.Read(path);
        Check("source", plan.SourceVocabularySize, plan.SourceVocabularyHash, _source);
        Check("target", plan.TargetVocabularySize, plan.TargetVocabularyHash, _target);
        return plan;

        void Check(string which, int size, string hash, TokenizerSide side)
        {
            if (hash == VocabularyHash.Compute(side.Tokenizer))
                return;
            throw new InvalidPlanException(
                path, $"a plan for a {which} vocabulary of {size} ids with hash {hash[..Math.Min(12, hash.Length)]}…",
                $"one for {side.Tokenizer.Path}, which has {side.VocabularySize} ids and hash {VocabularyHash.Compute(side.Tokenizer)[..12]}…",
                "A plan fits every model with the same tokenizers, and no other.");
        }
    }

    private void NameSpecialTokensLeftRandom()
    {
        if (Plan.Method == "random")
            return;
        List<string> left = [];
        for (int id = 0; id < Plan.TargetVocabularySize; id++)
        {
            if (_target.IsSpecial(id) && Plan.IsDrawn(id))
                left.Add(_target.Tokenizer.GetToken(id)!);
        }

        if (left.Count > 0)
        {
            string some = string.Join(", ", left.Take(5)) + (left.Count > 5 ? ", …" : "");
            _warnings.Add($"{left.Count} special tokens of the target have no partner in the source and got random rows: {some} (pair them with --special-token)");
        }
    }

    private void MovePositions(ModelDirectory model, JsonObject config, List<TensorReplacement> replacements)
    {
        if (model.PositionEmbeddings is not { } positions || model.PositionOffset is not { } offset)
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
        replacements.Add(new TensorReplacement(positions, shape, (row, _, rows) => table.Fill(row, rows)));
        _tensors.Add(Change(positions, "positions", shape));
        if (config.ContainsKey("max_position_embeddings"))
        {
            _configuration.Add(new ConfigChange("config.json", "max_position_embeddings", config["max_position_embeddings"]!.ToJsonString(), table.Rows.ToString(CultureInfo.InvariantCulture)));
            config["max_position_embeddings"] = table.Rows;
        }

        _warnings.Add(
            $"positions of this family count from the padding id, which went from {sourcePadding} to {targetPadding}: the rows of {positions.Name} moved with it");
        ModelTensor? counter = model.Tensors.FirstOrDefault(tensor => tensor.Name.EndsWith("embeddings.position_ids", StringComparison.Ordinal));
        if (counter is not null)
        {
            PositionCounter ids = new(counter, table.Rows);
            replacements.Add(new TensorReplacement(counter, ids.Shape, (row, _, rows) => ids.Fill(row, rows)));
            _tensors.Add(Change(counter, "positions", ids.Shape));
        }
    }

    private void DrawBody(ModelDirectory model, List<TensorReplacement> replacements)
    {
        RandomBody body = new(Plan.Seed, model.Config);
        foreach (ModelTensor tensor in model.Tensors)
        {
            if (!RandomBody.Draws(tensor) || replacements.Exists(replacement => replacement.Tensor == tensor))
                continue;
            replacements.Add(new TensorReplacement(tensor, tensor.Shape, (row, _, rows) => body.Fill(tensor, row, rows)));
            _tensors.Add(Change(tensor, "body", tensor.Shape));
        }
    }

    private void CheckRows(ModelDirectory model, List<PlanApplication> applications)
    {
        for (int i = 0; i < applications.Count; i++)
        {
            string name = model.VocabularyTensors[i].Tensor.Name;
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
