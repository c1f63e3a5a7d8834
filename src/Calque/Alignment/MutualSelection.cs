using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Numerics.Randomness;

namespace Calque.Alignment;

/// <summary>
/// Chooses the whitening of a dictionary that was found, not given. Each setting makes a dictionary of its own from it, is fitted to a random half of that, and scores by how many words
/// are each other's best translation by CSLS, the half taken for granted, among the most frequent.
/// </summary>
/// <remarks>
/// Cross-validation cannot choose here: the pairs are what one map found, so parts of them held out speak for settings near that map, with right pairs and wrong ones. How many of the
/// words lead back to themselves needs no pair to be right; since each setting has found its own pairs, none is judged by those of another; and since a half is left out, pairs
/// cannot be gained by fitting them closely.
/// </remarks>
internal static class MutualSelection
{
    /// <summary>The power that the ridges are compared with; then the powers are, with the best ridge.</summary>
    private const double MiddlePower = 0.75;

    private static readonly double[] s_ridges = [0, 0.1, 0.3, 1, 2];
    private static readonly double[] s_otherPowers = [0.5, 1];

    /// <param name="problem">The vocabularies.</param>
    /// <param name="normalization">What is done to them first.</param>
    /// <param name="known">Pairs that were given; null: none.</param>
    /// <param name="found">The dictionary, the given pairs among it.</param>
    /// <param name="options">Seed and threads.</param>
    /// <param name="progress">Stage <c>choice</c>.</param>
    /// <param name="cancellation">Ends the work between two searches.</param>
    public static MutualChoice Choose(
        AlignmentProblem problem,
        VectorNormalization normalization,
        SeedPairs? known,
        SeedPairs found,
        AlignmentOptions options,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellation)
    {
        NormalizedSpace source = problem.SourceSpace(normalization), target = problem.TargetSpace(normalization);
        SeedPairs none = new([], []);
        PairCovariances all = PairCovariances.Of(source, target, found);
        List<Tried> tried = [];
        foreach (double ridge in s_ridges)
        {
            Try(new WhiteningSetting(ridge, MiddlePower));
        }

        double best = tried.MaxBy(one => one.Mutual)!.Setting.Ridge;
        foreach (double power in s_otherPowers)
        {
            Try(new WhiteningSetting(best, power));
        }

        Tried chosen = tried.MaxBy(one => one.Mutual)!;
        return new MutualChoice(chosen.Setting, [.. tried.Select(one => new MutualTrial(one.Setting.ToString(), one.Mutual, one == chosen))]);

        void Try(WhiteningSetting setting)
        {
            progress?.Report(new OperationProgress("choice", tried.Count, s_ridges.Length + s_otherPowers.Length, "settings"));
            int mutual = 0;
            try
            {
                SeedPairs own = DictionaryGrowth.Complete(known, Induce(all, setting, known ?? none));
                SeedPairs half = Half(own, options.Seed);
                mutual = half.Count < 2 ? half.Count : half.Count + Induce(PairCovariances.Of(source, target, half), setting, half).Count;
            }
            catch (InvalidVectorsException)
            {
                // A map that leads a word to zero, as one of few pairs may, has no answer for it and is no choice.
            }

            tried.Add(new Tried(setting, mutual));
        }

        SeedPairs Induce(PairCovariances covariances, WhiteningSetting setting, SeedPairs without)
        {
            PairWhitening whitening = PairWhitening.Fit(covariances, setting.Ridge);
            return DictionaryGrowth.Induce(
                source,
                whitening.SourceMap(setting.Power),
                target,
                whitening.TargetMap(setting.Power),
                whitening.Count,
                without,
                DictionaryGrowth.UsualWords,
                options.Threads,
                cancellation);
        }
    }

    private static SeedPairs Half(SeedPairs pairs, ulong seed)
    {
        int[] drawn = [.. Enumerable.Range(0, pairs.Count)];
        new KeyedRandom(seed, "self-learning/half", 0).Shuffle(drawn.AsSpan());
        return pairs.Subset([.. drawn.Take((pairs.Count + 1) / 2).Order()]);
    }

    private sealed record Tried(WhiteningSetting Setting, int Mutual);
}
