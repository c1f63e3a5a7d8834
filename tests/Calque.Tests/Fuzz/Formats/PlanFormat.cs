using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;
using Calque.Tests.Support;
using Calque.Transfer;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>A plan.safetensors, read and applied to a model.</summary>
internal sealed class PlanFormat() : FuzzFormat("plan")
{
    public override void Use(string directory)
    {
        TransferPlan plan = TransferPlanFile.Read(Path.Combine(directory, "plan.safetensors"));
        for (int row = 0; row < plan.TargetVocabularySize; row++)
            _ = (plan.RuleOf(row), plan.IsDrawn(row), plan.SourcesOf(row).Length, plan.WeightsOf(row).Length, plan.SimilaritiesOf(row).Length);
        using ModelDirectory model = ModelDirectory.Open(Path.Combine(directory, "model"));
        PlanApplication application = new(plan, model.VocabularyTensors[0], threads: 1, CancellationToken.None);
        byte[] rows = new byte[plan.TargetVocabularySize * model.HiddenSize * ElementTypes.GetSize(model.InputEmbedding.ElementType)];
        application.Fill(0, rows, CancellationToken.None);
        // What was read can be written, and is then the same plan.
        string again = Path.Combine(directory, "again.safetensors");
        TransferPlanFile.Write(again, plan);
        if (!TransferPlanFile.Read(again).SourceIds.AsSpan().SequenceEqual(plan.SourceIds))
            throw new InvalidOperationException("a plan that was read and written differs");
    }

    protected override IReadOnlyList<FuzzFile[]> MakeInputs() =>
    [
        Capture(Write, name => name == "plan.safetensors" ? FuzzShape.Safetensors : FuzzShape.Json, "model/config.json", "model/model.safetensors"),
    ];

    private static void Write(string path)
    {
        TransferPlanFile.Write(Path.Combine(path, "plan.safetensors"), new TransferPlan
        {
            SourceVocabularySize = 6,
            TargetVocabularySize = 4,
            RowOffsets = [0, 1, 3, 3, 6],
            SourceIds = [0, 1, 2, 3, 4, 5],
            Weights = [1, 0.5f, 0.5f, 0.25f, 0.25f, 0.5f],
            Similarities = [1, 0.9f, 0.8f, 0.7f, 0.6f, 0.5f],
            Rules = [0, 1, 2, 1],
            RuleNames = ["special-token", "static-vectors", "random"],
            DrawKeys = [0, 0, 7, 0],
            SourceRows = [1, 1, 1, 1, 0, 1],
            Method = "wechsel",
            Seed = 3,
            SourceVocabularyHash = new string('a', 64),
            TargetVocabularyHash = new string('b', 64),
            Options = new Dictionary<string, string> { ["neighbors"] = "3" },
        });
        TinyModels.Write(Path.Combine(path, "model"), new TinyModelOptions { Vocabulary = 6, Hidden = 4 });
    }
}
