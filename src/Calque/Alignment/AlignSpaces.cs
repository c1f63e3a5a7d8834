using System;
using System.Globalization;
using System.Threading;

namespace Calque.Alignment;

/// <summary>Aligns two vocabularies by the method that the options name.</summary>
public static class AlignSpaces
{
    /// <summary>Fits an alignment.</summary>
    /// <param name="source">The source vocabulary.</param>
    /// <param name="target">The target vocabulary.</param>
    /// <param name="pairs">Known translations; null: none.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="progress">Told where the work stands.</param>
    /// <param name="cancellationToken">Ends the work between two steps.</param>
    /// <exception cref="InvalidOptionException">An option is out of range.</exception>
    /// <exception cref="InvalidDictionaryException">There are too few pairs for the method.</exception>
    /// <exception cref="InvalidVectorsException">The dimensions do not fit the method.</exception>
    /// <exception cref="QualityGateException">Adversarial alignment has failed.</exception>
    public static AlignmentFit Fit(
        VocabularyVectors source,
        VocabularyVectors target,
        SeedPairs? pairs,
        AlignmentOptions? options = null,
        IProgress<OperationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new AlignmentOptions();
        options.Validate();
        AlignmentProblem problem = new(source, target, pairs);
        AlignerCatalogue.TryGet(options.Method, out IAligner? aligner);
        Check(aligner!, problem, options);
        return aligner!.Fit(problem, options, progress, cancellationToken);
    }

    private static void Check(IAligner aligner, AlignmentProblem problem, AlignmentOptions options)
    {
        if (aligner.NeedsEqualDimensions && problem.Source.Dimension != problem.Target.Dimension)
        {
            throw new InvalidVectorsException(
                $"{problem.Source.Path ?? "source vectors"} and {problem.Target.Path ?? "target vectors"}",
                string.Create(CultureInfo.InvariantCulture, $"{problem.Source.Dimension} and {problem.Target.Dimension} dimensions"),
                $"as many on both sides for the method {aligner.Name}",
                "The method least-squares maps between different dimensions.");
        }

        int count = problem.Pairs?.Count ?? 0;
        bool startsFromPairs = aligner is SelfLearningAligner && problem.Pairs is not null && (options.Start ?? SelfLearningStart.Dictionary) == SelfLearningStart.Dictionary;
        if ((aligner.NeedsPairs || startsFromPairs) && count < 2)
        {
            throw new InvalidDictionaryException(
                "the dictionary",
                string.Create(CultureInfo.InvariantCulture, $"{count} usable {(count == 1 ? "pair" : "pairs")}"),
                $"at least 2 for the method {aligner.Name}; some thousands are usual",
                "Is it the dictionary of these two languages, in the spelling and case of the vectors?");
        }
    }
}
