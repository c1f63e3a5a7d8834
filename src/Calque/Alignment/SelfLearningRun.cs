using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;
using Calque.Retrieval;

namespace Calque.Alignment;

/// <summary>
/// The loop of self-learning (Artetxe et al. 2017, 2018b): the orthogonal map of a dictionary, a dictionary from the map by CSLS in both directions, and so on.
/// </summary>
/// <remarks>
/// Chance gets it out of poor local optima: at first a word may only be matched with a random share of the other side's words, and the share grows
/// whenever the objective stands still. The published loop drops single similarities; here whole words are drawn, anew each round and keyed by seed and
/// round, so a round costs its share of the full search. The loop begins with the most frequent words and ends with all.
/// </remarks>
internal sealed class SelfLearningRun
{
    private static readonly double[] s_shares = [0.1, 0.2, 0.4, 0.8, 1];

    private static readonly SeedPairs s_none = new([], []);

    private readonly NormalizedSpace _source;
    private readonly NormalizedSpace _target;
    private readonly SelfLearningSchedule _schedule;
    private readonly ulong _seed;
    private readonly int _threads;
    private readonly IProgress<OperationProgress>? _progress;
    private readonly CancellationToken _cancellation;

    private string _stage = "self-learning";

    public SelfLearningRun(
        NormalizedSpace source,
        NormalizedSpace target,
        SelfLearningSchedule schedule,
        ulong seed,
        int threads,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellation)
    {
        _source = source;
        _target = target;
        _schedule = schedule;
        _seed = seed;
        _threads = threads;
        _progress = progress;
        _cancellation = cancellation;
    }

    /// <summary>Rounds made so far.</summary>
    public int Rounds { get; private set; }

    /// <summary>Runs from a first dictionary on the most frequent words alone.</summary>
    public SelfLearningState Begin(SeedPairs start)
    {
        _stage = "self-learning";
        SelfLearningState state = new(start, s_none, 0, 0);
        foreach (double share in s_shares)
        {
            state = Repeat(state, _schedule.FirstWords, share, _schedule.Patience);
        }

        return state;
    }

    /// <summary>Plain rounds on the most frequent words, all of them candidates: without chance a bad start stays bad.</summary>
    public SelfLearningState BeginPlainly(SeedPairs start)
    {
        _stage = "random start";
        return Repeat(new SelfLearningState(start, s_none, 0, 0), _schedule.FirstWords, 1, _schedule.Patience / 3);
    }

    /// <summary>Goes on to all words.</summary>
    public SelfLearningState Complete(SelfLearningState state)
    {
        _stage = "all words";
        for (int words = _schedule.FirstWords; words < _schedule.Words;)
        {
            words = (int)Math.Min(2L * words, _schedule.Words);
            state = Repeat(state, words, 1, words == _schedule.Words ? _schedule.LastPatience : 1);
        }

        return state;
    }

    /// <summary>Rounds of one kind until the objective has not risen for some of them; gives the best dictionary.</summary>
    private SelfLearningState Repeat(SelfLearningState state, int words, double share, int patience)
    {
        SelfLearningState best = state;
        double bestObjective = double.NegativeInfinity;
        SelfLearningState current = state;
        for (int since = 0, round = 0; since < patience && round < _schedule.MaxRounds; round++)
        {
            _cancellation.ThrowIfCancellationRequested();
            current = Round(current.Pairs, words, share);
            Rounds++;
            _progress?.Report(new OperationProgress(_stage, Rounds, 0, "rounds"));
            if (current.Objective > bestObjective + _schedule.Tolerance)
            {
                bestObjective = current.Objective;
                since = 0;
            }
            else
            {
                since++;
            }

            best = share < 1 || current.Objective >= best.Objective || round == 0 ? current : best;
        }

        return best;
    }

    private SelfLearningState Round(SeedPairs pairs, int words, double share)
    {
        double[] map = Rotation(pairs);
        int sourceWords = Math.Min(words, _source.Count), targetWords = Math.Min(words, _target.Count);
        float[] mapped = new float[(long)sourceWords * _target.Dimension];
        MapRows(_source.Rows, sourceWords, map, mapped);
        return share < 1 ? InduceFromShare(mapped, sourceWords, targetWords, share) : InduceFromAll(mapped, sourceWords, targetWords);
    }

    private void MapRows(float[] rows, int count, double[] map, float[] mapped)
    {
        int d = _source.Dimension;
        WorkSharing.ForBlocks(_threads, count, 512, (first, block) =>
            MatrixProducts.MapRows(rows.AsSpan(first * d, block * d), block, d, map, _target.Dimension, mapped.AsSpan(first * _target.Dimension, block * _target.Dimension)));
    }

