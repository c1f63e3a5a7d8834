using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Alignment.Directories;
using Calque.Numerics.Neighbors;
using Calque.Retrieval;
using Calque.Text;

namespace Calque.Evaluation;

/// <summary>The verb <c>align nearest</c>: the translations of one word in both directions, and the words around it.</summary>
public static class NearestWords
{
    /// <summary>Runs it.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Told where the work stands.</param>
    /// <param name="cancellation">Ends the work between two blocks.</param>
    /// <exception cref="InvalidOptionException">An option cannot be, or the word is known on neither side.</exception>
    /// <exception cref="InvalidInputException">The alignment or its vectors cannot be used.</exception>
    public static Task<NearestWordsResult> RunAsync(
        NearestWordsOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    private static NearestWordsResult Run(NearestWordsOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        int threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        AlignedVocabularies aligned = AlignmentDirectory.Open(
            options.Alignment,
            new OpenAlignmentOptions
            {
                SourceEmbeddings = options.SourceEmbeddings,
                TargetEmbeddings = options.TargetEmbeddings,
                VocabularyLimit = options.VocabularyLimit,
                Word = options.Word,
                Threads = threads,
            },
            progress,
            cancellation);
        int source = aligned.Source.IndexOf(options.Word), target = aligned.Target.IndexOf(options.Word);
        if (source < 0 && target < 0)
            throw Unknown(options.Word, aligned);
        TranslationRetrieval retrieval = TranslationRetrieval.Prepare(
            aligned.Source.Rows, aligned.Source.Count, aligned.Target.Rows, aligned.Target.Count, aligned.Source.Dimension,
            new RetrievalOptions { Method = options.Retrieval, Threads = threads }, progress, cancellation);
        return new NearestWordsResult
        {
            Word = options.Word,
            Retrieval = RetrievalNames.Of(options.Retrieval),
            Source = source < 0 ? null : Side(source, aligned.SourceTakenIn, aligned.Source, aligned.Target, retrieval.Translate, retrieval.TranslateBack),
            Target = target < 0 ? null : Side(target, aligned.TargetTakenIn, aligned.Target, aligned.Source, retrieval.TranslateBack, retrieval.Translate),
            Warnings = aligned.Warnings,
        };

        NearestSide Side(int row, bool takenIn, VocabularyVectors own, VocabularyVectors other, Search there, Search back)
        {
            RetrievalTable found = there([row], options.Count, cancellation);
            RetrievalTable returned = back(found.Indices(0), Math.Max(options.Count, TranslationScores.Depth), cancellation);
            List<NearestWord> translations = [];
            for (int rank = 0; rank < found.K; rank++)
            {
                int place = returned.Indices(rank).IndexOf(row);
                translations.Add(new NearestWord(other.Words[found.Index(0, rank)], found.Score(0, rank), found.Cosine(0, rank), place + 1));
            }

            return new NearestSide(takenIn ? null : row + 1, translations, Around(own, row, options.Count, threads, cancellation));
        }
    }

    private static List<NearestWord> Around(VocabularyVectors own, int row, int count, int threads, CancellationToken cancellation)
    {
        float[] query = own.Rows.AsSpan(row * own.Dimension, own.Dimension).ToArray();
        NeighborTable table = NearestNeighbors.Search(
            query, 1, own.Rows, own.Count, own.Dimension, count + 1, new NeighborSearchOptions { Threads = threads }, null, cancellation);
        List<NearestWord> around = [];
        for (int rank = 0; rank < table.K && around.Count < count; rank++)
        {
            int index = table.Index(0, rank);
            if (index != row)
                around.Add(new NearestWord(own.Words[index], table.Similarity(0, rank), table.Similarity(0, rank), 0));
        }

        return around;
    }

    private static InvalidOptionException Unknown(string word, AlignedVocabularies aligned)
    {
        string[] known = [.. new[] { PythonCasing.Lower(word), PythonCasing.Title(word), PythonCasing.Upper(word) }
            .Distinct(StringComparer.Ordinal).Where(form => aligned.Source.IndexOf(form) >= 0 || aligned.Target.IndexOf(form) >= 0)];
        return new InvalidOptionException(
            "--word", $"'{word}', which neither side's vectors know", "a word of either language, as it is written in the vectors",
            known.Length > 0 ? $"They know: {string.Join(", ", known)}." : "Vectors with n-grams (fastText .bin) would compose it.");
    }

    private delegate RetrievalTable Search(ReadOnlySpan<int> rows, int k, CancellationToken cancellation);
}
