using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Dictionaries;
using Calque.IO;
using Calque.Retrieval;
using Calque.Vectors;

namespace Calque.DictionaryLab;

/// <summary>The verb <c>dictionary induce</c>: new pairs from an alignment.</summary>
public static class InduceDictionary
{
    private const int UsualLimit = 200_000;
    private const double FewMutual = 0.1;

    /// <summary>
    /// Writes the pairs of words that are among the best of one another, the highest score first: source, target, score, margin, forward rank and backward rank,
    /// parted by tabs. The dictionary readers take it as it is, the score as the quality.
    /// </summary>
    /// <param name="options">What to read and write.</param>
    /// <param name="progress">Stages <c>vectors</c>, <c>neighbors</c>, <c>retrieval</c>.</param>
    /// <param name="cancellation">Ends the work between two steps; nothing is written then.</param>
    /// <exception cref="InvalidVectorsException">The alignment or the vectors cannot be read, or do not belong together.</exception>
    /// <exception cref="InvalidDictionaryException">The dictionary of known pairs cannot be read.</exception>
    /// <exception cref="InvalidOptionException">An option is out of range, or the output exists or cannot be.</exception>
    public static Task<DictionaryInductionResult> RunAsync(
        InduceDictionaryOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    private static DictionaryInductionResult Run(InduceDictionaryOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        SpaceAlignment alignment = SpaceAlignmentFile.Load(options.Alignment);
        string source = options.SourceEmbeddings ?? alignment.SourceFile?.Path ?? throw NotRemembered("--source-embeddings");
        string target = options.TargetEmbeddings ?? alignment.TargetFile?.Path ?? throw NotRemembered("--target-embeddings");
        OutputPlacement.Check(options.Output, new[] { source, target, options.Exclude }.OfType<string>());
        int limit = options.VocabularyLimit ?? alignment.VocabularyLimit ?? UsualLimit;
        progress?.Report(new OperationProgress("vectors", 0, 2, "files"));
        VocabularyVectors first = Load(source, limit, alignment.Source.InputDimension);
        progress?.Report(new OperationProgress("vectors", 1, 2, "files"));
        VocabularyVectors second = Load(target, limit, alignment.Target.InputDimension);
        HashSet<(string, string)> known = options.Exclude is null ? [] : [.. BilingualDictionary.Read(options.Exclude).Pairs.Select(pair => (pair.Source, pair.Target))];

        (float[] sourceRows, int[] sourceWords) = WithoutZeros(alignment.ApplySource(first.Rows, options.ThreadCount), alignment.Dimension);
        (float[] targetRows, int[] targetWords) = WithoutZeros(alignment.ApplyTarget(second.Rows, options.ThreadCount), alignment.Dimension);
        MutualRetrieval answers = TranslationRetrieval
            .Prepare(
                sourceRows, sourceWords.Length, targetRows, targetWords.Length, alignment.Dimension,
                new RetrievalOptions { Method = options.Retrieval, Threads = options.ThreadCount }, progress, cancellation)
            .TranslateBoth(options.MaxRank + 1, progress, cancellation);

        int mutual = 0, excluded = 0;
        List<InducedPair> pairs = [];
        for (int i = 0; i < sourceWords.Length; i++)
        {
            RetrievalTable forward = answers.OfSource;
            for (int rank = 0; rank < Math.Min(options.MaxRank, forward.K); rank++)
            {
                int j = forward.Index(i, rank);
                int back = answers.OfTarget.Indices(j)[..Math.Min(options.MaxRank, answers.OfTarget.K)].IndexOf(i);
                mutual += rank == 0 && back == 0 ? 1 : 0;
                double margin = rank + 1 < forward.K ? forward.Score(i, rank) - forward.Score(i, rank + 1) : 0;
                if (back < 0 || forward.Score(i, rank) < options.MinScore || margin < options.MinMargin)
                    continue;
                InducedPair pair = new(first.Words[sourceWords[i]], second.Words[targetWords[j]], forward.Score(i, rank), margin, rank + 1, back + 1);
                if (known.Contains((pair.Source, pair.Target)))
                    excluded++;
                else
                    pairs.Add(pair);
            }
        }

        // The sort is stable: among equal scores the more frequent source word stands first.
        pairs = [.. pairs.OrderByDescending(pair => pair.Score).Take(options.Count ?? int.MaxValue)];
        cancellation.ThrowIfCancellationRequested();
        Write(options, pairs);
        double share = (double)mutual / sourceWords.Length;
        return new DictionaryInductionResult
        {
            Alignment = options.Alignment,
            Output = options.Output,
            SourceWords = sourceWords.Length,
            TargetWords = targetWords.Length,
            MutualShare = share,
            Excluded = excluded,
            Pairs = pairs,
            Warnings = share < FewMutual
                ? [string.Create(CultureInfo.InvariantCulture, $"Only {100 * share:F1} % of the source words have a mutual nearest neighbour: the alignment is poor, and so will its pairs be.")]
                : [],
        };
    }

    private static void Write(InduceDictionaryOptions options, IReadOnlyList<InducedPair> pairs)
    {
        using DictionaryOutput output = DictionaryOutput.Create(options.Output, options.Overwrite);
        using (StreamWriter writer = new(output.Stream, new UTF8Encoding(false), -1, leaveOpen: true) { NewLine = "\n" })
        {
            foreach (InducedPair pair in pairs)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pair.Source}\t{pair.Target}\t{pair.Score:R}\t{pair.Margin:R}\t{pair.ForwardRank}\t{pair.BackwardRank}"));
        }

        output.Commit();
    }

    private static VocabularyVectors Load(string path, int limit, int dimension)
    {
        using WordVectors vectors = WordVectors.Open(path);
        return vectors.Dimension == dimension
            ? VocabularyVectors.Load(vectors, limit)
            : throw new InvalidVectorsException(
                path,
                string.Create(CultureInfo.InvariantCulture, $"{vectors.Dimension} dimensions"),
                string.Create(CultureInfo.InvariantCulture, $"{dimension}, as the alignment maps"),
                "Name the vectors that the alignment was made from.");
    }

    private static (float[] Rows, int[] Words) WithoutZeros(float[] rows, int dimension)
    {
        int[] words = [.. Enumerable.Range(0, rows.Length / dimension).Where(row => rows.AsSpan(row * dimension, dimension).ContainsAnyExcept(0f))];
        if (words.Length * dimension == rows.Length)
            return (rows, words);
        float[] kept = new float[words.Length * dimension];
        for (int i = 0; i < words.Length; i++)
            rows.AsSpan(words[i] * dimension, dimension).CopyTo(kept.AsSpan(i * dimension));
        return (kept, words);
    }

    private static InvalidOptionException NotRemembered(string option) =>
        new(option, "no file, and none that the alignment remembers", "a file of word vectors", "Name the vectors that the alignment was made from.");
}
