using System;
using System.Collections.Generic;
using System.Linq;

namespace Calque.Tests.OpensElsewhere;

/// <summary>A tensor as the independent reader found it: nothing here comes from the library under test.</summary>
internal sealed record IndependentTensor(string Name, string Type, long[] Shape, byte[] Bytes, string File)
{
    private int ElementSize => Type switch { "F64" or "I64" => 8, "F32" or "I32" => 4, "F16" or "BF16" => 2, _ => 1 };

    /// <summary>The bytes of one row: everything at one index of the axis (0, or 1 for a bias of shape [1, V]).</summary>
    public ReadOnlySpan<byte> Row(long index, long rows) => Bytes.AsSpan((int)(index * RowLength(rows)), RowLength(rows));

    /// <summary>The numbers of one row, exactly.</summary>
    public double[] Values(long index, long rows)
    {
        byte[] row = Row(index, rows).ToArray();
        return [.. Enumerable.Range(0, row.Length / ElementSize).Select(i => Read(row, i * ElementSize))];
    }

    private int RowLength(long rows) => (int)(Bytes.LongLength / rows);

    private double Read(byte[] bytes, int at) => Type switch
    {
        "F64" => BitConverter.ToDouble(bytes, at),
        "F32" => BitConverter.ToSingle(bytes, at),
        "F16" => (double)BitConverter.ToHalf(bytes, at),
        // A bfloat16 is the upper half of a float32.
        "BF16" => BitConverter.Int32BitsToSingle(BitConverter.ToUInt16(bytes, at) << 16),
        _ => throw new NotSupportedException(Type),
    };

    public static IReadOnlyDictionary<string, int> SizeOfTypes { get; } = new Dictionary<string, int>
    {
        ["F64"] = 8,
        ["I64"] = 8,
        ["F32"] = 4,
        ["I32"] = 4,
        ["F16"] = 2,
        ["BF16"] = 2,
        ["I8"] = 1,
        ["U8"] = 1,
        ["BOOL"] = 1,
    };
}
