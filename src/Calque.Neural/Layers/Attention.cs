using System;
using System.Collections.Generic;
using Calque.Neural.Tensors;

namespace Calque.Neural.Layers;

/// <summary>
/// softmax(q kᵀ · scale + bias + mask) v for packed sequences (Vaswani et al. 2017, eq. 1), group by group: no token meets another
/// sequence's, and padding inside a group is left out of the result.
/// </summary>
public static class Attention
{
    private static readonly Lazy<bool> Fused = new(() => TensorEngine.HasOperator("aten::scaled_dot_product_attention"));

    /// <summary>Attends within each sequence.</summary>
    /// <param name="query">[tokens × heads · width].</param>
    /// <param name="key">[tokens × key heads · width].</param>
    /// <param name="value">Likewise.</param>
    /// <param name="batch">How the tokens belong together.</param>
    /// <param name="shape">Sizes and rules.</param>
    /// <param name="context">The pass.</param>
    /// <param name="layer">The layer's name in the cache; null: it has no part in it.</param>
    /// <param name="bias">Added to the scores of a query at places [first, first + queries) over [0, keys): [1 × heads × queries × keys]; null: none.</param>
    /// <returns>[tokens × heads · width].</returns>
    public static Tensor Within(
        Tensor query, Tensor key, Tensor value, TokenBatch batch, AttentionShape shape, ForwardContext context, string? layer,
        Func<int, int, int, Tensor>? bias = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(context);
        AttentionCache? cache = layer is null ? null : context.Cache;
        if (cache is not null)
            CheckOneLength(batch);
        List<Tensor> parts = [];
        foreach (AttentionGroup group in batch.Groups)
        {
            Tensor q = InHeads(query, group, batch.TokenCount, shape.Heads, shape.HeadWidth);
            Tensor k = InHeads(key, group, batch.TokenCount, shape.KeyHeads, shape.HeadWidth);
            Tensor v = InHeads(value, group, batch.TokenCount, shape.KeyHeads, shape.HeadWidth);
            int before = 0;
            if (cache is not null)
            {
                before = cache.Length;
                (k, v) = cache.Append(layer!, k, v); // named where there is a cache
            }

            int keys = before + group.Length;
            Tensor? mask = shape.IsCausal ? (group.Length > 1 ? CausalMask(group.Length, keys, query.Device) : null) : group.PaddingMask;
            if (bias is not null)
            {
                Tensor added = bias(before, group.Length, keys);
                mask = mask is null ? added : added + mask;
            }

            parts.Add(Packed(Attend(q, k, v, mask, shape, context), group));
        }

        return parts.Count == 1 ? parts[0] : Operators.Concatenate(parts.ToArray(), 0);
    }

    /// <summary>Attends from each sequence of one batch to the sequence of the same number in another: from a decoder to its encoder.</summary>
    /// <param name="query">[decoder tokens × heads · width].</param>
    /// <param name="keysAndValues">Makes keys and values, each [encoder tokens × heads · width]; with a cache it is called once.</param>
    /// <param name="batch">The decoder's batch.</param>
    /// <param name="encoderBatch">The encoder's batch, packed together with the decoder's (<see cref="TokenBatch.PackPairs"/>).</param>
    /// <param name="shape">Sizes and rules.</param>
    /// <param name="context">The pass.</param>
    /// <param name="layer">The layer's name, for the cache.</param>
    /// <returns>[decoder tokens × heads · width].</returns>
    public static Tensor Across(
        Tensor query, Func<(Tensor Keys, Tensor Values)> keysAndValues, TokenBatch batch, TokenBatch encoderBatch, AttentionShape shape, ForwardContext context,
        string layer)
    {
        ArgumentNullException.ThrowIfNull(keysAndValues);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(encoderBatch);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(context);
        if (context.Cache is { } cache)
        {
            // All sequences of a cache are equally long, so there is one group, and its keys are those of the first call.
            CheckOneLength(batch);
            (Tensor k, Tensor v) = cache.Once(layer, () =>
            {
                CheckOneLength(encoderBatch);
                (Tensor keys, Tensor values) = keysAndValues();
                AttentionGroup only = encoderBatch.Groups[0];
                return (InHeads(keys, only, encoderBatch.TokenCount, shape.KeyHeads, shape.HeadWidth), InHeads(values, only, encoderBatch.TokenCount, shape.KeyHeads, shape.HeadWidth));
            });
            AttentionGroup one = batch.Groups[0];
            return Packed(Attend(InHeads(query, one, batch.TokenCount, shape.Heads, shape.HeadWidth), k, v, null, shape, context), one);
        }

        (Tensor allKeys, Tensor allValues) = keysAndValues();
        List<Tensor> parts = [];
        for (int g = 0; g < batch.Groups.Count; g++)
        {
            AttentionGroup group = batch.Groups[g], from = encoderBatch.Groups[g];
            Tensor q = InHeads(query, group, batch.TokenCount, shape.Heads, shape.HeadWidth);
            Tensor k = InHeads(allKeys, from, encoderBatch.TokenCount, shape.KeyHeads, shape.HeadWidth);
            Tensor v = InHeads(allValues, from, encoderBatch.TokenCount, shape.KeyHeads, shape.HeadWidth);
            parts.Add(Packed(Attend(q, k, v, from.PaddingMask, shape, context), group));
        }

        return parts.Count == 1 ? parts[0] : Operators.Concatenate(parts.ToArray(), 0);
    }

