using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Calque.Dictionaries;
using Calque.IO;

namespace Calque.Alignment.Directories;

/// <summary>The verb <c>align</c>: brings two files of word vectors into one space and writes the maps as a directory.</summary>
public static class AlignVectors
{
    /// <summary>The name of the report for people, beside the manifest.</summary>
    public const string ReportName = "report.txt";

    /// <summary>Runs it. The output directory appears in one step at the end, or not at all.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Told where the work stands.</param>
    /// <param name="cancellation">Ends the work between two steps; nothing is written then.</param>
    /// <exception cref="InvalidOptionException">An option cannot be, or the output exists.</exception>
    /// <exception cref="InvalidVectorsException">A file of vectors cannot be used, or the dimensions do not fit the method.</exception>
    /// <exception cref="InvalidDictionaryException">The dictionary cannot be used, or gives fewer pairs than the method needs.</exception>
    /// <exception cref="QualityGateException">Adversarial alignment has failed; nothing is written.</exception>
    public static Task<AlignVectorsResult> RunAsync(
        AlignVectorsOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    private static AlignVectorsResult Run(AlignVectorsOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        string[] files = options.Dictionary is null
            ? [options.SourceEmbeddings, options.TargetEmbeddings]
            : [options.SourceEmbeddings, options.TargetEmbeddings, options.Dictionary];
        OutputPlacement.Check(options.Output, files);
        using OutputDirectory output = OutputDirectory.Create(options.Output, options.Overwrite);

        List<string> warnings = [];
        progress?.Report(new OperationProgress("source vectors", 0, 0, "words"));
        VocabularyVectors source = VectorInput.Load(options.SourceEmbeddings, options.VocabularyLimit, warnings);
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new OperationProgress("target vectors", 0, 0, "words"));
        VocabularyVectors target = VectorInput.Load(options.TargetEmbeddings, options.VocabularyLimit, warnings);
        cancellation.ThrowIfCancellationRequested();
        BilingualDictionary? dictionary = options.Dictionary is null ? null : BilingualDictionary.Read(options.Dictionary);
        if (options.MultiWord == MultiWordEntries.Compose && dictionary is not null)
        {
            source = source.Compose(dictionary.Pairs.Select(pair => pair.Source));
            target = target.Compose(dictionary.Pairs.Select(pair => pair.Target));
        }

        SeedPairs? pairs = dictionary is null ? null : Select(dictionary, source, target, options.Method);

        // Reading them again for their hashes takes the disk, not the processor that fits the map.
        Task<List<AlignmentInput>> inputs = Task.Run(() => Describe(options, dictionary, cancellation), cancellation);
        AlignmentFit fit;
        try
        {
            fit = AlignSpaces.Fit(source, target, pairs, options.Fit, progress, cancellation);
        }
        catch
        {
            // The hashes are not waited for; what they may say is of no interest any more.
            _ = inputs.ContinueWith(
                task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            throw;
        }

        warnings.AddRange(fit.Warnings);
        progress?.Report(new OperationProgress("output", 0, 0, "files"));
        IReadOnlyList<AlignmentInput> described = inputs.GetAwaiter().GetResult();
        SpaceAlignment alignment = Remember(fit, described, options.VocabularyLimit);
        AlignmentManifest manifest = new()
        {
            Calque = CalqueVersion.Text,
            Method = options.Method,
            FittedMethod = alignment.Method,
            Normalization = NormalizationNames.Of(alignment.Normalization),
            Seed = options.Seed,
            Inputs = described,
            Options = options.Describe(),
            Source = VocabularyFigures.Of(source),
            Target = VocabularyFigures.Of(target),
            Dictionary = dictionary is null || pairs is null ? null : Figures(dictionary, pairs, source, target),
            Dimension = alignment.Dimension,
            MovesTarget = alignment.MovesTarget,
            Notes = alignment.Notes,
            Trials = fit.Trials,
            SelfLearning = fit.SelfLearning,
            Adversarial = fit.Adversarial,
            Warnings = warnings,
        };
        SpaceAlignmentFile.Save(alignment, Path.Combine(output.WorkingPath, SpaceAlignmentFile.Name));
        WriteManifest(Path.Combine(output.WorkingPath, AlignmentManifest.FileName), manifest);
        File.WriteAllText(Path.Combine(output.WorkingPath, ReportName), AlignmentReport.Compose(manifest));
        cancellation.ThrowIfCancellationRequested();
        output.Commit();
        return new AlignVectorsResult(options.Output, manifest);
    }

    private static SeedPairs Select(BilingualDictionary dictionary, VocabularyVectors source, VocabularyVectors target, string method)
    {
        SeedPairs pairs = SeedPairs.Select(dictionary, source, target);
        if (pairs.Count >= 2 || !AlignerCatalogue.TryGet(method, out IAligner? aligner) || !aligner.NeedsPairs)
            return pairs;
        throw new InvalidDictionaryException(
            dictionary.Path,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{pairs.Count} usable pair ({dictionary.LinesRead} lines, {dictionary.Pairs.Count} pairs, {pairs.Uncovered} of them with a word that has no vector)"),
            $"at least 2 for the method {method}; some thousands are usual",
            "Is it the dictionary of these two languages, in the spelling and case of the vectors?");
    }

    private static DictionaryFigures Figures(BilingualDictionary dictionary, SeedPairs pairs, VocabularyVectors source, VocabularyVectors target) => new(
        dictionary.LinesRead, dictionary.Skipped.Count, dictionary.Pairs.Count, pairs.Uncovered, dictionary.Pairs.Count - pairs.Uncovered - pairs.Count, pairs.Count,
        Enumerable.Range(0, pairs.Count).Count(i => pairs.Source[i] >= source.Count || pairs.Target[i] >= target.Count),
        dictionary.HasWeights);

    private static List<AlignmentInput> Describe(AlignVectorsOptions options, BilingualDictionary? dictionary, CancellationToken cancellation)
    {
        List<AlignmentInput> inputs = [];
        Add("source-embeddings", options.SourceEmbeddings);
        Add("target-embeddings", options.TargetEmbeddings);
        foreach (string file in dictionary?.Files ?? [])
            Add("dictionary", file);
        return inputs;

        void Add(string role, string path)
        {
            FileDigest digest = FileDigest.Compute(path, cancellation);
            inputs.Add(new AlignmentInput(role, path, digest.Bytes, digest.Sha256));
        }
    }

    /// <summary>The maps with the files they were made of, by their full paths: a directory may be opened from anywhere.</summary>
    private static SpaceAlignment Remember(AlignmentFit fit, IReadOnlyList<AlignmentInput> inputs, int? limit) => fit.Alignment.WithFiles(
        new VectorFileReference(Path.GetFullPath(inputs[0].Path), inputs[0].Sha256),
        new VectorFileReference(Path.GetFullPath(inputs[1].Path), inputs[1].Sha256),
        limit);

    private static void WriteManifest(string path, AlignmentManifest manifest)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            JsonSerializer.Serialize(writer, manifest, AlignmentJson.Default.AlignmentManifest);
        buffer.WriteByte((byte)'\n');
        File.WriteAllBytes(path, buffer.ToArray());
    }
}
