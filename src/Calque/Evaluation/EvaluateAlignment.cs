using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Alignment.Directories;
using Calque.Dictionaries;
using Calque.IO;
using Calque.Retrieval;

namespace Calque.Evaluation;

/// <summary>The verb <c>align evaluate</c>: how many words of a test dictionary an alignment translates rightly, and how far to trust that.</summary>
public static class EvaluateAlignment
{
    /// <summary>Runs it.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Told where the work stands.</param>
    /// <param name="cancellation">Ends the work between two blocks.</param>
    /// <exception cref="InvalidOptionException">An option cannot be.</exception>
    /// <exception cref="InvalidInputException">The alignment or its vectors cannot be used.</exception>
    /// <exception cref="InvalidDictionaryException">The dictionary cannot be used, or names no word that can be asked for.</exception>
    public static Task<EvaluateAlignmentResult> RunAsync(
        EvaluateAlignmentOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    /// <summary>The rank of the first right answer to every word of a test dictionary: 1 to 10, or 0.</summary>
    /// <param name="test">The words.</param>
    /// <param name="retrieval">Over the vocabularies that the dictionary was selected from.</param>
    /// <param name="cancellation">Ends the search between two blocks.</param>
    public static IReadOnlyList<int> Ranks(TestDictionary test, TranslationRetrieval retrieval, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(retrieval);
        if (test.Words.Count == 0)
            return [];
        int[] rows = [.. test.Words.Select(word => word.Row)];
        RetrievalTable table = retrieval.Translate(rows, TranslationScores.Depth, cancellation);
        return [.. test.Words.Select((word, i) => RankOf(table.Indices(i), word.Gold))];
    }

    private static int RankOf(ReadOnlySpan<int> answers, IReadOnlyList<int> gold)
    {
        for (int rank = 0; rank < answers.Length; rank++)
        {
            if (gold.Contains(answers[rank]))
                return rank + 1;
        }

        return 0;
    }

    /// <summary>A sentence about test words that the alignment was made from, where its dictionary still stands where it stood.</summary>
    private static IEnumerable<string> SeenWords(string alignment, BilingualDictionary test, CancellationToken cancellation)
    {
        if (AlignmentDirectory.FindDictionary(alignment) is not { } training || !File.Exists(training.Path))
            yield break;
        if (!string.Equals(FileDigest.Compute(training.Path, cancellation).Sha256, training.Sha256, StringComparison.Ordinal))
            yield break;
        HashSet<string> learned = new(BilingualDictionary.Read(training.Path).Pairs.Select(pair => pair.Source), StringComparer.Ordinal);
        string[] words = [.. test.Pairs.Select(pair => pair.Source).Distinct(StringComparer.Ordinal)];
        int seen = words.Count(learned.Contains);
        if (seen > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{seen} of {words.Length} words of the test dictionary were in the dictionary that the alignment was made from: the scores are too good by that");
        }
    }

    private static EvaluateAlignmentResult Run(EvaluateAlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        int threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        BilingualDictionary dictionary = BilingualDictionary.Read(options.Dictionary);
        AlignedVocabularies aligned = AlignmentDirectory.Open(
            options.Alignment,
            new OpenAlignmentOptions
            {
                SourceEmbeddings = options.SourceEmbeddings,
                TargetEmbeddings = options.TargetEmbeddings,
                VocabularyLimit = options.VocabularyLimit,
                Threads = threads,
            },
            progress,
            cancellation);
        VocabularyVectors source = aligned.Source, target = aligned.Target;
        TestDictionary test = TestDictionary.Select(dictionary, source, target);
        RetrievalOptions retrievalOptions = new() { Method = options.Retrieval, Threads = threads };
        TranslationRetrieval retrieval = TranslationRetrieval.Prepare(
            source.Rows, source.Count, target.Rows, target.Count, source.Dimension, retrievalOptions, progress, cancellation);
        IReadOnlyList<int> ranks = Ranks(test, retrieval, cancellation);
        DefinitionScores scores = DefinitionScores.Of(ranks, test.AllWords);
        TestDictionary others = TestDictionary.Select(
            [.. dictionary.Pairs.Where(pair => !string.Equals(pair.Source, pair.Target, StringComparison.Ordinal))], source, target);
        DefinitionScores? withoutIdentical = others.Words.Count == 0 ? null
            : test.IdenticalPairs == 0 && others.AllWords == test.AllWords ? scores
            : DefinitionScores.Of(Ranks(others, retrieval, cancellation), others.AllWords);

        progress?.Report(new OperationProgress("diagnosis", 0, 0, "words"));
        HubFigures hubs = Hubness.Measure(aligned.Source, aligned.Target, retrievalOptions, retrieval, cancellation);
        IsomorphismFigures isomorphism = SpaceIsomorphism.Measure(aligned.OwnSource, aligned.OwnTarget, others, aligned, threads, progress, cancellation);
        ScoreIntervals intervals = WordBootstrap.Scores(ranks, ranks.Count, options.Seed, threads);
        AlignmentVerdict verdict = AlignmentDiagnosis.Judge(aligned, scores.Muse, intervals, hubs, options.Seed, threads, progress, cancellation);
        return new EvaluateAlignmentResult(
            scores.Muse,
            scores.Vecmap,
            scores.Fasttext,
            new EvaluationDetails
            {
                Alignment = options.Alignment,
                Method = aligned.Alignment.Method,
                Normalization = NormalizationNames.Of(aligned.Alignment.Normalization),
                Retrieval = RetrievalNames.Of(options.Retrieval),
                Dictionary = options.Dictionary,
                Lines = dictionary.LinesRead,
                SkippedLines = dictionary.Skipped.Count,
                SourceWords = test.AllWords,
                AskedWords = test.Words.Count,
                IdenticalPairs = test.IdenticalPairs,
                SourceVocabulary = source.Count,
                TargetVocabulary = target.Count,
                Intervals = intervals,
                FasttextIntervals = WordBootstrap.Scores(ranks, test.AllWords, options.Seed, threads),
                WithoutIdentical = withoutIdentical,
                Hubs = hubs,
                Isomorphism = isomorphism,
                Verdict = verdict,
                Warnings = [.. aligned.Warnings, .. SeenWords(options.Alignment, dictionary, cancellation)],
            });
    }
}
