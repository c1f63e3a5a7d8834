using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

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
        var known = new Dictionary<int, List<ushort>>();
        for (int block = 0; block < _blocks.Length; block++)
        {
            ReadOnlySpan<byte> content = values.Slice(block << BlockBits, BlockSize);
            var hash = default(HashCode);
            hash.AddBytes(content);
            int key = hash.ToHashCode();
            if (!known.TryGetValue(key, out List<ushort>? candidates))
                known.Add(key, candidates = []);
            int index = -1;
            foreach (ushort candidate in candidates)
            {
                if (CollectionsMarshal.AsSpan(packed).Slice(candidate << BlockBits, BlockSize).SequenceEqual(content))
                    index = candidate;
            }

            if (index < 0)
            {
                index = packed.Count >> BlockBits;
                candidates.Add((ushort)index);
                packed.AddRange(content);
            }

            _blocks[block] = (ushort)index;
        }

        _values = [.. packed];
    }

    /// <summary>The value of a code point; a number above 10FFFF is an error.</summary>
    public byte this[int codePoint] => _values[(_blocks[codePoint >> BlockBits] << BlockBits) | (codePoint & (BlockSize - 1))];
}
