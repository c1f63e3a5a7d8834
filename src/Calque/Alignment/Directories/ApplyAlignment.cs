using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Calque.IO;

namespace Calque.Alignment.Directories;

/// <summary>The verb <c>align apply</c>: maps the vectors of any words into the common space of an alignment.</summary>
/// <remarks>Words and their order stay; only a block of rows is in memory at a time, however large the file.</remarks>
public static class ApplyAlignment
{
    private const int BlockRows = 1024;

    /// <summary>Runs it. The output file appears in one step at the end, or not at all.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Stage <c>mapping</c>, unit <c>words</c>.</param>
    /// <param name="cancellation">Ends the work between two blocks; nothing is written then.</param>
    /// <exception cref="InvalidOptionException">An option cannot be, or the output exists.</exception>
    /// <exception cref="InvalidInputException">The alignment or the vectors cannot be used.</exception>
    public static Task<ApplyAlignmentResult> RunAsync(
        ApplyAlignmentOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    private static ApplyAlignmentResult Run(ApplyAlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        OutputPlacement.Check(options.Output, [options.Alignment, options.Embeddings]);
        SpaceAlignment alignment = AlignmentDirectory.LoadAlignment(options.Alignment);
        bool source = options.Side == AlignmentSide.Source;
        SideMap map = source ? alignment.Source : alignment.Target;
        VectorFileReference? remembered = source ? alignment.SourceFile : alignment.TargetFile;
        long? count = CheckedCount(options, map);
        using OutputFile output = OutputFile.Create(options.Output, options.Overwrite);
        VectorOutputForm form = VectorOutputForms.Of(options.Output);
        // A header comes first and holds the number of words: where the file's own header errs, or has none, all is read once more.
        if (count is null || !output.Stream.CanSeek)
            count = Count(options.Embeddings, cancellation);
        Pass pass = Write(options, map, form, count.Value, output.Stream, progress, cancellation);
        if (pass.Words != count)
        {
            output.Stream.SetLength(0);
            pass = Write(options, map, form, pass.Words, output.Stream, progress, cancellation);
        }

        bool same = remembered is not null && string.Equals(FileDigest.Compute(options.Embeddings, cancellation).Sha256, remembered.Sha256, StringComparison.Ordinal);
        output.Commit();
        return new ApplyAlignmentResult
        {
            Alignment = options.Alignment,
            Side = options.Side,
            Embeddings = options.Embeddings,
            Format = pass.Format,
            Output = options.Output,
            OutputFormat = VectorOutputForms.Describe(form),
            Words = pass.Words,
            Dimension = map.OutputDimension,
            ZeroVectors = pass.Zeros,
            MadeOfThese = same,
            Warnings = [.. pass.Warnings, .. Advice(alignment, options.Side)],
        };
    }

    private static IEnumerable<string> Advice(SpaceAlignment alignment, AlignmentSide side)
    {
        if (side == AlignmentSide.Source && alignment.MovesTarget)
            yield return $"the method {alignment.Method} moves both sides: map the target's vectors too (--side target), or the two do not lie in one space";
        if (side == AlignmentSide.Target && !alignment.MovesTarget)
            yield return $"the method {alignment.Method} leaves the target where it is: its vectors were normalised ({NormalizationNames.Of(alignment.Normalization)}) and not moved";
    }

    private static long? CheckedCount(ApplyAlignmentOptions options, SideMap map)
    {
        using VectorRows rows = VectorRows.Open(options.Embeddings);
        if (rows.Dimension == map.InputDimension)
            return rows.ClaimedCount;
        string side = options.Side == AlignmentSide.Source ? "source" : "target";
        throw new InvalidVectorsException(
            options.Embeddings, string.Create(CultureInfo.InvariantCulture, $"{rows.Dimension} dimensions"),
            string.Create(CultureInfo.InvariantCulture, $"{map.InputDimension}, as the {side} side of the alignment has"),
            "Are these vectors of this side, from the training that the alignment was made of?");
    }

    private static long Count(string path, CancellationToken cancellation)
    {
        using VectorRows rows = VectorRows.Open(path);
        float[] vector = new float[rows.Dimension];
        long count = 0;
        while (rows.TryRead(vector, out _))
        {
            if (++count % BlockRows == 0)
                cancellation.ThrowIfCancellationRequested();
        }

        return count;
    }

    private static Pass Write(
        ApplyAlignmentOptions options, SideMap map, VectorOutputForm form, long count, Stream stream, IProgress<OperationProgress>? progress,
        CancellationToken cancellation)
    {
        int threads = AlignVectorsOptions.CheckThreads(options.Threads);
        using VectorRows rows = VectorRows.Open(options.Embeddings);
        using MappedVectorWriter writer = new(stream, form, count, map.OutputDimension);
        int inner = map.InputDimension, outer = map.OutputDimension;
        int height = BlockRows * Math.Max(1, threads);
        float[] block = new float[height * inner];
        List<byte[]> words = [];
        long written = 0, zeros = 0;
        bool more = true;
        while (more)
        {
            words.Clear();
            while (words.Count < height && (more = rows.TryRead(block.AsSpan(words.Count * inner, inner), out ReadOnlySpan<byte> word)))
            {
                if (form == VectorOutputForm.Binary && word.Contains((byte)' '))
                    throw Spaced(options, word);
                if (!block.AsSpan(words.Count * inner, inner).ContainsAnyExcept(0f))
                    zeros++;
                words.Add(word.ToArray());
            }

            cancellation.ThrowIfCancellationRequested();
            float[] mapped = map.Apply(words.Count == height ? block : block[..(words.Count * inner)], threads);
            for (int i = 0; i < words.Count; i++)
                writer.Write(words[i], mapped.AsSpan(i * outer, outer));
            written += words.Count;
            progress?.Report(new OperationProgress("mapping", written, count, "words"));
        }

        return new Pass(rows.Format, written, zeros, [.. rows.Warnings.Select(warning => $"{options.Embeddings}: {warning}")]);
    }

    private static InvalidVectorsException Spaced(ApplyAlignmentOptions options, ReadOnlySpan<byte> word) => new(
        options.Embeddings, $"the word '{Encoding.UTF8.GetString(word)}', which holds a space", "words without spaces for word2vec's binary form, where a space ends a word",
        "Write text: give the output another ending than .bin.");

    private sealed record Pass(string Format, long Words, long Zeros, IReadOnlyList<string> Warnings);
}
