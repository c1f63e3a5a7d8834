using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Calque.Transfer.Evidence;
using Calque.Transfer.Methods;
using Calque.Transfer.Rules;

namespace Calque.Transfer;

/// <summary>The planning of a transfer, step by step, with what it has found out: shared by all models that the plan is applied to.</summary>
internal sealed class TransferRun
{
    public const string BodyOption = "body";
    private const double PlaceholderLimit = 5;
    private const double RandomLimit = 20;

    private readonly TransferOptions _options;
    private readonly TokenizerSide _source;
    private readonly TokenizerSide _target;
    private readonly List<string> _warnings = [];
    private TransferPlan? _plan;
    private PlanSummary? _summary;

    public TransferRun(TransferOptions options, TokenizerSide source, TokenizerSide target)
    {
        _options = options;
        _source = source;
        _target = target;
        if (TransferOptionsValidation.DescribeUnused(options) is { } unused)
            _warnings.Add(unused);
        _warnings.AddRange(source.Special.Warnings.Select(text => $"source tokenizer: {text}"));
        _warnings.AddRange(target.Special.Warnings.Select(text => $"target tokenizer: {text}"));
    }

    /// <summary>The source side.</summary>
    public TokenizerSide Source => _source;

    /// <summary>The target side.</summary>
    public TokenizerSide Target => _target;

    /// <summary>How the spaces were brought together; null for a plan that was given or needs none.</summary>
    public AlignmentFigures? Alignment { get; private set; }

    /// <summary>The files of the dictionary.</summary>
    public IReadOnlyList<string> DictionaryFiles { get; private set; } = [];

    /// <summary>The repair of the dictionary; null where none was asked for.</summary>
    public DictionaryRepair? Repair { get; private set; }

    /// <summary>What the user should know of tokenizers and plan.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>What the plan amounts to.</summary>
    public PlanSummary Summary => _summary ?? throw new InvalidOperationException("there is no plan yet");

    /// <summary>The plan.</summary>
    public TransferPlan Plan => _plan ?? throw new InvalidOperationException("there is no plan yet");

    /// <summary>Makes the plan, or reads the one that was given.</summary>
    public void MakePlan(IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        _plan = _options.Plan is null ? Draft(progress, cancellation) : ReadPlan(_options.Plan);
        _summary = PlanSummary.Of(_plan, _source, _target);
        if (RandomShareWarning(_summary, _plan.Method) is { } warning)
            _warnings.Add(warning);
        if (_summary.Similarity is { PlaceholderPercent: > PlaceholderLimit } similarity)
        {
            _warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{similarity.PlaceholderPercent:F1} % of the weight of the averaged rows lies on placeholders such as [unused7], which were never trained: --neighbor-pool clean leaves them out"));
        }

        NameSpecialTokensLeftRandom();
    }

    /// <summary>What the user should know about the share of random rows; null where it is small, or asked for.</summary>
    public static string? RandomShareWarning(PlanSummary summary, string method) =>
        method != "random" && summary.RandomPercent > RandomLimit
            ? string.Create(CultureInfo.InvariantCulture, $"{summary.RandomPercent:F1} % of the rows are random: the word vectors do not cover this tokenizer well")
            : null;

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

    /// <summary>The options that decide a plan, by their names on the command line.</summary>
    public static SortedDictionary<string, string> InForce(TransferOptions options)
    {
        SortedDictionary<string, string> values = new(StringComparer.Ordinal)
        {
            ["method"] = options.Method,
            [BodyOption] = BodyName(options),
        };
        if (!MethodCatalogue.Get(options.Method).NeedsVectors)
            return values;
        values["neighbors"] = options.Neighbors.ToString(CultureInfo.InvariantCulture);
        values["temperature"] = options.Temperature.ToString(CultureInfo.InvariantCulture);
        values["subword-vectors"] = options.SubwordVectors == Calque.Vectors.SubwordVectorMode.Frequency ? "frequency" : "ngrams";
        values["align"] = options.Align;
        values["repair-dictionary"] = options.RepairDictionary ? "yes" : "no";
        values["multi-word"] = Calque.Alignment.MultiWordNames.Of(options.MultiWord);
        values["pair-weights"] = options.PairWeights == Calque.Alignment.PairWeighting.Wechsel ? "wechsel" : "distinct";
        values["neighbor-pool"] = options.NeighborPool == NeighborPool.Clean ? "clean" : "all";
        foreach ((string target, string source) in options.SpecialTokens)
            values["special-token " + target] = source;
        return values;
    }

    public static string BodyName(TransferOptions options) => options.Body == ModelBody.Random ? "random" : "copy";

    private TransferPlan Draft(IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        PlanDraft draft = new(_source, _target);
        foreach (TransferRule rule in MethodCatalogue.Get(_options.Method).Rules(_options))
        {
            cancellation.ThrowIfCancellationRequested();
            rule.Fill(draft, progress, cancellation);
            if (rule is SpecialTokenRule { Lent.Count: > 0 } special)
                _warnings.Add($"special tokens that the source has no role for took another's row: {string.Join(", ", special.Lent)} (--special-token pairs them otherwise)");
            if (rule is StaticVectorRule vectors)
            {
                Alignment = vectors.Figures;
                DictionaryFiles = vectors.DictionaryFiles;
                Repair = vectors.Repair;
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
}
