using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Calque.Transfer;

namespace Calque.Inspection.Inspectors;

/// <summary>A transfer plan: method, rules with counts, sizes and hashes of the vocabularies, options.</summary>
internal sealed class PlanInspector : Inspector
{
    public override string Kind => "transfer plan";

    /// <summary>A directory with a plan beside the evidence, or tensors that say that they are one.</summary>
    public override bool Recognises(InspectedInput input)
    {
        if (input.IsDirectory)
            return input.Has(TransferPlanFile.FileName);
        // The key stands in the header, which opens the file; a packed one cannot be mapped to ask its metadata.
        return SafetensorsInspector.LooksLike(input) && input.Sample.AsSpan().IndexOf("\"calque_plan\""u8) >= 0;
    }

    public override InspectionResult Inspect(
        InspectedInput input, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        string path = TransferPlanFile.Find(input.Path);
        TransferPlan plan = TransferPlanFile.Read(path);
        InspectionDraft draft = new(options.Limit);
        if (options.Token is { } token)
        {
            AddRow(draft, plan, path, token);
            return draft.Finish(Kind, input.Path);
        }

        long[] rows = new long[plan.RuleNames.Count];
        long drawn = 0;
        for (int row = 0; row < plan.TargetVocabularySize; row++)
        {
            rows[plan.Rules[row]]++;
            drawn += plan.IsDrawn(row) ? 1 : 0;
        }

        draft.Section("plan").Fact("method", plan.Method).Fact("seed", plan.Seed.ToString(CultureInfo.InvariantCulture))
            .Fact("source vocabulary", plan.SourceVocabularySize).Fact("target vocabulary", plan.TargetVocabularySize)
            .Fact("entries", plan.SourceIds.Length).Fact("random rows", drawn)
            .Fact("SHA-256 of the source vocabulary", plan.SourceVocabularyHash).Fact("SHA-256 of the target vocabulary", plan.TargetVocabularyHash)
            .Fact("file bytes", new FileInfo(path).Length);
        draft.Section("rules").Table(["rule", "tokens", "percent"], plan.RuleNames.Select((name, rule) => (IReadOnlyList<InspectionValue>)
            [name, rows[rule], Math.Round(100.0 * rows[rule] / Math.Max(1, plan.TargetVocabularySize), 2)]));
        draft.Section("options");
        foreach ((string name, string value) in plan.Options.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            draft.Fact(name, value);
        return draft.Finish(Kind, input.Path);
    }

    // A plan knows ids only: the texts are in the tokenizers and in provenance.jsonl.
    private static void AddRow(InspectionDraft draft, TransferPlan plan, string path, string token)
    {
        if (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out int row) || row >= plan.TargetVocabularySize)
        {
            throw new InvalidInputException(
                path, $"no row '{token}'", $"a target id below {plan.TargetVocabularySize}", "A plan holds ids; look a token's text up in provenance.jsonl beside it.");
        }

        int[] sources = plan.SourcesOf(row).ToArray();
        float[] weights = plan.WeightsOf(row).ToArray();
        float[] similarities = plan.SimilaritiesOf(row).ToArray();
        draft.Section($"row {token}").Fact("rule", plan.RuleOf(row)).Fact("random draw", plan.IsDrawn(row))
            .Table(["source id", "similarity", "weight"], sources.Select((source, i) => (IReadOnlyList<InspectionValue>)[source, similarities[i], weights[i]]));
    }
}
