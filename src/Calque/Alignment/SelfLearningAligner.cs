using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Calque.Numerics.Randomness;

namespace Calque.Alignment;

/// <summary>
/// Learns the dictionary and the map from each other. From a dictionary of some size the dictionary is kept and grown (<see cref="GrowthCandidate"/>); from few pairs, equal words
/// or nothing a loop with chance in it finds the dictionary (<see cref="SelfLearningRun"/>), which a whitening then uses. Both sides move.
/// </summary>
/// <remarks>
/// The loop always ends with a dictionary that it believes in. Whether to believe it, a run from a random dictionary tells: a run has failed that ends no higher. Then
/// it is tried again from nothing with other draws.
/// </remarks>
internal sealed class SelfLearningAligner : IAligner
{
    /// <summary>From so many distinct source words on a dictionary is kept and grown.</summary>
    private const int EnoughWords = 200;

    /// <summary>Fewer equal words than this are no start.</summary>
    private const int FewestEqualWords = 20;

    /// <summary>The most frequent words that the loop begins with; a vocabulary of up to half as many more is taken whole.</summary>
    private const int FirstWords = 4000;

    private const int Attempts = 4;

    /// <summary>Random starts of which the least tells what chance comes to: even a random start is right at times.</summary>
    private const int ChanceRuns = 2;

    /// <summary>How often the dictionary is made anew by the whitening, which finds more than the orthogonal map of the loop.</summary>
    private const int Refinements = 2;

    /// <summary>A run succeeded that comes this share of the way from a random start's objective to 1. Failures were seen up to 0.053, successes from 0.099 (a weak pair) to 0.8.</summary>
    private const double LeastGain = 0.075;

    public string Name => "self-learning";

    public VectorNormalization UsualNormalization => VectorNormalization.UnitCentreUnit;

    public bool NeedsPairs => false;

    public bool NeedsEqualDimensions => true;

    public AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        SelfLearningStart asked = options.Start ?? (problem.Pairs is null ? SelfLearningStart.Nothing : SelfLearningStart.Dictionary);
        if (asked == SelfLearningStart.Dictionary && problem.Pairs is null)
        {
            throw new InvalidOptionException("--start", "dictionary", "a dictionary to start from", "Give --dictionary, or start from identical, numerals or nothing.");
        }

