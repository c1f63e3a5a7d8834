using System;
using System.Collections.Generic;

namespace Calque.Text;

/// <summary>One byte for each code point, in two stages: equal blocks of 128 are kept once.</summary>
internal sealed class CodePointTable
{
    private const int BlockBits = 7;
    private const int BlockSize = 1 << BlockBits;
    private readonly ushort[] _blocks = new ushort[0x110000 >> BlockBits];
    private readonly byte[] _values;

    /// <summary>Packs the table from one byte for each code point up to 10FFFF.</summary>
    public CodePointTable(ReadOnlySpan<byte> values)
    {
        var packed = new List<byte>();
        var known = new Dictionary<string, ushort>(StringComparer.Ordinal);
        for (int block = 0; block < _blocks.Length; block++)
        {
            ReadOnlySpan<byte> content = values.Slice(block << BlockBits, BlockSize);
            string key = Convert.ToHexString(content);
            if (!known.TryGetValue(key, out ushort index))
            {
                index = (ushort)known.Count;
                known.Add(key, index);
                packed.AddRange(content);
            }

            _blocks[block] = index;
        }

        _values = [.. packed];
    }

    /// <summary>The value of a code point; a number above 10FFFF is an error.</summary>
    public byte this[int codePoint] => _values[(_blocks[codePoint >> BlockBits] << BlockBits) | (codePoint & (BlockSize - 1))];
}
