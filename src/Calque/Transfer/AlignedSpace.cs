using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Alignment;
using Calque.Dictionaries;
using Calque.Numerics.LinearAlgebra;
using Calque.Vectors;

namespace Calque.Transfer;

/// <summary>The vectors of both sides' tokens in one space: the source's mapped onto the target's by what the dictionary says.</summary>
public sealed class AlignedSpace
{
    // Enough words to find the axes of a space; the most frequent stand first.
    private const int PrincipalComponentWords = 50_000;

    private AlignedSpace(TokenVectors source, TokenVectors target, AlignmentFigures figures, IReadOnlyList<string> dictionaryFiles, IReadOnlyList<string> warnings)
    {
        Source = source;
        Target = target;
        Figures = figures;
        DictionaryFiles = dictionaryFiles;
        Warnings = warnings;
    }

    /// <summary>Vectors of the source tokens, mapped into the target space.</summary>
    public TokenVectors Source { get; }

    /// <summary>Vectors of the target tokens.</summary>
    public TokenVectors Target { get; }

    /// <summary>How the spaces were brought together.</summary>
    public AlignmentFigures Figures { get; }

    /// <summary>The files of the dictionary.</summary>
    public IReadOnlyList<string> DictionaryFiles { get; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Reads vectors and dictionary, makes the vectors of the tokens, and aligns.</summary>
    /// <exception cref="InvalidVectorsException">A file of vectors cannot be used, or holds values that are not finite.</exception>
    /// <exception cref="InvalidDictionaryException">The dictionary cannot be used, or no pair of it has a vector on both sides.</exception>
    public static AlignedSpace Build(
        TransferOptions options, TokenizerSide source, TokenizerSide target, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        progress?.Report(new OperationProgress("vectors", 0, 0, "words"));
        using WordVectors sourceWords = WordVectors.Open(options.SourceEmbeddings!);
        using WordVectors targetWords = WordVectors.Open(options.TargetEmbeddings!);
        BilingualDictionary dictionary = BilingualDictionary.Read(options.Dictionary!);
        TrainingPairs pairs = TrainingPairs.Select(dictionary, sourceWords, targetWords, options.PairWeights);
        cancellation.ThrowIfCancellationRequested();

        TokenVectors sourceTokens = TokenVectors.Compute(options.SubwordVectors, sourceWords, source.Tokenizer, source.Surface, options.ThreadCount, progress, cancellation);
        sourceWords.ReleaseMemory();
        TokenVectors targetTokens = TokenVectors.Compute(options.SubwordVectors, targetWords, target.Tokenizer, target.Surface, options.ThreadCount, progress, cancellation);
        List<string> warnings = [.. sourceWords.Warnings, .. targetWords.Warnings, .. pairs.Warnings];
        if (options.SubwordVectors == SubwordVectorMode.Ngrams)
            warnings.AddRange(new[] { sourceWords, targetWords }.Where(words => !words.HasSubwords).Select(NoSubwords));
        float[] x = pairs.SourceRows;
        float[] y = pairs.TargetRows;
        int dimension = Math.Min(sourceWords.Dimension, targetWords.Dimension);
        if (sourceWords.Dimension > dimension)
            (sourceTokens, x) = Reduce(sourceWords, dimension, sourceTokens, x, warnings);
        else if (targetWords.Dimension > dimension)
            (targetTokens, y) = Reduce(targetWords, dimension, targetTokens, y, warnings);

        progress?.Report(new OperationProgress("alignment", 0, 0, "pairs"));
        AlignmentMap map = OrthogonalProcrustes.Fit(x, y, pairs.Weights, pairs.Count, dimension);
        warnings.AddRange(map.Warnings);
        map.Apply(sourceTokens.Rows.AsSpan(0, sourceTokens.RowCount * dimension));
        return new AlignedSpace(sourceTokens, targetTokens, Describe(), dictionary.Files, warnings);

        AlignmentFigures Describe() => new()
        {
            Method = "procrustes",
            SourceDimension = sourceWords.Dimension,
            TargetDimension = targetWords.Dimension,
            Dimension = dimension,
            DictionaryLines = dictionary.LinesRead,
            DictionaryPairs = dictionary.Pairs.Count,
            PairsUsed = pairs.Count,
            SourceUnknown = pairs.Counts.SourceUnknown,
            TargetUnknown = pairs.Counts.TargetUnknown,
            BothUnknown = pairs.Counts.BothUnknown,
            MultiWord = pairs.Counts.MultiWord,
            Duplicates = pairs.Counts.Duplicates,
            SkippedLines = dictionary.Skipped.Count,
            Residual = map.Residual,
            SingularValueRatio = map.SingularValueRatio,
            SourceTokensWithVector = sourceTokens.VectorOfToken.Count(row => row >= 0),
            TargetTokensWithVector = targetTokens.VectorOfToken.Count(row => row >= 0),
            SourceTokensThatAreWords = CountWords(sourceTokens),
            TargetTokensThatAreWords = CountWords(targetTokens),
        };
    }

    private static string NoSubwords(WordVectors words) =>
        $"{words.Path} holds no n-grams: only tokens that are words of it get a vector. --subword-vectors frequency makes vectors for the others from the words that contain them";

    private static int CountWords(TokenVectors vectors) =>
        vectors.Origins.Count(origin => origin == VectorOrigin.Word);

    // The side with more dimensions is projected onto its own principal axes. The projection is linear and does not take the
    // mean away, so a vector composed of n-grams is reduced as its n-grams are.
    private static (TokenVectors Tokens, float[] Pairs) Reduce(
        WordVectors words, int dimension, TokenVectors tokens, float[] pairs, List<string> warnings)
    {
        int count = Math.Min(words.Count, PrincipalComponentWords);
        float[] rows = new float[(long)count * words.Dimension];
        for (int i = 0; i < count; i++)
            words.GetWordRow(i, rows.AsSpan(i * words.Dimension, words.Dimension));
        PrincipalComponents components = PrincipalComponents.Fit(rows, count, words.Dimension, dimension);
        warnings.Add($"{words.Path} has {words.Dimension} dimensions, the other side {dimension}: it was reduced to {dimension} by principal components");
        float[] reduced = new float[(long)pairs.Length / words.Dimension * dimension];
        components.Project(pairs, pairs.Length / words.Dimension, reduced);
        return (tokens.Project(components), reduced);
    }
}
