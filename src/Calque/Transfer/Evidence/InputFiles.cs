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
    public static IReadOnlyList<InputFile> Hash(
        TransferOptions options, ModelDirectory? model, TokenizerSide source, TokenizerSide target,
        IReadOnlyList<string> dictionaryFiles, CancellationToken cancellation)
    {
        List<InputFile> inputs = [];
        if (model is not null)
        {
            Add("source-model", Path.Combine(model.Path, "config.json"));
            if (!options.PlanOnly)
            {
                foreach (string name in model.WeightFileNames.Order(StringComparer.Ordinal))
                    Add("source-model", Path.Combine(model.Path, name));
            }
        }

        foreach (string file in source.Tokenizer.Files.Order(StringComparer.Ordinal))
            Add("source-tokenizer", file);
        foreach (string file in target.Tokenizer.Files.Order(StringComparer.Ordinal))
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
        foreach (string file in dictionaryFiles)
            Add("dictionary", file);
        return inputs;

        void Add(string role, string path) => inputs.Add(FileHash.Compute(role, path, cancellation));
    }
}
