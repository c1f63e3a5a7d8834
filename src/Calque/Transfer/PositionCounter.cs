using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;

namespace Calque.Transfer;

/// <summary>The buffer <c>position_ids</c> of older checkpoints, 0, 1, 2, …, at the length of a table of positions that grew or shrank.</summary>
internal sealed class PositionCounter
{
    private readonly int _length;
    private readonly ModelTensor _tensor;

    public PositionCounter(ModelTensor tensor, int length)
    {
        if (tensor.ElementType is not (ElementType.I64 or ElementType.I32))
        {
            throw new InvalidModelException(
                $"{tensor.File}: {tensor.Name}", tensor.ElementTypeName, "I64 or I32", "It should count positions; remove it from the source or make it integers.");
        }

        _tensor = tensor;
        _length = length;
    }

    public IReadOnlyList<long> Shape => [.. _tensor.Shape.Take(_tensor.Shape.Count - 1), _length];

    public void Fill(long firstRow, Span<byte> destination)
    {
        int size = ElementTypes.GetSize(_tensor.ElementType);
        // Rows are counted along the first axis: [1 × length] is one row, [length] is a row for each number.
        long first = _tensor.Shape.Count == 1 ? firstRow : 0;
        for (int i = 0; i * size < destination.Length; i++)
        {
            Span<byte> place = destination.Slice(i * size, size);
            long value = (first + i) % _length;
            if (size == 8)
                BinaryPrimitives.WriteInt64LittleEndian(place, value);
            else
                BinaryPrimitives.WriteInt32LittleEndian(place, (int)value);
        }
    }
}
