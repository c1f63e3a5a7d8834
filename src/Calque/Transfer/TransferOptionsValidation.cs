using System.Collections.Generic;
using System.Globalization;
using Calque.Alignment;
using Calque.Transfer.Methods;

namespace Calque.Transfer;

/// <summary>The rules that the options of a transfer must keep.</summary>
internal static class TransferOptionsValidation
{
    public static void Check(TransferOptions options)
    {
        TransferMethod method = MethodCatalogue.Get(options.Method);
        if (options.Neighbors < 1)
            throw Wrong("--neighbors", options.Neighbors.ToString(CultureInfo.InvariantCulture), "a number from 1", "WECHSEL uses 10.");
        if (!(options.Temperature > 0) || double.IsInfinity(options.Temperature))
            throw Wrong("--temperature", options.Temperature.ToString(CultureInfo.InvariantCulture), "a number above 0", "WECHSEL uses 0.1.");
        if (options.Threads < 0)
            throw Wrong("--threads", options.Threads.ToString(CultureInfo.InvariantCulture), "a number from 0", "0 uses every processor; the result is the same.");
        if (options.Strict is < 0 or > 100 or double.NaN)
            throw Wrong("--strict", options.Strict.Value.ToString(CultureInfo.InvariantCulture), "a percentage from 0 to 100", "5 fails when more than 5 percent of the rows would be random.");
        if (options.Output is null && !options.DryRun)
            throw Wrong("--output", "nothing", "a directory to write", "Only --dry-run goes without.");
        if (options.SourceModel is null && (!options.PlanOnly || options.SourceTokenizer is null))
            throw Wrong("--source-model", "nothing", "a model directory", "Only --plan-only with --source-tokenizer goes without a model.");
        if (options.FurtherModels.Count > 0 && (options.PlanOnly || options.DryRun))
        {
            throw Wrong(
                "--source-model", $"{options.FurtherModels.Count + 1} models with {(options.DryRun ? "--dry-run" : "--plan-only")}", "one",
                "A plan does not depend on the weights: look at one model, then apply the plan to all.");
        }

        if (options.Plan is not null && (options.PlanOnly || options.DryRun))
            throw Wrong("--plan", "a plan together with --plan-only or --dry-run", "one of them", "A plan that exists needs no planning; see it with: calque inspect.");
        if (!AlignerCatalogue.TryGet(options.Align, out _))
            throw Wrong("--align", options.Align, AlignerCatalogue.Names, "procrustes is what WECHSEL does; auto picks by cross-validation on the dictionary.");
        if (options.Align != AlignedSpace.PlainMethod && options.PairWeights != PairWeighting.Distinct)
            throw Wrong("--pair-weights", $"wechsel with --align {options.Align}", "--align procrustes", "The public tool's weights are there for parity with its own alignment.");
        if (options.MultiWord == MultiWordEntries.Compose && options.PairWeights != PairWeighting.Distinct)
            throw Wrong("--multi-word", "compose with --pair-weights wechsel", "skip", "The public tool's weights are there for parity, and it has no vectors for entries of several words.");
        if (options.Plan is null && method.NeedsVectors)
            CheckVectors(options);
    }

    /// <summary>A sentence about options that differ from their defaults and decide nothing in this run; null where there is none.</summary>
    public static string? DescribeUnused(TransferOptions options)
    {
        bool decides = options.Plan is null && MethodCatalogue.Get(options.Method).NeedsVectors;
        string[] unused = decides ? [] : [.. Unused(options)];
        string because = options.Plan is null ? $"--method {options.Method} draws every row" : "the plan that was given holds what they decide";
        return unused.Length == 0 ? null : $"{string.Join(", ", unused)} had no effect: {because}";
    }

    private static IEnumerable<string> Unused(TransferOptions options)
    {
        TransferOptions defaults = new() { TargetTokenizer = options.TargetTokenizer };
        if (options.SpecialTokens.Count > 0)
            yield return "--special-token";
        if (options.Plan is not null && options.Seed != defaults.Seed)
            yield return "--seed";
        if (options.Neighbors != defaults.Neighbors)
            yield return "--neighbors";
        if (options.Temperature != defaults.Temperature)
            yield return "--temperature";
        if (options.SubwordVectors != defaults.SubwordVectors)
            yield return "--subword-vectors";
        if (options.Align != defaults.Align)
            yield return "--align";
        if (options.RepairDictionary)
            yield return "--repair-dictionary";
        if (options.PairWeights != defaults.PairWeights)
            yield return "--pair-weights";
        if (options.MultiWord != defaults.MultiWord)
            yield return "--multi-word";
        if (options.NeighborPool != defaults.NeighborPool)
            yield return "--neighbor-pool";
    }

    private static void CheckVectors(TransferOptions options)
    {
        List<string> names = [];
        List<string> expected = [];
        Need("--source-embeddings", options.SourceEmbeddings, "word vectors of the source language (fastText .bin, .vec or word2vec)");
        Need("--target-embeddings", options.TargetEmbeddings, "word vectors of the target language (fastText .bin, .vec or word2vec)");
        Need("--dictionary", options.Dictionary, "a bilingual dictionary, source word first");
        if (names.Count > 0)
        {
            throw Wrong(
                string.Join(", ", names), "nothing", string.Join("; ", expected),
                $"The method {options.Method} needs {(names.Count == 1 ? "it" : "them")}; --method random does not.");
        }

        void Need(string option, string? value, string what)
        {
            if (value is not null)
                return;
            names.Add(option);
            expected.Add(what);
        }
    }

    private static InvalidOptionException Wrong(string option, string found, string expected, string hint) =>
        new(option, found, expected, hint);
}
