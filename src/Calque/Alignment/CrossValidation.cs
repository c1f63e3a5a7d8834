using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Calque.Alignment;

/// <summary>
/// Chooses among candidates by how well they rank the translations of words held out from the dictionary. A race: all candidates meet the first two parts; whoever is plainly behind
/// the leader on the words met so far leaves, and the others meet the next part. Beside a leader without a fault nobody stays.
/// </summary>
internal sealed class CrossValidation
{
    /// <summary>A candidate leaves when the mean of its paired differences to the leader is more than this many standard errors below zero.</summary>
    private const double Behind = 2;

    /// <summary>Parts that every candidate meets.</summary>
    private const int CommonParts = 2;

    private readonly AlignmentProblem _problem;
    private readonly AlignmentOptions _options;
    private readonly IReadOnlyList<HeldOutPart> _parts;
    private readonly HeldOutRanking _ranking;

    public CrossValidation(AlignmentProblem problem, AlignmentOptions options)
    {
        _problem = problem;
        _options = options;
        _parts = HeldOutPart.Deal(problem.Pairs!, options.Folds, options.Seed, problem.Source, problem.Target);
        _ranking = new HeldOutRanking(problem, problem.Pairs!, options.Seed, options.Threads);
    }

    /// <summary>Runs the race; returns the runners in the order given.</summary>
    public IReadOnlyList<Runner> Race(IReadOnlyList<AlignmentCandidate> candidates, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        Runner[] runners = [.. candidates.Select(candidate => new Runner(candidate))];
        long done = 0, total = (long)runners.Length * _parts.Count;
        for (int part = 0; part < _parts.Count; part++)
        {
            AlignmentProblem problem = _problem.With(_parts[part].Training);
            foreach (Runner runner in runners.Where(runner => runner.Runs))
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new OperationProgress("cross-validation", done++, total, "fits"));
                runner.Scores.AddRange(Score(runner.Candidate, problem, _parts[part], cancellation));
            }

            if (part + 1 >= CommonParts)
            {
                Runner leader = Best(runners);
                bool perfect = leader.Mean >= 1;
                foreach (Runner runner in runners.Where(runner => runner.Runs && runner != leader && (perfect || IsBehind(runner, leader))))
                {
                    runner.Runs = false;
                    total -= _parts.Count - 1 - part;
                }
            }
        }

        return runners;
    }

    /// <summary>Of those that ran to the end the one with the highest mean score; of equals the first.</summary>
    public static Runner Best(IReadOnlyList<Runner> runners) => runners.Where(runner => runner.Runs).MaxBy(runner => runner.Mean)!;

    private double[] Score(AlignmentCandidate candidate, AlignmentProblem problem, HeldOutPart part, CancellationToken cancellation)
    {
        if (part.Training.Count == 0)
        {
            return new double[part.Words.Length];
        }

        try
        {
            SpaceAlignment alignment = candidate.Fit(problem, _options, null, cancellation).Alignment;
            return _ranking.Rank(
                problem.SourceSpace(candidate.Normalization),
                alignment.Source.Matrix,
                problem.TargetSpace(candidate.Normalization),
                alignment.Target.Matrix,
                alignment.Dimension,
                part,
                cancellation);
        }
        catch (InvalidVectorsException)
        {
            // A map that leads a word to zero, as one of few pairs may, has no answer for it and is no choice.
            return new double[part.Words.Length];
        }
    }

    private static bool IsBehind(Runner runner, Runner leader)
    {
        int count = runner.Scores.Count;
        double sum = 0, squares = 0;
        for (int i = 0; i < count; i++)
        {
            double difference = runner.Scores[i] - leader.Scores[i];
            sum += difference;
            squares += difference * difference;
        }

        double mean = sum / count;
        double variance = Math.Max(0, (squares / count) - (mean * mean)) / Math.Max(1, count - 1);
        return mean < 0 && mean < -Behind * Math.Sqrt(variance);
    }

    /// <summary>A candidate with what it has reached.</summary>
    internal sealed class Runner(AlignmentCandidate candidate)
    {
        public AlignmentCandidate Candidate { get; } = candidate;

        /// <summary>Whether it is still in the race.</summary>
        public bool Runs { get; set; } = true;

        /// <summary>1 / rank for each word met, in the order of the parts.</summary>
        public List<double> Scores { get; } = [];

        public double Mean => Scores.Count == 0 ? 0 : Scores.Average();

        public AlignmentTrial Describe(bool chosen) => new(
            Candidate.Method, Candidate.Normalization, Candidate.Setting, Scores.Count, Scores.Count(score => score == 1), Mean, chosen);
    }
}
