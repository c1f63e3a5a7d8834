using System;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;

namespace Calque.Alignment;

/// <summary>
/// Plays the restarts of an adversarial game, side by side, refines and judges their maps, and chooses. The null comes from random rotations that are refined alike: the
/// criterion and the share of mutual translations have no absolute threshold, and both can be high in a total failure.
/// </summary>
internal sealed class AdversarialRestarts
{
    /// <summary>
    /// A restart is believed whose two figures come this share of the way from the null to 1 in the mean. Failures were seen up to 0.18 (clusters that have nothing in common, matched crosswise), right
    /// maps from 0.32 on (the known-answer world, where words that mean the same are seldom each other's best) to 1 (recipes/adversarial).
    /// </summary>
    public const double LeastGain = 0.25;

    /// <summary>Neither figure alone may speak for it: each must come this share of the way.</summary>
    private const double LeastOfEither = 0.05;

    /// <summary>Random rotations of which the middle one tells what chance comes to: even a random one is right at times.</summary>
    private const int NullStarts = 5;

    private const int Steps = 6000;
    private const int StepsBetweenJudgements = 500;

    /// <summary>Maps that are fitted at most to refine one that is judged.</summary>
    private const int Rounds = 10;

    /// <summary>A restart ends after so many judgements without a rise; after one where it is believed already.</summary>
    private const int Patience = 3;

    /// <summary>What counts as a rise of the two gains' sum.</summary>
    private const double Rise = 0.01;

    private readonly IAdversarialGame _game;
    private readonly NormalizedSpace _source;
    private readonly NormalizedSpace _target;
    private readonly int _judgedWords;
    private readonly AlignmentOptions _options;
    private readonly IProgress<OperationProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly OrthogonalRefinement _refinement;
    private readonly Lock _gate = new();
    private long _stepsDone;

    public AdversarialRestarts(
        IAdversarialGame game,
        NormalizedSpace source,
        NormalizedSpace target,
        int judgedWords,
        AlignmentOptions options,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellation)
    {
        _game = game;
        _source = source;
        _target = target;
        _judgedWords = judgedWords;
        _options = options;
        _progress = progress;
        _cancellation = cancellation;

        // One thread each: several run side by side.
        _refinement = new OrthogonalRefinement(source, target, judgedWords, 1, cancellation);
    }

    /// <summary>Plays them all.</summary>
    /// <param name="game">The words that the games are played with.</param>
    /// <returns>The report, and the chosen map as refined on the judged words.</returns>
    public (AdversarialReport Report, RefinedMap Chosen) Play(GameSpaces game)
    {
        _progress?.Report(new OperationProgress("random rotations", 0, NullStarts, "rotations"));
        RefinedMap[] chance = new RefinedMap[NullStarts];
        SideBySide(NullStarts, i => chance[i] = _refinement.Refine(Rotation("adversarial/null", i, _source.Dimension), Rounds));
        double nullCriterion = Middle([.. chance.Select(map => map.Criterion)]), nullMutual = Middle([.. chance.Select(map => map.MutualShare)]);

        int restarts = _options.Restarts;
        RefinedMap[] maps = new RefinedMap[restarts];
        int[] steps = new int[restarts];
        SideBySide(restarts, i =>
        {
            RefinedMap? best = null;
            int patience = Patience, told = 0;
            AdversarialStart start = new(Rotation("adversarial/start", i, game.Spaces.Dimension), _options.Seed, i, Steps, StepsBetweenJudgements);
            steps[i] = _game.Play(game.Spaces, start, Judge, _cancellation);
            maps[i] = best!;
            Report(Steps - told);

            MapJudgement Judge(double[] map)
            {
                RefinedMap refined = _refinement.Refine(game.Lift(RandomRotation.NearestOrthogonal(map, game.Spaces.Dimension)), Rounds, startCounts: game.AreWhole);
                told += StepsBetweenJudgements;
                Report(StepsBetweenJudgements);
                bool better = best is null || Score(refined) > Score(best) + Rise;
                if (best is null || Score(refined) > Score(best))
                    best = refined;
                patience = better ? Patience : patience - 1;
                bool finished = patience <= 0 || (!better && Succeeded(best)) || best.Mutual.Count == Math.Min(best.Translations.Length, Math.Min(_judgedWords, _target.Count));
                return finished ? MapJudgement.Enough : better ? MapJudgement.Better : MapJudgement.NoBetter;
            }
        });

        // One that is believed before one that is not, though that came farther by one figure alone.
        int chosen = Enumerable.Range(0, restarts).MaxBy(i => (Succeeded(maps[i]), Score(maps[i])));
        AdversarialRestart[] each = [.. maps.Select((map, i) => new AdversarialRestart(
            i, steps[i], map.Criterion, map.MutualShare, Agreement(map, maps[chosen]), Succeeded(map), i == chosen))];
        int succeeded = each.Count(one => one.Succeeded);
        RefinedMap taken = maps[chosen];
        string verdict = string.Create(
            CultureInfo.InvariantCulture,
            $"Words and their best translations have a mean cosine of {taken.Criterion:0.000}, against {nullCriterion:0.000} from random rotations; {100 * taken.MutualShare:0.0} % of the words are the best of their best, against {100 * nullMutual:0.0} %; {succeeded} of {restarts} restarts succeeded.");
        return (
            new AdversarialReport(
                each, succeeded, taken.Translations.Length, taken.Criterion, taken.MutualShare, nullCriterion, nullMutual, NullStarts, taken.Mutual.Count, verdict),
            taken);

        double Score(RefinedMap map) => Gain(map.Criterion, nullCriterion) + Gain(map.MutualShare, nullMutual);

        bool Succeeded(RefinedMap map) => Score(map) >= 2 * LeastGain
            && Gain(map.Criterion, nullCriterion) >= LeastOfEither && Gain(map.MutualShare, nullMutual) >= LeastOfEither;
    }

    /// <summary>The share of the way from the null to 1; where the null is 1 already nothing can be told from chance.</summary>
    private static double Gain(double figure, double chance) => chance < 1 ? (figure - chance) / (1 - chance) : 0;

    private static double Middle(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static double Agreement(RefinedMap one, RefinedMap other)
    {
        int same = 0;
        for (int i = 0; i < one.Translations.Length; i++)
            same += one.Translations[i] == other.Translations[i] ? 1 : 0;
        return (double)same / one.Translations.Length;
    }

    private double[] Rotation(string purpose, int place, int dimension) => RandomRotation.Draw(dimension, new KeyedRandom(_options.Seed, purpose, (ulong)place));

    private void Report(int steps)
    {
        lock (_gate)
        {
            _stepsDone += steps;
            _progress?.Report(new OperationProgress("restarts", _stepsDone, (long)Steps * _options.Restarts, "steps"));
        }
    }

    /// <summary>Runs numbered pieces of work on as many threads as there may be; what one does hangs on its number alone.</summary>
    private void SideBySide(int count, Action<int> work)
    {
        try
        {
            WorkSharing.ForBlocks(_options.Threads, count, 1, (place, _) =>
            {
                _cancellation.ThrowIfCancellationRequested();
                work(place);
            });
        }
        catch (AggregateException errors)
        {
            // The threads wrap what one of them threw; a cancelled run throws in each.
            _cancellation.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(errors.Flatten().InnerExceptions[0]);
        }
    }
}
