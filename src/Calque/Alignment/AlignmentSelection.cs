using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Calque.Alignment;

/// <summary>Chooses among settings by <see cref="CrossValidation"/>: first among those of the dictionary alone, then, as long as it helps, a dictionary grown by the choice.</summary>
internal static class AlignmentSelection
{
    private const int MaxRounds = 10;

    private static readonly double[] s_ridges = [0, 0.1, 0.3, 1, 2];
    private static readonly double[] s_powers = [0.5, 0.75, 1];
    private static readonly double[] s_inducedWeights = [0.3, 1];

    /// <summary>Chooses among everything that there is; of equals the simplest, which stands first.</summary>
    public static AlignmentFit ChooseAny(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        CrossValidation validation = new(problem, options);
        WhiteningCandidate.Memory memory = new();
        IReadOnlyList<CrossValidation.Runner> runners = validation.Race([.. Others(problem, options), .. Whitenings(options, memory)], progress, cancellation);
        CrossValidation.Runner best = CrossValidation.Best(runners);
        return Grow(problem, options, validation, runners, best, mayStay: true, progress, cancellation);
    }

    /// <summary>Chooses among dictionaries grown by a whitening.</summary>
    public static AlignmentFit ChooseGrown(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        CrossValidation validation = new(problem, options);
        IReadOnlyList<CrossValidation.Runner> runners = validation.Race(Whitenings(options, new WhiteningCandidate.Memory()), progress, cancellation);
        return Grow(problem, options, validation, runners, CrossValidation.Best(runners), mayStay: false, progress, cancellation);
    }

    private static AlignmentFit Grow(
        AlignmentProblem problem,
        AlignmentOptions options,
        CrossValidation validation,
        IReadOnlyList<CrossValidation.Runner> runners,
        CrossValidation.Runner best,
        bool mayStay,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellation)
    {
        List<CrossValidation.Runner> all = [.. runners];
        for (int rounds = 1; rounds <= MaxRounds && (best.Mean < 1 || (rounds == 1 && !mayStay)); rounds++)
        {
            List<AlignmentCandidate> grown = Growth(best.Candidate, rounds);
            if (grown.Count == 0)
            {
                break;
            }

            IReadOnlyList<CrossValidation.Runner> more = validation.Race(grown, progress, cancellation);
            all.AddRange(more);
            CrossValidation.Runner next = CrossValidation.Best(more);
            if (next.Mean <= best.Mean && (mayStay || rounds > 1))
            {
                break;
            }

            best = next;
        }

        return Finish(problem, options, all, best, progress, cancellation);
    }

    private static AlignmentFit Finish(
        AlignmentProblem problem,
        AlignmentOptions options,
        IReadOnlyList<CrossValidation.Runner> all,
        CrossValidation.Runner best,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellation)
    {
        AlignmentFit fit = best.Candidate.Fit(problem, options, progress, cancellation);
        return fit with { Trials = [.. all.Select(runner => runner.Describe(ReferenceEquals(runner, best)))] };
    }

    private static VectorNormalization Main(AlignmentOptions options) => options.Normalization ?? VectorNormalization.UnitCentreUnit;

    private static List<AlignmentCandidate> Whitenings(AlignmentOptions options, WhiteningCandidate.Memory memory) =>
    [
        .. from ridge in s_ridges
           from power in s_powers
           select new WhiteningCandidate(Main(options), new WhiteningSetting(ridge, power), memory),
    ];

    private static List<AlignmentCandidate> Others(AlignmentProblem problem, AlignmentOptions options)
    {
        List<AlignmentCandidate> candidates = [new MethodCandidate(new LeastSquaresAligner(), Main(options))];
        if (problem.Source.Dimension != problem.Target.Dimension)
        {
            return candidates;
        }

        VectorNormalization[] normalizations = options.Normalization is { } fixedOne ? [fixedOne] : Enum.GetValues<VectorNormalization>();
        candidates.AddRange(normalizations.Select(normalization => new MethodCandidate(new ProcrustesAligner(), normalization)));
        if (Main(options) != VectorNormalization.Raw)
        {
            candidates.Add(new MethodCandidate(new RcslsAligner(), Main(options)));
        }

        return candidates;
    }

    /// <summary>What to try after a choice: a dictionary grown by it, then grown once more.</summary>
    private static List<AlignmentCandidate> Growth(AlignmentCandidate chosen, int rounds)
    {
        GrowthCandidate.Memory memory = new();
        return chosen switch
        {
            WhiteningCandidate first =>
            [
                .. from weight in s_inducedWeights
                   from ridge in new[] { first.Parameters.Ridge, first.Parameters.Ridge / 3 }.Distinct()
                   from power in s_powers
                   select new GrowthCandidate(
                       chosen.Normalization, new GrowthSetting(first.Parameters, new WhiteningSetting(ridge, power), weight, rounds), memory),
            ],
            GrowthCandidate grown => [grown.WithRounds(rounds, memory)],
            _ => [],
        };
    }
}
