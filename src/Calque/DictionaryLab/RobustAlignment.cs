using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Numerics.Randomness;
using Calque.Retrieval;

namespace Calque.DictionaryLab;

/// <summary>
/// An alignment that wrong pairs cannot bend, and that judges each pair by a map fitted without it: orthogonal Procrustes on unit, centred, unit vectors,
/// cross-fitted in ten parts by source word, each pair weighted by the probability that it is right, until the probabilities stand still. Where the
/// vocabularies hold enough other words, a map refined on their mutual neighbours (words that are in no pair at all) is tried too; the one under which
/// the right pairs stand farther above the mismatches is kept. For small dictionaries that is the refined one.
/// </summary>
internal sealed class RobustAlignment
{
    /// <summary>Fewer pairs cannot be told apart.</summary>
    public const int FewestPairs = 20;

    private const int Folds = 10;
    private const int MostRounds = 4;
    private const int RefinementWords = 6000;
    private const int RefinementRounds = 5;
    private const double RefinedMayLose = 0.01;

    private RobustAlignment(IReadOnlyList<RowPair> pairs, PairFit scorer, AlignmentMap map, AlignmentMap? unseeing)
    {
        Pairs = pairs;
        Scorer = scorer;
        Map = map;
        Unseeing = unseeing;
        Wrong = scorer.WrongProbabilities();
    }

    /// <summary>The pairs, distinct.</summary>
    public IReadOnlyList<RowPair> Pairs { get; }

    /// <summary>Scores of these pairs and of others.</summary>
    public PairFit Scorer { get; }

    /// <summary>The probability that each pair is wrong.</summary>
    public double[] Wrong { get; }

    /// <summary>One map of all: the refined one, or the fit to all pairs with their weights.</summary>
    public AlignmentMap Map { get; }

    /// <summary>The map refined on words that are in no pair, whether or not it is the one that judges; null where there are too few such words.</summary>
    public AlignmentMap? Unseeing { get; }

    /// <summary>Fits the alignment.</summary>
    /// <param name="source">The source vocabulary, normalised.</param>
    /// <param name="target">The target vocabulary, normalised.</param>
    /// <param name="pairs">At least <see cref="FewestPairs"/>, distinct, of rows that are not zero.</param>
    /// <param name="seed">Keys the parts and the draws.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="progress">Stage <c>outliers</c>, unit <c>rounds</c>.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    public static RobustAlignment Fit(
        NormalizedSpace source, NormalizedSpace target, IReadOnlyList<RowPair> pairs, ulong seed, int threads, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        double[] weights = [.. Enumerable.Repeat(1.0, pairs.Count)];
        PairFit crossFitted;
        for (int round = 1; ; round++)
        {
            progress?.Report(new OperationProgress("outliers", round - 1, MostRounds, "rounds"));
            AlignmentMap[] maps = CrossFit(source, target, pairs, weights, seed, threads, cancellation);
            crossFitted = new PairFit(source, target, pairs, row => maps[FoldOf(row, seed)], seed, threads, cancellation);
            double[] right = [.. crossFitted.WrongProbabilities().Select(wrong => 1 - wrong)];
            double moved = right.Zip(weights, (now, before) => Math.Abs(now - before)).Sum() / pairs.Count;
            if (right.Sum() < 2)
                break;
            weights = right;
            if (moved < 0.002 || round == MostRounds)
                break;
        }

        AlignmentMap whole = FitOn(source, target, pairs, weights);
        AlignmentMap? unseeing = Refine(source, target, pairs, whole, threads, cancellation);
        if (unseeing is not null)
        {
            PairFit refined = new(source, target, pairs, _ => unseeing, seed, threads, cancellation);
            // How often mismatches are beaten hardly tells two good maps apart: what wrong pairs beat is chance, and moves it more.
            if (refined.Mixture.Mean > crossFitted.Mixture.Mean && refined.Beaten > crossFitted.Beaten - RefinedMayLose)
                return new RobustAlignment(pairs, refined, unseeing, unseeing);
        }

