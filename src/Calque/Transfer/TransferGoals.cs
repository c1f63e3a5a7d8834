using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Calque.Formats.HuggingFace;
using Calque.IO;
using Calque.Tokenizers;

namespace Calque.Transfer;

/// <summary>The models of a run and their outputs: all are opened and checked before anything is planned, and all outputs appear at the end.</summary>
internal sealed class TransferGoals : IDisposable
{
    private readonly List<TransferGoal> _goals = [];

    private TransferGoals()
    {
    }

    /// <summary>All of them, in the order given.</summary>
    public IReadOnlyList<TransferGoal> All => _goals;

    /// <summary>The models.</summary>
    public IEnumerable<ModelDirectory> Models => _goals.Select(goal => goal.Model).OfType<ModelDirectory>();

    /// <summary>The first model; null where only a plan is made.</summary>
    public ModelDirectory? First => _goals[0].Model;

    /// <summary>Opens every model.</summary>
    public static TransferGoals Open(TransferOptions options)
    {
        TransferGoals goals = new();
        try
        {
            goals.Add(options);
            foreach (FurtherModel further in options.FurtherModels)
                goals.Add(options with { SourceModel = further.SourceModel, Output = further.Output, FurtherModels = [] });
            return goals;
        }
        catch
        {
            goals.Dispose();
            throw;
        }
    }

    /// <summary>Each model must have a row for every source token, and further models the very same vocabulary.</summary>
    public void CheckTokenizer(TokenizerSide source)
    {
        foreach (TransferGoal goal in _goals)
        {
            if (goal.Model is null)
                continue;
            CheckSize(goal.Model, source);
            if (goal != _goals[0] && TokenizerFiles.NamesIn(goal.Model.Path).Any())
                CheckVocabulary(goal.Model, source);
        }
    }

    /// <summary>Makes room for every output beside its goal.</summary>
    /// <param name="target">The target side, whose vocabulary decides the size of an output.</param>
    public void CreateOutputs(TokenizerSide target)
    {
        List<string> taken = [];
        foreach (TransferGoal goal in _goals)
        {
            OutputPlacement.Check(goal.Options.Output!, TransferModel.Inputs(_goals[0].Options));
            string path = OutputPlacement.RealPath(goal.Options.Output!) + Path.DirectorySeparatorChar;
            if (taken.Find(other => path.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(path, StringComparison.Ordinal)) is { } same)
            {
                throw new InvalidOptionException(
                    "--output", $"'{goal.Options.Output}' and '{same.TrimEnd(Path.DirectorySeparatorChar)}'", "a directory of its own for each model",
                    "One output inside another would be replaced with it.");
            }

            taken.Add(path);
            goal.Output = OutputDirectory.Create(goal.Options.Output!, goal.Options.Overwrite);
        }

        long bytes = _goals.Sum(goal => BytesOnDisk(goal, target));
        FreeSpace.Require(_goals[0].Output!.WorkingPath, bytes);
    }

    // Asked for before the work, which may take minutes. A token's lines of provenance and plan have some 500 bytes.
    private static long BytesOnDisk(TransferGoal goal, TokenizerSide target)
    {
        const long EvidenceOfToken = 500;
        long evidence = target.VocabularySize * EvidenceOfToken;
        return goal.Options.PlanOnly || goal.Model is null
            ? evidence
            : evidence + ModelDirectoryWriter.PredictDiskBytes(goal.Model, target.VocabularySize) + target.Tokenizer.Files.Sum(file => new FileInfo(file).Length);
    }

    /// <summary>Brings every output into its place.</summary>
    public void Commit()
    {
        foreach (TransferGoal goal in _goals)
            goal.Output!.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TransferGoal goal in _goals)
        {
            goal.Output?.Dispose();
            goal.CloseModel();
        }
    }

    private void Add(TransferOptions options)
    {
        ModelDirectory? model = options.SourceModel is null ? null : ModelDirectory.Open(
            options.SourceModel, new EmbeddingTensorNames(options.EmbeddingTensor, options.HeadTensor, options.BiasTensor));
        _goals.Add(new TransferGoal(options, model));
    }

    private static void CheckSize(ModelDirectory model, TokenizerSide source)
    {
        if (model.EmbeddingRows >= source.VocabularySize)
            return;
        throw new InvalidModelException(
            $"{model.InputEmbedding.File}: {model.InputEmbedding.Name}",
            $"{model.EmbeddingRows} rows for a tokenizer of {source.VocabularySize} ids ({source.Tokenizer.Path})", "a row for every id",
            "The tokenizer belongs to another model, or tokens were added without resizing the model.");
    }

    private static void CheckVocabulary(ModelDirectory model, TokenizerSide source)
    {
        Tokenizer own = Tokenizer.Load(model.Path);
        if (VocabularyHash.Compute(own) == VocabularyHash.Compute(source.Tokenizer))
            return;
        throw new InvalidModelException(
            model.Path, $"a tokenizer with another vocabulary ({own.VocabularySize} ids)",
            $"the vocabulary of {source.Tokenizer.Path} ({source.VocabularySize} ids)",
            "One plan fits models with one source tokenizer; carry this one over in a run of its own.");
    }
}
