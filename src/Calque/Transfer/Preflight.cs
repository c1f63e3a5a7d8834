using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Formats.HuggingFace;
using Calque.Tokenizers;
using Calque.Transfer.Evidence;
using Calque.Transfer.Methods;
using Calque.Transfer.Rules;

namespace Calque.Transfer;

/// <summary>The dry run: everything but the neighbour search and the weights.</summary>
internal static class Preflight
{
    private const int SampleQueries = 256;

    public static TransferResult Run(
        TransferOptions options, ModelDirectory? model, TokenizerSide source, TokenizerSide target,
        IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        PlanDraft draft = new(source, target);
        AlignedSpace? space = null;
        StaticVectorRule.SearchEstimate search = new(0, 0, 0);
        foreach (TransferRule rule in MethodCatalogue.Get(options.Method).Rules(options))
        {
            if (rule is not StaticVectorRule vectors)
            {
                rule.Fill(draft, progress, cancellation);
                continue;
            }

            space = AlignedSpace.Build(options, source, target, progress, cancellation);
            search = vectors.Estimate(draft, space, SampleQueries, progress, cancellation);
        }

        TransferPlan plan = draft.Finish(options.Method, options.Seed, new Dictionary<string, string>());
        PlanSummary summary = PlanSummary.Of(plan, source, target);
        int overlap = Overlap(source, target);
        return new TransferResult
        {
            Manifest = new TransferManifest
            {
                Calque = CalqueVersion.Text,
                Operation = "dry-run",
                Method = options.Method,
                Seed = options.Seed,
                Inputs = [],
                Options = new Dictionary<string, string>(),
                SourceVocabularySize = source.VocabularySize,
                TargetVocabularySize = target.VocabularySize,
                SourcePaddingRows = model is null ? null : model.EmbeddingRows - source.VocabularySize,
                Rules = summary.Rules,
                RandomPercent = summary.RandomPercent,
                Alignment = space?.Figures,
                Tensors = [],
                TensorsCopied = 0,
                TiedHead = model?.TiesHead,
                Configuration = [],
                FilesLeftOut = [],
                Warnings = [.. space?.Warnings ?? [], .. TransferRun.RandomShareWarning(summary, options.Method) is { } share ? [share] : (string[])[], .. model?.Warnings ?? []],
            },
            MostCertain = [],
            LeastCertain = [],
            Preflight = new PreflightFigures
            {
                OverlappingTokens = overlap,
                OverlapPercent = target.VocabularySize == 0 ? 0 : 100.0 * overlap / target.VocabularySize,
                Queries = search.Queries,
                Pool = search.Pool,
                OutputBytes = model is null || options.PlanOnly ? null : OutputBytes(model, target.VocabularySize),
                MemoryBytes = Memory(options, model, space, search.Queries, search.Pool),
                Seconds = search.Seconds,
            },
        };
    }

    private static int Overlap(TokenizerSide source, TokenizerSide target)
    {
        HashSet<(string, bool)> known = [];
        for (int id = 0; id < source.VocabularySize; id++)
        {
            if (source.Surface(id) is { Kind: TokenSurfaceKind.Text } surface)
                known.Add((surface.Text, surface.BeginsWord));
        }

        return Enumerable.Range(0, target.VocabularySize).Count(
            id => target.Surface(id) is { Kind: TokenSurfaceKind.Text } surface && known.Contains((surface.Text, surface.BeginsWord)));
    }

    private static long OutputBytes(ModelDirectory model, int rows)
    {
        long bytes = model.Tensors.Sum(tensor => tensor.Length);
        foreach (VocabularyTensor tensor in model.VocabularyTensors)
        {
            long row = tensor.Tensor.Length / Math.Max(1, tensor.Tensor.Shape[tensor.VocabularyAxis]);
            bytes += row * (rows - tensor.Tensor.Shape[tensor.VocabularyAxis]);
        }

        return bytes;
    }

    // The runtime and two tokenizers, the vectors of both sides three times (computed, gathered, packed), the neighbours, one block of rows.
    private static long Memory(TransferOptions options, ModelDirectory? model, AlignedSpace? space, int queries, int pool)
    {
        const long Base = 120L << 20;
        long vectors = space is null ? 0 : 3L * sizeof(float) * space.Figures.Dimension * (queries + (long)pool);
        long neighbors = queries * (long)options.Neighbors * 48;
        long rows = model is null ? 0 : Math.Min(model.HiddenSize * 8L * 1024, 64L << 20);
        return Base + vectors + neighbors + rows;
    }
}
