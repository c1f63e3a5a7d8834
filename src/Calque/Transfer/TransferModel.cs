using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Calque.Formats.HuggingFace;
using Calque.IO;
using Calque.Tokenizers;
using Calque.Transfer.Evidence;

namespace Calque.Transfer;

/// <summary>
/// Carries a model directory into another language: makes a plan or takes one, applies it to every tensor with a row for
/// each token, and writes a directory that opens like the source's, with the evidence. The verb <c>calque transfer</c>.
/// </summary>
public static class TransferModel
{
    /// <summary>Runs a transfer.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Told of the stages; may be null.</param>
    /// <param name="cancellation">Stops the run; nothing is left of it.</param>
    /// <exception cref="InvalidOptionException">An option cannot have its value, or the output exists.</exception>
    /// <exception cref="InvalidInputException">An input cannot be used.</exception>
    /// <exception cref="QualityGateException"><see cref="TransferOptions.Strict"/> does not hold.</exception>
    public static Task<TransferResult> RunAsync(
        TransferOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    private static TransferResult Run(TransferOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        using ModelDirectory? model = options.SourceModel is null ? null : ModelDirectory.Open(
            options.SourceModel, new EmbeddingTensorNames(options.EmbeddingTensor, options.HeadTensor, options.BiasTensor));
        progress?.Report(new OperationProgress("tokenizers", 0, 0, "tokens"));
        TokenizerSide source = new(LoadSource(options), model?.Config);
        TokenizerSide target = new(Tokenizer.Load(options.TargetTokenizer), ConfigBeside(options.TargetTokenizer));
        if (model is not null)
            CheckSize(model, source);
        if (options.DryRun)
            return Preflight.Run(options, model, source, target, progress, cancellation);

        OutputPlacement.Check(options.Output!, Inputs(options));
        using OutputDirectory output = OutputDirectory.Create(options.Output!, options.Overwrite);
        FreeSpace.Require(output.WorkingPath, BytesOnDisk(options, model, target));
        TransferRun run = new(options, source, target);
        run.MakePlan(progress, cancellation);
        run.CheckRandomShare();
        if (options.PlanOnly)
            run.WritePlan(Path.Combine(output.WorkingPath, TransferPlanFile.FileName));
        else
            run.WriteModel(model!, output.WorkingPath, progress, cancellation);
        TransferManifest manifest = run.WriteEvidence(model, output.WorkingPath, progress, cancellation);
        cancellation.ThrowIfCancellationRequested();
        output.Commit();
        return new TransferResult
        {
            Output = options.Output,
            Manifest = manifest,
            MostCertain = run.Summary.MostCertain,
            LeastCertain = run.Summary.LeastCertain,
        };
    }

    internal static IEnumerable<string> Inputs(TransferOptions options) => new[]
    {
        options.SourceModel, options.SourceTokenizer, options.TargetTokenizer, options.SourceEmbeddings, options.TargetEmbeddings,
        options.Dictionary, options.Plan,
    }.OfType<string>();

    // Asked for before the work, which may take minutes. A token's lines of provenance and plan have some 500 bytes.
    private static long BytesOnDisk(TransferOptions options, ModelDirectory? model, TokenizerSide target)
    {
        const long EvidenceOfToken = 500;
        long evidence = target.VocabularySize * EvidenceOfToken;
        return options.PlanOnly || model is null
            ? evidence
            : evidence + ModelDirectoryWriter.PredictDiskBytes(model, target.VocabularySize) + target.Tokenizer.Files.Sum(file => new FileInfo(file).Length);
    }

    private static Tokenizer LoadSource(TransferOptions options)
    {
        try
        {
            return Tokenizer.Load(options.SourceTokenizer ?? options.SourceModel!);
        }
        catch (InvalidTokenizerException error) when (options.SourceTokenizer is null && !TokenizerFiles.NamesIn(options.SourceModel!).Any())
        {
            throw new InvalidTokenizerException(
                error.Place, error.Found, error.Expected, "Put the model's tokenizer into its directory, or name it with --source-tokenizer.", error);
        }
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

    // A tokenizer that lies in a model directory may have its special ids named there.
    private static JsonObject? ConfigBeside(string tokenizer)
    {
        string path = Path.Combine(Directory.Exists(tokenizer) ? tokenizer : Path.GetDirectoryName(tokenizer) ?? "", "config.json");
        return File.Exists(path) ? JsonFile.Read(path) : null;
    }
}