    /// <summary>softmax(q kᵀ · scale + mask) v: q [batch × heads × queries × width], k and v [batch × key heads × keys × width].</summary>
    internal static Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor? mask, AttentionShape shape, ForwardContext context)
    {
        if (shape.KeyHeads != shape.Heads)
        {
            k = Operators.RepeatInterleave(k, shape.Heads / shape.KeyHeads, 1);
            v = Operators.RepeatInterleave(v, shape.Heads / shape.KeyHeads, 1);
        }

        // The fused operator scales by 1 / sqrt(width); the factor that is missing goes into the queries. Its dropout is not keyed, so passes with dropout go without.
        if (!context.Drops(shape.Dropout) && Fused.Value)
        {
            double missing = shape.Scale * Math.Sqrt(shape.HeadWidth);
            return Operators.ScaledDotProductAttention(Math.Abs(missing - 1) < 1e-12 ? q : q * missing, k, v, mask, causal: false);
        }

        Tensor scores = Operators.MatrixProduct(shape.Scale == 1 ? q : q * shape.Scale, Operators.Transpose(k, -2, -1));
        if (mask is not null)
            scores += mask;
        // libtorch's own list leaves the softmax in the products' type on a processor; it is a sum.
        return Operators.MatrixProduct(context.Dropout(Operators.Softmax(Operators.InFloat32(scores), -1), shape.Dropout), v);
    }

    private static void CheckOneLength(TokenBatch batch)
    {
        if (batch.Groups.Count != 1 || batch.Groups[0].Gather is not null)
            throw new ArgumentException("a cache holds sequences of one length; the batch has several", nameof(batch));
    }

    /// <summary>A group's rows as [sequences × heads × length × width].</summary>
    private static Tensor InHeads(Tensor x, AttentionGroup group, int tokens, int heads, int width)
    {
        Tensor rows = group.TokenCount == tokens ? x : Operators.Narrow(x, 0, group.FirstToken, group.TokenCount);
        if (group.Gather is not null)
            rows = Operators.IndexSelect(rows, 0, group.Gather);
        return Operators.Transpose(Operators.Reshape(rows, group.SequenceCount, group.Length, heads, width), 1, 2);
    }

    /// <summary>[sequences × heads × length × width] as the group's rows [tokens × heads · width].</summary>
    private static Tensor Packed(Tensor attended, AttentionGroup group)
    {
        long width = attended.Size(1) * attended.Size(3);
        Tensor rows = Operators.Reshape(Operators.Transpose(attended, 1, 2), (long)group.SequenceCount * group.Length, width);
        return group.Scatter is null ? rows : Operators.IndexSelect(rows, 0, group.Scatter);
    }

    /// <summary>[queries × keys]: 0 up to the query's own place, -∞ behind it; the queries are the last of the keys.</summary>
    private static Tensor CausalMask(int queries, int keys, Device device)
    {
        Tensor ones = Operators.Ones([queries, keys], DataType.Float32, device);
        return Operators.MaskedFill(Operators.Zeros([queries, keys], DataType.Float32, device), Operators.Equal(Operators.LowerTriangle(ones, keys - queries), 0), double.NegativeInfinity);
    }
}
