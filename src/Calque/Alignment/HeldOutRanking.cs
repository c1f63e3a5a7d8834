using System;
using System.Linq;
using System.Threading;
using Calque.Numerics.Randomness;
using Calque.Retrieval;

namespace Calque.Alignment;

/// <summary>Ranks held-out words' translations by CSLS: what cross-validation compares settings by.</summary>
/// <remarks>
/// The full retrieval would cost most of the time of a choice among dozens of settings. So what a target word's neighbourhood is made of is a random sample of the source words,
/// with a neighbourhood as much smaller, and the targets are the most frequent and those of the dictionary. Every setting is ranked on the same words.
/// </remarks>
internal sealed class HeldOutRanking
{
    private const int SampledSources = 4000;
    private const int FrequentTargets = 20_000;
    private const int Neighborhood = 10;

    /// <summary>Answers that are looked at.</summary>
    private const int Depth = 10;

    private readonly int[] _sources;
    private readonly int[] _targets;
    private readonly int _neighborhood;
    private readonly int _threads;

    public HeldOutRanking(AlignmentProblem problem, SeedPairs pairs, ulong seed, int threads)
    {
        int[] all = [.. Enumerable.Range(0, problem.Source.Count)];
        new KeyedRandom(seed, "alignment/sample", 0).Shuffle(all.AsSpan());
        _sources = [.. all.Take(SampledSources).Order()];
        _targets = [.. Enumerable.Range(0, Math.Min(problem.Target.Count, FrequentTargets)).Union(pairs.Target.Where(row => row < problem.Target.Count)).Order()];
        _neighborhood = Math.Max(1, (int)Math.Round(Neighborhood * (double)_sources.Length / problem.Source.Count));
        _threads = threads;
    }

    /// <summary>
    /// For each held-out word 1 / the rank of its first right translation, 0 where it is not among the best ten.
    /// </summary>
    /// <param name="source">Normalised source rows.</param>
    /// <param name="sourceMap">[source dimension × dimension]; null: the identity.</param>
    /// <param name="target">Normalised target rows.</param>
    /// <param name="targetMap">[target dimension × dimension]; null: the identity.</param>
    /// <param name="dimension">Dimensions of the common space.</param>
    /// <param name="part">The words.</param>
    /// <param name="cancellation">Ends the work.</param>
    public double[] Rank(
        NormalizedSpace source, double[]? sourceMap, NormalizedSpace target, double[]? targetMap, int dimension, HeldOutPart part, CancellationToken cancellation)
    {
        int[] sources = [.. _sources.Union(part.Words).Order()];
        float[] x = source.Map(sources, sourceMap, dimension, _threads);
        float[] y = target.Map(_targets, targetMap, dimension, _threads);
        int[] queries = [.. part.Words.Select(word => Array.BinarySearch(sources, word))];
        RetrievalOptions options = new() { Neighborhood = _neighborhood, Threads = _threads };
        RetrievalTable table = TranslationRetrieval.Retrieve(x, sources.Length, y, _targets.Length, dimension, queries, Depth, options, null, cancellation);
        double[] reciprocal = new double[queries.Length];
        for (int i = 0; i < queries.Length; i++)
        {
            ReadOnlySpan<int> answers = table.Indices(i);
            for (int rank = 0; rank < answers.Length; rank++)
            {
                if (part.Gold[i].Contains(_targets[answers[rank]]))
                {
                    reciprocal[i] = 1.0 / (rank + 1);
                    break;
                }
            }
        }

        return reciprocal;
    }
}