        return new RobustAlignment(pairs, crossFitted, whole, unseeing);
    }

    private static int FoldOf(int row, ulong seed) => new KeyedRandom(seed, "dictionary-lab/fold", (ulong)row).NextInt(Folds);

    private static AlignmentMap[] CrossFit(
        NormalizedSpace source, NormalizedSpace target, IReadOnlyList<RowPair> pairs, double[] weights, ulong seed, int threads, CancellationToken cancellation)
    {
        int[] folds = [.. pairs.Select(pair => FoldOf(pair.Source, seed))];
        AlignmentMap[] maps = new AlignmentMap[Folds];
        Parallel.For(0, Folds, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, fold =>
        {
            int[] others = [.. Enumerable.Range(0, pairs.Count).Where(place => folds[place] != fold)];
            // With few source words one part may hold them all.
            if (others.Length == 0)
                others = [.. Enumerable.Range(0, pairs.Count)];
            maps[fold] = FitOn(source, target, [.. others.Select(place => pairs[place])], [.. others.Select(place => weights[place])]);
        });
        return maps;
    }

    private static AlignmentMap FitOn(NormalizedSpace source, NormalizedSpace target, IReadOnlyList<RowPair> pairs, double[]? weights) =>
        OrthogonalProcrustes.Fit(
            source.Gather([.. pairs.Select(pair => pair.Source)]), target.Gather([.. pairs.Select(pair => pair.Target)]), Weigh(source, target, pairs, weights), pairs.Count, source.Dimension);

    /// <summary>The weights, less for pairs with a composed side.</summary>
    public static double[]? Weigh(NormalizedSpace source, NormalizedSpace target, IReadOnlyList<RowPair> pairs, double[]? weights)
    {
        bool[] composed = [.. pairs.Select(pair => pair.Source >= source.Count || pair.Target >= target.Count)];
        return composed.Contains(true) ? [.. composed.Select((one, i) => (weights?[i] ?? 1) * (one ? ComposedEntry.Weight : 1))] : weights;
    }

    // Self-learning in its plainest form: mutual CSLS neighbours are the next dictionary (Artetxe et al. 2017; Conneau et al. 2018, section 2.2).
    private static AlignmentMap? Refine(
        NormalizedSpace source, NormalizedSpace target, IReadOnlyList<RowPair> pairs, AlignmentMap start, int threads, CancellationToken cancellation)
    {
        int[] sources = Others(source, pairs.Select(pair => pair.Source)), targets = Others(target, pairs.Select(pair => pair.Target));
        int fewest = Math.Max(500, 3 * source.Dimension);
        if (sources.Length < fewest || targets.Length < fewest)
            return null;
        float[] targetRows = target.Gather(targets);
        AlignmentMap map = start;
        int before = 0;
        for (int round = 0; round < RefinementRounds; round++)
        {
            float[] mapped = source.Gather(sources);
            map.Apply(mapped);
            MutualRetrieval answers = TranslationRetrieval
                .Prepare(mapped, sources.Length, targetRows, targets.Length, source.Dimension, new RetrievalOptions { Threads = threads }, null, cancellation)
                .TranslateBoth(1, null, cancellation);
            List<RowPair> mutual = [];
            for (int i = 0; i < sources.Length; i++)
            {
                int j = answers.OfSource.Index(i, 0);
                if (answers.OfTarget.Index(j, 0) == i)
                    mutual.Add(new RowPair(sources[i], targets[j]));
            }

            if (mutual.Count < 2 * source.Dimension)
                return null;
            map = FitOn(source, target, mutual, null);
            if (mutual.Count < before * 1.01)
                break;
            before = mutual.Count;
        }

        return map;
    }

    private static int[] Others(NormalizedSpace space, IEnumerable<int> rows)
    {
        HashSet<int> taken = [.. rows];
        return [.. Enumerable.Range(0, space.Count).Where(row => !taken.Contains(row) && IsUsable(space, row)).Take(RefinementWords)];
    }

    /// <summary>Whether a row has a direction after normalisation.</summary>
    public static bool IsUsable(NormalizedSpace space, int row) => space.Rows.AsSpan(row * space.Dimension, space.Dimension).ContainsAnyExcept(0f);
}
