using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

namespace Calque.Alignment;

/// <summary>
/// An orthogonal map from no pairs at all (Conneau et al. 2018): restarts of a game against a discriminator (<see cref="IAdversarialGame"/>), each refined, of which the best is taken by two figures
/// that need no dictionary and held against random rotations that were refined alike. What is no better than those is refused.
/// </summary>
internal sealed class AdversarialAligner : IAligner
{
    /// <summary>The most frequent words that the games are played with: rarer ones differ more between two corpora.</summary>
    private const int GameWords = 5000;

    /// <summary>The most frequent words that a restart is judged on.</summary>
    private const int JudgedWords = 3000;

    /// <summary>The most frequent words that the last refinement runs over.</summary>
    private const int RefinedWords = 20_000;

    /// <summary>With fewer words a discriminator learns them by heart.</summary>
    private const int FewestWords = 100;

    /// <summary>Maps that the last refinement fits at most; it stops when the criterion does not rise.</summary>
    private const int LastRounds = 20;

    public string Name => "adversarial";

    public VectorNormalization UsualNormalization => VectorNormalization.UnitCentreUnit;

    public bool NeedsPairs => false;

    public bool UsesPairs => false;

    public bool NeedsEqualDimensions => true;

    public AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        CheckWords(problem.Source, "source");
        CheckWords(problem.Target, "target");
        VectorNormalization normalization = options.Normalization ?? UsualNormalization;
        NormalizedSpace source = problem.SourceSpace(normalization), target = problem.TargetSpace(normalization);
        AdversarialReport report;
        RefinedMap chosen;
        using (IAdversarialGame game = AdversarialGames.Make())
        {
            progress?.Report(new OperationProgress("similarity profiles", 0, 0, "words"));
            SimilarityProfiles profiles = SimilarityProfiles.Compute(source, target, GameWords, options.Seed, options.Threads);
            if (Math.Min(profiles.SourceContrast, profiles.TargetContrast) <= SimilarityProfiles.LeastContrast)
                throw Shapeless(problem, profiles);
            AdversarialRestarts restarts = new(game, source, target, JudgedWords, options, progress, cancellationToken);
            (report, chosen) = restarts.Play(GameSpaces.Make(source, target, GameWords, profiles, options.Threads));
        }

        if (report.Succeeded == 0)
            throw Failure(problem, report);
        progress?.Report(new OperationProgress("refinement", 0, 0, "words"));
        RefinedMap refined = new OrthogonalRefinement(source, target, RefinedWords, options.Threads, cancellationToken).Refine(chosen.Matrix, LastRounds);
        report = report with { Pairs = refined.Mutual.Count };
        SpaceAlignment alignment = new(
            Name, normalization, new SideMap(source.Normalizer, refined.Matrix, source.Dimension), new SideMap(target.Normalizer, null, target.Dimension))
        {
            Notes = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["failed"] = "false",
                ["pairs"] = report.Pairs.ToString(CultureInfo.InvariantCulture),
                ["verdict"] = report.Verdict,
            },
        };
        return new AlignmentFit(alignment) { Adversarial = report };
    }

    private static void CheckWords(VocabularyVectors vocabulary, string side)
    {
        if (vocabulary.Count < FewestWords)
        {
            throw new InvalidVectorsException(
                vocabulary.Path ?? $"{side} vectors",
                string.Create(CultureInfo.InvariantCulture, $"{vocabulary.Count} words with a vector"),
                string.Create(CultureInfo.InvariantCulture, $"at least {FewestWords} for the method adversarial; some thousands are usual"),
                "So few words have no shape that could be told from another's. Give a dictionary, and another method.");
        }
    }

    /// <summary>A rotation leaves an isotropic cloud as it is: whatever were found would be chance.</summary>
    private static QualityGateException Shapeless(AlignmentProblem problem, SimilarityProfiles profiles)
    {
        (string place, double contrast) = profiles.SourceContrast <= profiles.TargetContrast
            ? (problem.Source.Path ?? "source vectors", profiles.SourceContrast)
            : (problem.Target.Path ?? "target vectors", profiles.TargetContrast);
        return new QualityGateException(
            place,
            string.Create(
                CultureInfo.InvariantCulture,
                $"that adversarial alignment has failed: no direction of these vectors differs from another. The likeness of words to one another varies {contrast:0.00} times as much as in an isotropic cloud of as many words"),
            string.Create(CultureInfo.InvariantCulture, $"more than {SimilarityProfiles.LeastContrast} times as much, as clusters of words make it"),
            "No map was written. An isotropic cloud is the same whichever way it is turned: give a dictionary, even a small one (--method self-learning).");
    }

    private static QualityGateException Failure(AlignmentProblem problem, AdversarialReport report) => new(
        Place(problem),
        string.Create(
            CultureInfo.InvariantCulture,
            $"that adversarial alignment has failed: none of {report.Restarts.Count} restarts came clear of chance. {report.Verdict[..^1]}"),
        string.Create(
            CultureInfo.InvariantCulture,
            $"figures that come, in the mean of the two, at least {100 * AdversarialRestarts.LeastGain:0} % of the way from those of random rotations to 1"),
        "No map was written. Spaces with different clusters cannot be brought together by their shape: give a dictionary, even a small one (--method self-learning), "
        + "or vectors of texts that are more alike.");

    private static string Place(AlignmentProblem problem) => $"{problem.Source.Path ?? "source vectors"} and {problem.Target.Path ?? "target vectors"}";
}
