using System;
using System.Collections.Generic;
using System.Globalization;
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
    /// <summary>The method that a transfer goes without asking: on raw vectors, as in WECHSEL.</summary>
    public const string PlainMethod = "procrustes";

    /// <summary>Where fewer held-out words than this find their translation, the user is warned.</summary>
    private const double LeastPrecision = 0.1;

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

    /// <summary>The repair of the dictionary; null where none was asked for.</summary>
    internal DictionaryRepair? Repair { get; private init; }

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
        DictionaryRepair? repair = options.RepairDictionary ? DictionaryRepair.Make(options, progress, cancellation) : null;
        BilingualDictionary dictionary = repair?.Dictionary ?? BilingualDictionary.Read(options.Dictionary!); // there: the options were checked
        TrainingPairs pairs = TrainingPairs.Select(dictionary, sourceWords, targetWords, options.PairWeights, options.MultiWord);
        cancellation.ThrowIfCancellationRequested();

        TokenVectors sourceTokens = TokenVectors.Compute(options.SubwordVectors, sourceWords, source.Tokenizer, source.Surface, options.ThreadCount, progress, cancellation);
        sourceWords.ReleaseMemory();
        TokenVectors targetTokens = TokenVectors.Compute(options.SubwordVectors, targetWords, target.Tokenizer, target.Surface, options.ThreadCount, progress, cancellation);
        List<string> warnings = [.. sourceWords.Warnings, .. targetWords.Warnings, .. repair?.Warnings ?? [], .. pairs.Warnings];
        if (options.SubwordVectors == SubwordVectorMode.Ngrams)
            warnings.AddRange(new[] { sourceWords, targetWords }.Where(words => !words.HasSubwords).Select(NoSubwords));
        int dimension = Math.Min(sourceWords.Dimension, targetWords.Dimension);
        bool keepsDimensions = options.Align is not PlainMethod && AlignerCatalogue.TryGet(options.Align, out IAligner? aligner) && !aligner.NeedsEqualDimensions;
        PrincipalComponents? sourceAxes = keepsDimensions ? null : PrincipalAxes.For(sourceWords, dimension);
        PrincipalComponents? targetAxes = keepsDimensions ? null : PrincipalAxes.For(targetWords, dimension);
        if (sourceAxes is not null)
            sourceTokens = sourceTokens.Project(Reduced(sourceWords, sourceAxes));
        if (targetAxes is not null)
            targetTokens = targetTokens.Project(Reduced(targetWords, targetAxes));

        progress?.Report(new OperationProgress("alignment", 0, 0, "pairs"));
        SpaceFit fit = options.Align == PlainMethod
            ? new ProcrustesSpace(options, targetWords, pairs, sourceAxes, targetAxes).Fit(sourceTokens, targetTokens)
            : new AlignerSpace(options, sourceWords, targetWords, dictionary, sourceAxes, targetAxes, progress, cancellation).Fit(sourceTokens, targetTokens);
        warnings.AddRange(fit.Warnings);
        if (fit.HeldOut is { } heldOut && heldOut.PrecisionAt1 < LeastPrecision)
            warnings.Add(Poor(heldOut));
        return new AlignedSpace(fit.Source, fit.Target, Describe(), dictionary.Files, warnings) { Repair = repair };

        PrincipalComponents Reduced(WordVectors words, PrincipalComponents axes)
        {
            int other = words == sourceWords ? targetWords.Dimension : sourceWords.Dimension;
            warnings.Add($"{words.Path} has {words.Dimension} dimensions, the other side {other}: it was reduced to {other} by principal components");
            return axes;
        }

        AlignmentFigures Describe() => new()
        {
            Method = options.Align,
            SourceDimension = sourceWords.Dimension,
            TargetDimension = targetWords.Dimension,
            Dimension = fit.Source.Dimension,
            DictionaryLines = dictionary.LinesRead,
            DictionaryPairs = dictionary.Pairs.Count,
            PairsUsed = fit.PairsUsed,
            PairsComposed = pairs.Composed.Count(words => words is not null),
            SourceUnknown = pairs.Counts.SourceUnknown,
            TargetUnknown = pairs.Counts.TargetUnknown,
            BothUnknown = pairs.Counts.BothUnknown,
            MultiWord = pairs.Counts.MultiWord,
            Duplicates = pairs.Counts.Duplicates,
            SkippedLines = dictionary.Skipped.Count,
            Residual = fit.Residual,
            SingularValueRatio = fit.SingularValueRatio,
            HeldOut = fit.HeldOut,
            Repair = repair?.Figures,
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

    private static string Poor(HeldOutFigures figures) => string.Create(
        CultureInfo.InvariantCulture,
        $"the alignment is poor: only {100 * figures.PrecisionAt1:F1} % of {figures.Words} dictionary words that were held out found a translation as their nearest word "
        + $"({100 * figures.Low:F1} to {100 * figures.High:F1}), so most tokens will get the rows of unrelated ones. More text for the word vectors helps most, then a cleaner "
        + $"dictionary (calque dictionary check), then another method (--align auto)");
}
