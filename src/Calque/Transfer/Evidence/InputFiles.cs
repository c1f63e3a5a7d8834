using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Calque.Formats.HuggingFace;

namespace Calque.Transfer.Evidence;

/// <summary>The files that a run read, with their hashes.</summary>
internal static class InputFiles
{
    /// <summary>All of them, in the order in which a manifest names them.</summary>
    public static IReadOnlyList<InputFile> Describe(
        TransferOptions options, ModelDirectory? model, TransferRun run, InputHashes hashes, CancellationToken cancellation)
    {
        List<InputFile> inputs = [];
        if (model is not null)
        {
            Add("source-model", Path.Combine(model.Path, "config.json"));
            if (!options.PlanOnly)
            {
                foreach (string path in Weights(model))
                    Add("source-model", path);
            }
        }

        foreach (string file in run.Source.Tokenizer.Files.Order(StringComparer.Ordinal))
            Add("source-tokenizer", file);
        foreach (string file in run.Target.Tokenizer.Files.Order(StringComparer.Ordinal))
            Add("target-tokenizer", file);
        if (options.Plan is not null)
        {
            Add("plan", TransferPlanFile.Find(options.Plan));
            return inputs;
        }

        if (!Methods.MethodCatalogue.Get(options.Method).NeedsVectors)
            return inputs;
        Add("source-embeddings", options.SourceEmbeddings!);
        Add("target-embeddings", options.TargetEmbeddings!);
        foreach (string file in run.DictionaryFiles)
            Add("dictionary", file);
        return inputs;

        void Add(string role, string path) => inputs.Add(hashes.Get(role, path, cancellation));
    }

    /// <summary>The large ones, which are known before anything is planned.</summary>
    public static IReadOnlyList<string> Large(TransferOptions options, IEnumerable<ModelDirectory> models)
    {
        List<string> paths = [];
        if (!options.PlanOnly)
            paths.AddRange(models.SelectMany(Weights));
        if (options.Plan is null && Methods.MethodCatalogue.Get(options.Method).NeedsVectors)
            paths.AddRange([options.SourceEmbeddings!, options.TargetEmbeddings!]);
        return paths;
    }

    private static IEnumerable<string> Weights(ModelDirectory model) =>
        model.WeightFileNames.Order(StringComparer.Ordinal).Select(name => Path.Combine(model.Path, name));
}
