using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Calque.IO;
using Calque.Vectors;

namespace Calque.Alignment.Directories;

/// <summary>Opens what <see cref="AlignVectors"/> wrote.</summary>
public static class AlignmentDirectory
{
    /// <summary>Reads an alignment and the vectors that it was made of, and maps both vocabularies into the common space.</summary>
    /// <param name="path">The directory, or its <c>alignment.safetensors</c>.</param>
    /// <param name="options">Where the vectors are, if not where they were; null: as remembered.</param>
    /// <param name="progress">Told where the work stands.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    /// <exception cref="InvalidInputException">The alignment is missing or damaged.</exception>
    /// <exception cref="InvalidVectorsException">
    /// A file of vectors is missing or damaged, has another dimension, or, where it is the one that the alignment remembers, is not what it was then.
    /// </exception>
    public static AlignedVocabularies Open(
        string path, OpenAlignmentOptions? options = null, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new OpenAlignmentOptions();
        AlignVectorsOptions.CheckLimit(options.VocabularyLimit);
        int threads = AlignVectorsOptions.CheckThreads(options.Threads);
        SpaceAlignment alignment = LoadAlignment(path);
        List<string> warnings = [];
        progress?.Report(new OperationProgress("source vectors", 0, 0, "words"));
        VocabularyVectors source = Side(
            alignment.SourceFile, options.SourceEmbeddings, "source", alignment.Source, options, warnings, out int sourceWords, cancellation);
        progress?.Report(new OperationProgress("target vectors", 0, 0, "words"));
        VocabularyVectors target = Side(
            alignment.TargetFile, options.TargetEmbeddings, "target", alignment.Target, options, warnings, out int targetWords, cancellation);
        progress?.Report(new OperationProgress("mapping", 0, 0, "words"));
        return new AlignedVocabularies(
            alignment, source, target, Map(source, alignment.Source, threads, warnings), Map(target, alignment.Target, threads, warnings), warnings)
        {
            SourceWords = sourceWords,
            TargetWords = targetWords,
        };
    }

    /// <summary>Reads the maps alone.</summary>
    /// <exception cref="InvalidInputException">The alignment is missing or damaged.</exception>
    public static SpaceAlignment LoadAlignment(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, SpaceAlignmentFile.Name) : path;
        if (!File.Exists(file))
        {
            throw new InvalidInputException(
                path, Directory.Exists(path) ? $"a directory without {SpaceAlignmentFile.Name}" : "nothing", "a directory that `calque align --output` made",
                "Name that directory.");
        }

