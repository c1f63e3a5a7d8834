using System.Runtime.CompilerServices;

namespace Calque.Neural.Tensors;

/// <summary>What a handle says of its tensor, laid out as <c>calque_tensor_info</c>.</summary>
internal unsafe struct TensorInformation
{
    internal const int MaximumRank = 8;

    internal nint Data;
    internal long Elements;
    internal int DataType;
    internal int Rank;
    internal int DeviceType;
    internal int DeviceIndex;
    internal int RequiresGradient;
    internal int IsLeaf;
    internal int IsContiguous;
    internal int Reserved;
    internal Numbers Sizes;
    internal Numbers Strides;

    [InlineArray(MaximumRank)]
    internal struct Numbers
    {
        private long _first;
    }
}
