using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Calque.Formats.HuggingFace;
using Calque.Transfer.Evidence;

namespace Calque.Transfer;

/// <summary>One output of a run: a model rewritten by the plan, or the plan alone, and the evidence beside it.</summary>
internal sealed class TransferOutput
{
    private readonly TransferRun _run;
    private readonly TransferOptions _options;
    private readonly ModelDirectory? _source;
    private readonly InputHashes _hashes;
    private readonly List<string> _warnings;
    private ModelRewrite? _model;

    /// <summary>Prepares an output.</summary>
    /// <param name="run">The run, its plan made.</param>
    /// <param name="options">The run's options, with the model and the output that this one is about.</param>
    /// <param name="source">The model; may be null where only the plan is written.</param>
    /// <param name="hashes">The hashes of the files read, shared by the run's outputs.</param>
    public TransferOutput(TransferRun run, TransferOptions options, ModelDirectory? source, InputHashes hashes)
    {
        _run = run;
        _options = options;
        _source = source;
        _hashes = hashes;
        _warnings = [.. run.Warnings];
    }

    /// <summary>Writes everything into a directory.</summary>
    public TransferManifest Write(string path, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        // The line for each token needs the plan only: with a thread to spare it is written beside the weights.
        Task provenance = _options.ThreadCount > 1 && !_options.PlanOnly
            ? Task.Run(() => WriteProvenance(path), cancellation)
            : Task.CompletedTask;
        try
        {
            if (_options.PlanOnly)
            {
                TransferPlanFile.Write(Path.Combine(path, TransferPlanFile.FileName), _run.Plan);
                _run.Repair?.Write(path);
            }
            else
                WriteModel(path, progress, cancellation);
        }
        finally
        {
            // Whatever happened: nobody may still be writing when the directory is taken away.
            ((IAsyncResult)provenance).AsyncWaitHandle.WaitOne();
        }

        progress?.Report(new OperationProgress("evidence", 0, 0, "files"));
        if (_options.ThreadCount > 1 && !_options.PlanOnly)
            provenance.GetAwaiter().GetResult();
        else
            WriteProvenance(path);
        progress?.Report(new OperationProgress("hashes", 0, 0, "files"));
        TransferManifest manifest = Describe(cancellation);
        if (_source is not null && !_options.PlanOnly)
            File.WriteAllText(Path.Combine(path, ModelCard.FileName), ModelCard.Write(_source, _options, manifest, _warnings));
        JsonFile.Write(Path.Combine(path, TransferManifest.FileName), manifest, TransferJson.Default.TransferManifest);
        return manifest;
    }

    private void WriteModel(string path, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        _model = new ModelRewrite(_options, _run.Plan, _run.Source, _run.Target, _source!, _warnings);
        _model.Write(path, progress, cancellation);
        string planFolder = Directory.CreateDirectory(Path.Combine(path, TransferPlanFile.FolderName)).FullName;
        TransferPlanFile.Write(Path.Combine(planFolder, TransferPlanFile.FileName), _run.Plan);
        _run.Repair?.Write(planFolder);
    }

    private void WriteProvenance(string path)
    {
        using FileStream stream = File.Create(Path.Combine(path, ProvenanceWriter.FileName));
        ProvenanceWriter.Write(stream, _run.Plan, _run.Source, _run.Target);
    }

    private TransferManifest Describe(CancellationToken cancellation) => new()
    {
        Calque = CalqueVersion.Text,
        Method = _run.Plan.Method,
        Seed = _run.Plan.Seed,
        Inputs = InputFiles.Describe(_options, _source, _run, _hashes, cancellation),
        Options = _options.Plan is null
            ? TransferRun.InForce(_options)
            : new SortedDictionary<string, string>(
                new Dictionary<string, string>(_run.Plan.Options) { [TransferRun.BodyOption] = TransferRun.BodyName(_options) }, StringComparer.Ordinal),
        SourceVocabularySize = _run.Plan.SourceVocabularySize,
        TargetVocabularySize = _run.Plan.TargetVocabularySize,
        SourcePaddingRows = _source is null ? null : _source.EmbeddingRows - _run.Plan.SourceVocabularySize,
        Rules = _run.Summary.Rules,
        RandomPercent = _run.Summary.RandomPercent,
        Alignment = _run.Alignment,
        Similarity = _run.Summary.Similarity,
        Tensors = _model?.Tensors ?? [],
        TensorsCopied = _model?.TensorsCopied ?? 0,
        TiedHead = _source?.TiesHead,
        Configuration = _model?.Configuration ?? [],
        FilesLeftOut = _model?.FilesLeftOut ?? [],
        Warnings = _warnings,
    };
}