        return SpaceAlignmentFile.Load(path);
    }

    /// <summary>The dictionary that an alignment was made from, as its manifest names it; null where there is none, or no manifest that can be read.</summary>
    /// <param name="path">The directory.</param>
    public static AlignmentInput? FindDictionary(string path)
    {
        string manifest = Path.Combine(path, AlignmentManifest.FileName);
        if (!File.Exists(manifest))
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(manifest));
            foreach (JsonElement input in document.RootElement.GetProperty("inputs").EnumerateArray())
            {
                if (input.GetProperty("role").GetString() == "dictionary")
                {
                    return new AlignmentInput(
                        "dictionary", input.GetProperty("path").GetString() ?? "", input.GetProperty("bytes").GetInt64(), input.GetProperty("sha256").GetString() ?? "");
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IOException or UnauthorizedAccessException)
        {
            // The manifest is evidence for people; the alignment works without it.
        }

        return null;
    }

    private static VocabularyVectors Side(
        VectorFileReference? remembered,
        string? given,
        string side,
        SideMap map,
        OpenAlignmentOptions options,
        List<string> warnings,
        out int words,
        CancellationToken cancellation)
    {
        string path = given ?? remembered?.Path ?? throw new InvalidOptionException(
            $"--{side}-embeddings", "nothing", $"the {side} vectors", "The alignment was made of vectors without a file and remembers none.");
        if (given is null && !File.Exists(path))
        {
            throw new InvalidVectorsException(
                path, "no file", $"the {side} vectors that the alignment was made of", $"Where they are now, --{side}-embeddings says.");
        }

        using WordVectors vectors = WordVectors.Open(path);
        Task<FileDigest>? digest = remembered is null ? null : Task.Run(() => FileDigest.Compute(path, cancellation), cancellation);
        VocabularyVectors vocabulary;
        try
        {
            if (vectors.Dimension != map.InputDimension)
            {
                throw new InvalidVectorsException(
                    path, string.Create(CultureInfo.InvariantCulture, $"{vectors.Dimension} dimensions"),
                    string.Create(CultureInfo.InvariantCulture, $"{map.InputDimension}, as the {side} side of the alignment has"),
                    "Are these the vectors that the alignment was made of, and of this side?");
            }

            vocabulary = VectorInput.Load(vectors, options.VocabularyLimit, warnings);
            words = vocabulary.Count;
            if (options.Word is { Length: > 0 } word)
                vocabulary = With(vocabulary, vectors, word);
        }
        finally
        {
            // Waited for on every way out: the file must not be read on behind the caller's back.
            if (digest is not null)
                Task.WaitAny([digest], CancellationToken.None);
        }

        if (digest is not null)
            Compare(digest.GetAwaiter().GetResult(), remembered!, given is not null, side, warnings); // not null where a digest was begun
        return vocabulary;
    }

    private static void Compare(FileDigest now, VectorFileReference then, bool given, string side, List<string> warnings)
    {
        if (string.Equals(now.Sha256, then.Sha256, StringComparison.Ordinal))
            return;
        if (given)
        {
            warnings.Add($"{now.Path} is not the file that the alignment was made of: SHA-256 {now.Sha256}, then {then.Sha256} ({then.Path}). The map fits vectors of the same training only.");
            return;
        }

        throw new InvalidVectorsException(
            now.Path, $"a file with SHA-256 {now.Sha256}", $"{then.Sha256}, of which the alignment was made",
            $"The file has changed since, and the map fits the old vectors only. Make the alignment anew, or name vectors with --{side}-embeddings to use them all the same.");
    }

    /// <summary>The vocabulary with one word more, at its end, where the file has or composes a vector for it.</summary>
    private static VocabularyVectors With(VocabularyVectors vocabulary, WordVectors vectors, string word)
    {
        if (vocabulary.IndexOf(word) >= 0)
            return vocabulary;
        float[] row = new float[vectors.Dimension];
        VectorOrigin origin = vectors.GetVector(Encoding.UTF8.GetBytes(word), row);
        return origin == VectorOrigin.None || !row.AsSpan().ContainsAnyExcept(0f)
            ? vocabulary
            : VocabularyVectors.FromRows([.. vocabulary.Words, word], [.. vocabulary.Rows, .. row], vectors.Dimension);
    }

    private static VocabularyVectors Map(VocabularyVectors own, SideMap map, int threads, List<string> warnings)
    {
        float[] rows = map.Apply(own.Rows, threads);
        int dimension = map.OutputDimension;
        int[] kept = [.. Enumerable.Range(0, own.Count).Where(i => rows.AsSpan(i * dimension, dimension).ContainsAnyExcept(0f))];
        if (kept.Length == own.Count)
            return VocabularyVectors.FromRows(own.Words, rows, dimension);
        if (kept.Length == 0)
        {
            throw new InvalidVectorsException(
                own.Path ?? "the vectors", string.Create(CultureInfo.InvariantCulture, $"{own.Count} words, all of which the map brings to zero"), "vectors with a direction",
                "The map has collapsed, or these are not the vectors that it was made of.");
        }

        warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{own.Path}: the map brings {own.Count - kept.Length} of {own.Count} words to zero; they are left out"));
        float[] some = new float[(long)kept.Length * dimension];
        for (int i = 0; i < kept.Length; i++)
            rows.AsSpan(kept[i] * dimension, dimension).CopyTo(some.AsSpan(i * dimension));
        return VocabularyVectors.FromRows([.. kept.Select(i => own.Words[i])], some, dimension);
    }
}
