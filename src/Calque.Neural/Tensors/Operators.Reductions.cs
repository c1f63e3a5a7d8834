using System;

namespace Calque.Neural.Tensors;

// Sums, means, extremes over axes.
public static partial class Operators
{
    /// <summary>The sum of all elements.</summary>
    public static Tensor Sum(Tensor a) => Operator.Named("aten::sum", 1).Call(a);

    /// <summary>The sum over axes.</summary>
    public static Tensor Sum(Tensor a, ReadOnlySpan<long> axes, bool keepAxes = false) =>
        Operator.Named("aten::sum.dim_IntList", 3).Call(a, axes, keepAxes);

    /// <summary>The mean of all elements.</summary>
    public static Tensor Mean(Tensor a) => Operator.Named("aten::mean", 1).Call(a);

    /// <summary>The mean over axes.</summary>
    public static Tensor Mean(Tensor a, ReadOnlySpan<long> axes, bool keepAxes = false) =>
        Operator.Named("aten::mean.dim", 3).Call(a, axes, keepAxes);

    /// <summary>The largest along an axis, and its place.</summary>
    public static (Tensor Values, Tensor Places) Largest(Tensor a, long axis, bool keepAxis = false) =>
        Operator.Named("aten::max.dim", 3).CallForTwo(a, axis, keepAxis);

    /// <summary>The place of the largest along an axis.</summary>
    public static Tensor ArgMax(Tensor a, long axis) => Operator.Named("aten::argmax", 2).Call(a, axis);

    /// <summary>The largest k along an axis in falling order, and their places.</summary>
    public static (Tensor Values, Tensor Places) TopK(Tensor a, long k, long axis = -1) => Operator.Named("aten::topk", 3).CallForTwo(a, k, axis);

    /// <summary>Sorted along an axis, and the places.</summary>
    public static (Tensor Values, Tensor Places) Sort(Tensor a, long axis, bool descending) =>
        Operator.Named("aten::sort", 3).CallForTwo(a, axis, descending);

    /// <summary>Sums of all elements up to each along an axis.</summary>
    public static Tensor CumulativeSum(Tensor a, long axis) => Operator.Named("aten::cumsum", 2).Call(a, axis);

    /// <summary>The Euclidean length over axes.</summary>
    public static Tensor Norm(Tensor a, ReadOnlySpan<long> axes, bool keepAxes = false) =>
        Operator.Named("aten::norm.ScalarOpt_dim", 4).Call(a, 2L, axes, keepAxes);

    /// <summary>Whether all are true.</summary>
    public static Tensor All(Tensor a) => Operator.Named("aten::all", 1).Call(a);

    /// <summary>The softmax along an axis.</summary>
    public static Tensor Softmax(Tensor a, long axis) => Operator.Named("aten::softmax.int", 2).Call(a, axis);

    /// <summary>The logarithm of the softmax along an axis.</summary>
    public static Tensor LogSoftmax(Tensor a, long axis) => Operator.Named("aten::log_softmax.int", 2).Call(a, axis);

    /// <summary>The logarithm of the sum of exponentials over axes.</summary>
    public static Tensor LogSumExp(Tensor a, ReadOnlySpan<long> axes, bool keepAxes = false) =>
        Operator.Named("aten::logsumexp", 3).Call(a, axes, keepAxes);
}
