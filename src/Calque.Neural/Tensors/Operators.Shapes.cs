using System;

namespace Calque.Neural.Tensors;

// Views and copies of other shapes. Negative axes count from the last.
public static partial class Operators
{
    /// <summary>The same elements under another shape; one length may be -1.</summary>
    public static Tensor Reshape(Tensor a, params ReadOnlySpan<long> shape) => Operator.Named("aten::reshape", 2).Call(a, shape);

    /// <summary>Two axes exchanged.</summary>
    public static Tensor Transpose(Tensor a, long first, long second) => Operator.Named("aten::transpose.int", 3).Call(a, first, second);

    /// <summary>The axes in another order.</summary>
    public static Tensor Permute(Tensor a, params ReadOnlySpan<long> order) => Operator.Named("aten::permute", 2).Call(a, order);

    /// <summary>The elements one after another.</summary>
    public static Tensor Contiguous(Tensor a) => Operator.Named("aten::contiguous", 1).Call(a);

    /// <summary>An axis of length 1 put in.</summary>
    public static Tensor Unsqueeze(Tensor a, long axis) => Operator.Named("aten::unsqueeze", 2).Call(a, axis);

    /// <summary>An axis of length 1 taken out.</summary>
    public static Tensor Squeeze(Tensor a, long axis) => Operator.Named("aten::squeeze.dim", 2).Call(a, axis);

    /// <summary>Axes of length 1 repeated without a copy; -1 keeps a length.</summary>
    public static Tensor Expand(Tensor a, params ReadOnlySpan<long> shape) => Operator.Named("aten::expand", 2).Call(a, shape);

    /// <summary>Tensors one after another along an axis.</summary>
    public static Tensor Concatenate(ReadOnlySpan<Tensor> tensors, long axis) =>
        Operator.Named("aten::cat", 2).Call((ReadOnlySpan<Tensor?>)tensors!, axis);

    /// <summary>Tensors side by side along a new axis.</summary>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, long axis) =>
        Operator.Named("aten::stack", 2).Call((ReadOnlySpan<Tensor?>)tensors!, axis);

    /// <summary>Parts of a length along an axis.</summary>
    public static Tensor[] Split(Tensor a, long length, long axis) => Operator.Named("aten::split.Tensor", 3).CallForList(a, length, axis);

    /// <summary>Parts of given lengths along an axis.</summary>
    public static Tensor[] Split(Tensor a, ReadOnlySpan<long> lengths, long axis) =>
        Operator.Named("aten::split_with_sizes", 3).CallForList(a, lengths, axis);

    /// <summary>A part of an axis.</summary>
    public static Tensor Narrow(Tensor a, long axis, long start, long length) => Operator.Named("aten::narrow", 4).Call(a, axis, start, length);

    /// <summary>One place of an axis, which goes.</summary>
    public static Tensor Select(Tensor a, long axis, long place) => Operator.Named("aten::select.int", 3).Call(a, axis, place);

    /// <summary>Places of an axis, named by a tensor of one axis.</summary>
    public static Tensor IndexSelect(Tensor a, long axis, Tensor places) => Operator.Named("aten::index_select", 3).Call(a, axis, places);

    /// <summary>Elements named by a tensor of places along an axis.</summary>
    public static Tensor Gather(Tensor a, long axis, Tensor places) => Operator.Named("aten::gather", 3).Call(a, axis, places);

    /// <summary>Elements named by a tensor of places for each axis; null takes an axis whole.</summary>
    public static Tensor Index(Tensor a, ReadOnlySpan<Tensor?> places) => Operator.Named("aten::index.Tensor", 2).Call(a, places);

    /// <summary>The elements where the mask is true, as one axis.</summary>
    public static Tensor MaskedSelect(Tensor a, Tensor mask) => Operator.Named("aten::masked_select", 2).Call(a, mask);

    /// <summary>The places of an axis backwards.</summary>
    public static Tensor Flip(Tensor a, params ReadOnlySpan<long> axes) => Operator.Named("aten::flip", 2).Call(a, axes);

    /// <summary>The lower triangle of matrices; the diagonal counts from the main one.</summary>
    public static Tensor LowerTriangle(Tensor a, long diagonal = 0) => Operator.Named("aten::tril", 2).Call(a, diagonal);

    /// <summary>Each place of an axis so many times.</summary>
    public static Tensor RepeatInterleave(Tensor a, long times, long axis) =>
        Operator.Named("aten::repeat_interleave.self_int", 3).Call(a, times, axis);

    /// <summary>A copy of its own.</summary>
    public static Tensor Clone(Tensor a) => Operator.Named("aten::clone", 1).Call(a);

    /// <summary>The same elements without a graph.</summary>
    public static Tensor Detach(Tensor a) => Operator.Named("aten::detach", 1).Call(a);

    /// <summary>As elements of another type.</summary>
    public static Tensor To(Tensor a, DataType type) => Operator.Named("aten::to.dtype", 2).Call(a, type);

    /// <summary>In float32; the tensor itself where it is. Behind a product in a shorter type, before what adds up: norms, softmax, losses.</summary>
    internal static Tensor InFloat32(Tensor a) => a.DataType == DataType.Float32 ? a : To(a, DataType.Float32);

    /// <summary>On another device, as elements of a type.</summary>
    public static Tensor To(Tensor a, Device device, DataType type) => Operator.Named("aten::to.device", 3).Call(a, device, type);

    /// <summary>On another device.</summary>
    public static Tensor To(Tensor a, Device device) =>
        Operator.Named("aten::to.dtype_layout", 4).Call(a, NativeValue.SchemaDefault, NativeValue.SchemaDefault, device);
}