        return asked == SelfLearningStart.Dictionary && problem.Pairs!.Source.Distinct().Count() >= EnoughWords
            ? AlignmentSelection.ChooseGrown(problem, options, progress, cancellationToken)
            : FitByLoop(problem, asked, options, progress, cancellationToken);
    }

    private static AlignmentFit FitByLoop(
        AlignmentProblem problem, SelfLearningStart asked, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        VectorNormalization normalization = options.Normalization ?? VectorNormalization.UnitCentreUnit;
        NormalizedSpace source = problem.SourceSpace(normalization), target = problem.TargetSpace(normalization);
        int largest = Math.Max(source.Count, target.Count);
        int words = Math.Min(options.SelfLearningVocabulary, largest);
        SelfLearningSchedule schedule = new(words <= FirstWords * 3 / 2 ? words : FirstWords, words);
        List<string> warnings = [];

        double chance = double.PositiveInfinity;
        for (ulong draw = 0; draw < ChanceRuns; draw++)
        {
            SeedPairs random = RandomStart(source, target, schedule.FirstWords, options.Seed, draw);
            chance = Math.Min(chance, NewRun(Attempts).BeginPlainly(random).Objective);
        }

        SelfLearningStart from = asked;
        SeedPairs? first = Start(problem, asked);
        if (first is null && asked != SelfLearningStart.Nothing)
        {
            warnings.Add(asked == SelfLearningStart.Identical
                ? $"Fewer than {FewestEqualWords} words are spelt alike on both sides: self-learning started from nothing."
                : $"Fewer than {FewestEqualWords} numerals are equal on both sides: self-learning started from nothing.");
            from = SelfLearningStart.Nothing;
        }

        SelfLearningRun? bestRun = null;
        SelfLearningState? best = null;
        int startPairs = 0, rounds = 0;
        for (int attempt = 0; attempt < Attempts && !(best is not null && Succeeded(best, chance)); attempt++)
        {
            if (attempt > 0)
            {
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"Attempt {attempt} of self-learning failed; it was tried again from nothing, with other draws."));
                first = null;
                from = SelfLearningStart.Nothing;
            }

            SelfLearningRun run = NewRun(attempt);
            SeedPairs start = first ?? DistributionMatch.Find(source, target, StartWords(schedule.FirstWords, attempt), options.Threads, cancellation);
            SelfLearningState state = run.Begin(start);
            rounds += run.Rounds;
            if (best is null || state.Objective > best.Objective)
            {
                (best, bestRun, startPairs) = (state, run, start.Count);
            }
        }

        bool failed = !Succeeded(best!, chance);
        double objective = best!.Objective;
        int before = bestRun!.Rounds;
        SelfLearningState end = bestRun.Complete(best);
        rounds += bestRun.Rounds - before;
        SeedPairs? known = asked == SelfLearningStart.Dictionary ? problem.Pairs : null;
        SeedPairs dictionary = DictionaryGrowth.Complete(known, end.Mutual);
        MutualChoice choice = MutualSelection.Choose(problem, normalization, known, dictionary, options, progress, cancellation);
        SpaceAlignment whitened = Whiten(problem.With(dictionary), normalization, choice.Setting);
        for (int refinement = 0; refinement < Refinements; refinement++)
        {
            progress?.Report(new OperationProgress("refinement", refinement, Refinements, "rounds"));
            SeedPairs none = new([], []);
            SeedPairs induced = DictionaryGrowth.Induce(
                source, whitened.Source.Matrix, target, whitened.Target.Matrix, whitened.Dimension, known ?? none, words, options.Threads, cancellation);
            dictionary = DictionaryGrowth.Complete(known, induced);
            choice = refinement == 0 ? MutualSelection.Choose(problem, normalization, known, dictionary, options, progress, cancellation) : choice;
            whitened = Whiten(problem.With(dictionary), normalization, choice.Setting);
        }

        SelfLearningReport report = new(
            from, startPairs, rounds, dictionary.Count, objective, end.MutualShare, failed, Verdict(failed, objective, chance, end.MutualShare))
        {
            Trials = choice.Trials,
        };
        if (failed)
        {
            warnings.Insert(0, report.Verdict);
        }

        SortedDictionary<string, string> notes = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> note in whitened.Notes)
        {
            notes[note.Key] = note.Value;
        }

        notes["failed"] = failed ? "true" : "false";
        notes["start"] = from.ToString().ToLowerInvariant();
        notes["verdict"] = report.Verdict;
        SpaceAlignment alignment = new("self-learning", normalization, whitened.Source, whitened.Target) { Notes = notes };
        return new AlignmentFit(alignment) { SelfLearning = report, Warnings = warnings };

        SelfLearningRun NewRun(int attempt) => new(source, target, schedule, options.Seed + ((ulong)attempt << 32), options.Threads, progress, cancellation);
    }

    private static SpaceAlignment Whiten(AlignmentProblem problem, VectorNormalization normalization, WhiteningSetting setting)
    {
        SeedPairs pairs = problem.Pairs!;
        PairWhitening whitening = PairWhitening.Fit(problem.SourceSpace(normalization), problem.TargetSpace(normalization), pairs, setting.Ridge);
        return WhiteningAligner.Make(problem, normalization, whitening, setting, pairs.Count);
    }

    private static SeedPairs? Start(AlignmentProblem problem, SelfLearningStart start)
    {
        if (start == SelfLearningStart.Dictionary)
        {
            return problem.Pairs;
        }

        if (start == SelfLearningStart.Nothing)
        {
            return null;
        }

        List<int> left = [], right = [];
        for (int i = 0; i < problem.Source.Count; i++)
        {
            string word = problem.Source.Words[i];
            int j = problem.Target.IndexOf(word);
            if (j >= 0 && (start == SelfLearningStart.Identical || word.All(char.IsDigit)))
            {
                left.Add(i);
                right.Add(j);
            }
        }

        return left.Count >= FewestEqualWords ? new SeedPairs([.. left], [.. right]) : null;
    }

    /// <summary>Later attempts see other words at the beginning, so that they do not repeat the first.</summary>
    private static int StartWords(int words, int attempt) => attempt switch { 0 => words, 1 => words / 2, 2 => words * 3 / 4, _ => words / 4 };

    private static SeedPairs RandomStart(NormalizedSpace source, NormalizedSpace target, int words, ulong seed, ulong draw)
    {
        int count = Math.Min(words, Math.Min(source.Count, target.Count));
        int[] shuffled = [.. Enumerable.Range(0, count)];
        new KeyedRandom(seed, "self-learning/chance", draw).Shuffle(shuffled.AsSpan());
        return new SeedPairs([.. Enumerable.Range(0, count)], shuffled);
    }

    private static bool Succeeded(SelfLearningState state, double chance) =>
        state.Objective - chance > LeastGain * (1 - chance);

    private static string Verdict(bool failed, double objective, double chance, double mutual) => failed
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"Self-learning has failed: words and their best translations have a mean cosine of {objective:0.000}, and {chance:0.000} is what a start from random pairs comes to on these vectors. Do not use this alignment; give a dictionary, even a small one, or vectors of texts that are more alike.")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Words and their best translations have a mean cosine of {objective:0.000}, against {chance:0.000} from random pairs; {100 * mutual:0} % of the words are the best of their best.");
}
