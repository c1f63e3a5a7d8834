using System;
using System.Collections.Generic;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.T5;

/// <summary>
/// What a head adds to the score of a query and a key, by the class of their distance (Raffel et al. 2020, section 2.1): one table for all
/// layers of a stack, stored in its first.
/// </summary>
internal sealed class T5PositionBias
{
    private readonly Parameter _table;
    private readonly int _buckets, _farthest;
    private readonly bool _looksAhead;

    /// <param name="configuration">Sizes.</param>
    /// <param name="source">Parameters.</param>
    /// <param name="name">Such as <c>encoder.block.0.layer.0.SelfAttention.relative_attention_bias</c>.</param>
    /// <param name="looksAhead">Whether keys behind the query count too: the encoder.</param>
    public T5PositionBias(T5Configuration configuration, IParameterSource source, string name, bool looksAhead)
    {
        _table = source.Require($"{name}.weight", configuration.Buckets, configuration.Heads);
        _buckets = configuration.Buckets;
        _farthest = configuration.FarthestDistance;
        _looksAhead = looksAhead;
    }

    /// <summary>The biases of one pass. Layers share them, but for a pass with checkpoints: there each layer's graph must be its own.</summary>
    public Func<int, int, int, Tensor> OfPass(ForwardContext context)
    {
        if (context.IsTraining && context.Checkpoints is not null)
            return Compute;
        Dictionary<(int First, int Queries, int Keys), Tensor> made = [];
        return (first, queries, keys) =>
        {
            if (!made.TryGetValue((first, queries, keys), out Tensor? bias))
                made[(first, queries, keys)] = bias = Compute(first, queries, keys);
            return bias;
        };
    }

    /// <summary>
    /// The class of a distance. The first half of a direction's classes hold one distance each, the others grow by a constant factor up to the
    /// farthest distance; distances beyond share the last.
    /// </summary>
    /// <param name="distance">The key's place less the query's.</param>
    /// <param name="buckets">How many classes there are.</param>
    /// <param name="farthest">The farthest distance.</param>
    /// <param name="looksAhead">Whether keys behind the query have classes of their own, the upper half; else they share the nearest.</param>
    internal static int Bucket(int distance, int buckets, int farthest, bool looksAhead)
    {
        int first = 0;
        if (looksAhead)
        {
            buckets /= 2;
            first = distance > 0 ? buckets : 0;
            distance = Math.Abs(distance);
        }
        else
        {
            distance = Math.Max(-distance, 0);
        }

        int single = buckets / 2;
        if (distance < single)
            return first + distance;
        // A boundary that is a whole number in mathematics (16, 32 and 64 of 128 in the usual encoder) must not fall below it by rounding.
        double place = Math.Log((double)distance / single) / Math.Log((double)farthest / single) * (buckets - single);
        return first + Math.Min(single + (int)(place + 1e-9), buckets - 1);
    }

    /// <summary>[1 × heads × queries × keys].</summary>
    private Tensor Compute(int first, int queries, int keys)
    {
        // The class hangs on the distance alone: one is computed for each, and looked up for each pair.
        int[] ofDistance = new int[queries + keys];
        for (int i = 0; i < ofDistance.Length; i++)
            ofDistance[i] = Bucket(i - (first + queries - 1), _buckets, _farthest, _looksAhead);
        long[] classes = new long[(long)queries * keys];
        for (int query = 0; query < queries; query++)
        {
            for (int key = 0; key < keys; key++)
                classes[(query * keys) + key] = ofDistance[key - query + queries - 1];
        }

        Tensor rows = Operators.Embedding(_table.Value, TokenBatch.On(_table.Value.Device, classes));
        return Operators.Reshape(Operators.Transpose(rows, 0, 1), 1, -1, queries, keys);
    }
}
