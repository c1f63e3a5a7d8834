using System;

namespace Calque.Neural.Tensors;

// Layers and losses of neural networks.
public static partial class Operators
{
    /// <summary>Rows of a table: table [count × width], ids of any shape.</summary>
    public static Tensor Embedding(Tensor table, Tensor ids) => Operator.Named("aten::embedding", 2).Call(table, ids);

    /// <summary>(x - mean) / sqrt(variance + ε) over the last axes, times weight, plus bias (Ba et al. 2016).</summary>
    public static Tensor LayerNorm(Tensor x, ReadOnlySpan<long> shape, Tensor? weight, Tensor? bias, double epsilon) =>
        Operator.Named("aten::layer_norm", 5).Call(x, shape, weight, bias, epsilon);

    /// <summary>The mean of -log softmax(logits)[label] over labels other than the one left out: logits [n × classes], labels [n]. reduction: 0 none, 1 mean, 2 sum.</summary>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels, long ignored = -100, long reduction = 1, Tensor? classWeights = null, double smoothing = 0) =>
        Operator.Named("aten::cross_entropy_loss", 6).Call(logits, labels, classWeights, reduction, ignored, smoothing);

    /// <summary>The binary cross-entropy of logits against targets from 0 to 1. reduction: 0 none, 1 mean, 2 sum.</summary>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor targets, long reduction = 1) =>
        Operator.Named("aten::binary_cross_entropy_with_logits", 5).Call(logits, targets, default(NativeValue), default(NativeValue), reduction);

    /// <summary>softmax(q kᵀ scale + mask) v in one pass: q [batch × heads × n × width]. Only where the loaded libtorch has it: ask <see cref="TensorEngine.HasOperator"/>.</summary>
    public static Tensor ScaledDotProductAttention(Tensor query, Tensor key, Tensor value, Tensor? mask, bool causal) =>
        Operator.Named("aten::scaled_dot_product_attention", 6).Call(query, key, value, mask, 0.0, causal);

    /// <summary>Dropout with the mask of (seed, step, layer) from the element at <c>offset</c> on (native/dropout.cpp): kept elements are scaled by 1 / (1 - probability).</summary>
    public static Tensor Dropout(Tensor x, double probability, long seed, long step, long layer, long offset = 0) =>
        Operator.Named("calque::dropout", 6).Call(x, probability, seed, step, layer, offset);

    /// <summary>The dropout that <see cref="Dropout"/> is on CUDA: a mask of the device's own generator, keyed by (seed, step, layer).</summary>
    internal static Tensor DropoutDrawn(Tensor x, double probability, long seed, long step, long layer) =>
        Operator.Named("calque::dropout_drawn", 5).Call(x, probability, seed, step, layer);
}
