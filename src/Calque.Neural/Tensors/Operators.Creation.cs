using System;

namespace Calque.Neural.Tensors;

// Tensors of given numbers.
public static partial class Operators
{
    /// <summary>Zeros.</summary>
    public static Tensor Zeros(ReadOnlySpan<long> shape, DataType type, Device device = default) =>
        Operator.Named("aten::zeros", 4).Call(shape, type, default(NativeValue), device);

    /// <summary>Ones.</summary>
    public static Tensor Ones(ReadOnlySpan<long> shape, DataType type, Device device = default) =>
        Operator.Named("aten::ones", 4).Call(shape, type, default(NativeValue), device);

    /// <summary>One number everywhere.</summary>
    public static Tensor Full(ReadOnlySpan<long> shape, double value, DataType type, Device device = default) =>
        Operator.Named("aten::full", 5).Call(shape, value, type, default(NativeValue), device);

    /// <summary>0, 1, … up to a bound.</summary>
    public static Tensor Range(long bound, DataType type = DataType.Int64, Device device = default) =>
        Operator.Named("aten::arange", 4).Call(bound, type, default(NativeValue), device);

    /// <summary>Zeros in the shape and type of another.</summary>
    public static Tensor ZerosLike(Tensor a) => Operator.Named("aten::zeros_like", 1).Call(a);

    /// <summary>Memory in the shape and type of another, with whatever is in it.</summary>
    public static Tensor EmptyLike(Tensor a) => Operator.Named("aten::empty_like", 1).Call(a);
}
