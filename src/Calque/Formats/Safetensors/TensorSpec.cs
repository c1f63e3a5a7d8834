using System;
using System.Collections.Generic;

namespace Calque.Formats.Safetensors;

/// <summary>A tensor that is to be written: all but its bytes.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="ElementTypeName">The type of its elements as the format names it, such as <c>BF16</c>.</param>
/// <param name="Shape">Lengths of its axes, row-major.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record TensorSpec(string Name, string ElementTypeName, IReadOnlyList<long> Shape, long Length)
{
    /// <summary>Makes the description of a tensor of a type whose size is known; the length follows from the shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type is <see cref="ElementType.Other"/>, or an axis is negative.</exception>
    /// <exception cref="OverflowException">The tensor would have more than 2^63 - 1 bytes.</exception>
    public static TensorSpec Create(string name, ElementType type, IReadOnlyList<long> shape)
    {
        long length = ElementTypes.GetSize(type);
        foreach (long axis in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(axis, nameof(shape));
            length = checked(length * axis);
        }
        return new TensorSpec(name, ElementTypes.GetName(type), shape, length);
    }
}