    private SelfLearningState InduceFromAll(float[] mapped, int sourceWords, int targetWords)
    {
        MutualRetrieval both = TranslationRetrieval
            .Prepare(mapped, sourceWords, _target.Rows, targetWords, _target.Dimension, new RetrievalOptions { Threads = _threads }, null, _cancellation)
            .TranslateBoth(1, null, _cancellation);
        int[] left = new int[sourceWords + targetWords];
        int[] right = new int[sourceWords + targetWords];
        double sum = 0, back = 0;
        List<int> mutual = [];
        for (int i = 0; i < sourceWords; i++)
        {
            left[i] = i;
            right[i] = both.OfSource.Index(i, 0);
            sum += both.OfSource.Cosine(i, 0);
            if (both.OfTarget.Index(right[i], 0) == i)
            {
                mutual.Add(i);
            }
        }

        for (int j = 0; j < targetWords; j++)
        {
            left[sourceWords + j] = both.OfTarget.Index(j, 0);
            right[sourceWords + j] = j;
            back += both.OfTarget.Cosine(j, 0);
        }

        return new SelfLearningState(
            new SeedPairs(left, right),
            new SeedPairs([.. mutual], [.. mutual.Select(i => right[i])]),
            ((sum / sourceWords) + (back / targetWords)) / 2,
            (double)mutual.Count / Math.Min(sourceWords, targetWords));
    }

    private SelfLearningState InduceFromShare(float[] mapped, int sourceWords, int targetWords, double share)
    {
        int d = _target.Dimension;
        int[] someSources = Draw("source", sourceWords, share);
        int[] someTargets = Draw("target", targetWords, share);
        float[] sources = Gather(mapped, someSources, d);
        float[] targets = Gather(_target.Rows, someTargets, d);
        RetrievalOptions options = new() { Threads = _threads };
        RetrievalTable forward = TranslationRetrieval
            .Prepare(mapped, sourceWords, targets, someTargets.Length, d, options, null, _cancellation)
            .Translate(Range(sourceWords), 1, _cancellation);
        RetrievalTable backward = TranslationRetrieval
            .Prepare(sources, someSources.Length, _target.Rows, targetWords, d, options, null, _cancellation)
            .TranslateBack(Range(targetWords), 1, _cancellation);
        int[] left = new int[sourceWords + targetWords];
        int[] right = new int[sourceWords + targetWords];
        double sum = 0, back = 0;
        for (int i = 0; i < sourceWords; i++)
        {
            left[i] = i;
            right[i] = someTargets[forward.Index(i, 0)];
            sum += forward.Cosine(i, 0);
        }

        for (int j = 0; j < targetWords; j++)
        {
            left[sourceWords + j] = someSources[backward.Index(j, 0)];
            right[sourceWords + j] = j;
            back += backward.Cosine(j, 0);
        }

        return new SelfLearningState(new SeedPairs(left, right), s_none, ((sum / sourceWords) + (back / targetWords)) / 2, 0);
    }

    /// <summary>
    /// The orthogonal map of a dictionary; where the pairs leave directions undetermined, these are mapped to zero instead of anywhere, so that they add nothing to
    /// a similarity.
    /// </summary>
    private double[] Rotation(SeedPairs pairs)
    {
        int d = _source.Dimension;
        double[] product = MatrixProducts.CrossProduct(
            _source.Gather(pairs.Source), d, _target.Gather(pairs.Target), d, pairs.Count, pairs.Weights);
        SingularValueDecomposition decomposition = SingularValueDecomposition.Compute(product, d, d);
        double[] u = [.. decomposition.U];
        double[] transposed = new double[product.Length];
        for (int r = 0; r < d; r++)
        {
            bool held = decomposition.Values[r] > 1e-7 * decomposition.Values[0];
            for (int i = 0; i < d; i++)
            {
                transposed[(r * d) + i] = held ? decomposition.V[(i * d) + r] : 0;
            }
        }

        return MatrixProducts.Multiply(u, transposed, d, d, d);
    }

    /// <summary>A random share of the words, at least 50 or all, in ascending order.</summary>
    private int[] Draw(string side, int words, double share)
    {
        int[] all = Range(words);
        new KeyedRandom(_seed, "self-learning/" + side, (ulong)Rounds).Shuffle(all.AsSpan());
        int[] drawn = all[..Math.Min(words, Math.Max(50, (int)(words * share)))];
        Array.Sort(drawn);
        return drawn;
    }

    private static int[] Range(int count)
    {
        int[] range = new int[count];
        for (int i = 0; i < count; i++)
        {
            range[i] = i;
        }

        return range;
    }

    private static float[] Gather(float[] rows, int[] places, int dimension)
    {
        float[] gathered = new float[(long)places.Length * dimension];
        for (int i = 0; i < places.Length; i++)
        {
            rows.AsSpan(places[i] * dimension, dimension).CopyTo(gathered.AsSpan(i * dimension));
        }

        return gathered;
    }
}
