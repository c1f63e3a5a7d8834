using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Calque.Formats.HuggingFace;
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
        using TransferGoals goals = TransferGoals.Open(options);
        progress?.Report(new OperationProgress("tokenizers", 0, 0, "tokens"));
        TokenizerSide source = new(LoadSource(options), goals.First?.Config);
        TokenizerSide target = new(Tokenizer.Load(options.TargetTokenizer), ConfigBeside(options.TargetTokenizer));
        goals.CheckTokenizer(source);
        if (options.DryRun)
            return Preflight.Run(options, goals.First, source, target, progress, cancellation);

        goals.CreateOutputs(target);
        InputHashes hashes = new();
        if (options.ThreadCount > 1)
            hashes.Begin(InputFiles.Large(options, goals.Models), cancellation);
        TransferRun run = new(options, source, target);
        run.MakePlan(progress, cancellation);
        run.CheckRandomShare();
        List<TransferResult> results = [];
        foreach (TransferGoal goal in goals.All)
        {
            TransferManifest manifest = new TransferOutput(run, goal.Options, goal.Model, hashes)
                .Write(goal.Output!.WorkingPath, progress, cancellation);
            results.Add(new TransferResult
            {
                Output = goal.Options.Output,
                Manifest = manifest,
                MostCertain = run.Summary.MostCertain,
                LeastCertain = run.Summary.LeastCertain,
            });
            goal.CloseModel();
        }

        cancellation.ThrowIfCancellationRequested();
        goals.Commit();
        return results.Count == 1 ? results[0] : results[0] with { Further = results[1..] };
    }

    internal static IEnumerable<string> Inputs(TransferOptions options) => new[]
    {
        options.SourceModel, options.SourceTokenizer, options.TargetTokenizer, options.SourceEmbeddings, options.TargetEmbeddings,
        options.Dictionary, options.Plan,
    }.Concat(options.FurtherModels.Select(further => further.SourceModel)).OfType<string>();

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

    // A tokenizer that lies in a model directory may have its special ids named there.
    private static JsonObject? ConfigBeside(string tokenizer)
    {
        string path = Path.Combine(Directory.Exists(tokenizer) ? tokenizer : Path.GetDirectoryName(tokenizer) ?? "", "config.json");
        return File.Exists(path) ? JsonFile.Read(path) : null;
    }
}
