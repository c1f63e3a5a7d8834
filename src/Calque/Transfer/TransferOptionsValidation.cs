using System.Globalization;
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
        if (options.Plan is not null && (options.PlanOnly || options.DryRun))
            throw Wrong("--plan", "a plan together with --plan-only or --dry-run", "one of them", "A plan that exists needs no planning; see it with: calque inspect.");
        if (options.Plan is null && method.NeedsVectors)
            CheckVectors(options);
    }

    private static void CheckVectors(TransferOptions options)
    {
        Need("--source-embeddings", options.SourceEmbeddings, "word vectors of the source language (fastText .bin, .vec or word2vec)");
        Need("--target-embeddings", options.TargetEmbeddings, "word vectors of the target language (fastText .bin, .vec or word2vec)");
        Need("--dictionary", options.Dictionary, "a bilingual dictionary, source word first");

        void Need(string option, string? value, string expected)
        {
            if (value is null)
                throw Wrong(option, "nothing", expected, $"The method {options.Method} needs it; --method random does not.");
        }
    }

    private static InvalidOptionException Wrong(string option, string found, string expected, string hint) =>
        new(option, found, expected, hint);
}
