using System;
using System.Collections.Generic;

namespace Calque.Text;

/// <summary>One byte for each code point, in two stages: blocks of 128 of which all are equal are kept once.</summary>
internal sealed class CodePointTable
{
    private const int BlockBits = 7;
    private const int BlockSize = 1 << BlockBits;
    private readonly ushort[] _blocks = new ushort[0x110000 >> BlockBits];
    private readonly byte[] _values;

    /// <summary>Packs the table from one byte for each code point up to 10FFFF.</summary>
    public CodePointTable(ReadOnlySpan<byte> values)
        : this(FindRuns(values), static value => (byte)value)
    {
    }

    /// <summary>Makes the table from runs.</summary>
    /// <param name="runs">In order and without gaps, so that together they cover all code points.</param>
    /// <param name="map">What a run's value becomes.</param>
    public CodePointTable(IReadOnlyList<CodePointRun> runs, Func<int, byte> map)
    {
        // One block for each value, shared by all that hold nothing else; blocks that two runs meet in follow.
        var packed = new List<byte>();
        var uniform = new Dictionary<byte, ushort>();
        Span<byte> mixed = stackalloc byte[BlockSize];
        foreach (CodePointRun run in runs)
        {
            byte value = map(run.Value);
            for (int at = run.Start; at < run.End;)
            {
                int block = at >> BlockBits;
                int whole = (run.End >> BlockBits) - block;
                if ((at & (BlockSize - 1)) == 0 && whole > 0)
                {
                    if (!uniform.TryGetValue(value, out ushort index))
                    {
                        mixed.Fill(value);
                        uniform.Add(value, index = AddBlock(packed, mixed));
                    }

                    _blocks.AsSpan(block, whole).Fill(index);
                    at += whole << BlockBits;
                    continue;
                }

                int end = Math.Min(run.End, (block + 1) << BlockBits);
                mixed[(at & (BlockSize - 1))..(end - (block << BlockBits))].Fill(value);
                if ((end & (BlockSize - 1)) == 0)
                    _blocks[block] = AddBlock(packed, mixed);
                at = end;
            }
        }

        _values = [.. packed];
    }

    /// <summary>The value of a code point; a number above 10FFFF is an error.</summary>
    public byte this[int codePoint] => _values[(_blocks[codePoint >> BlockBits] << BlockBits) | (codePoint & (BlockSize - 1))];

    private static ushort AddBlock(List<byte> packed, ReadOnlySpan<byte> content)
    {
        packed.AddRange(content);
        return (ushort)((packed.Count >> BlockBits) - 1);
    }

    private static List<CodePointRun> FindRuns(ReadOnlySpan<byte> values)
    {
        var runs = new List<CodePointRun>();
        for (int start = 0; start < values.Length;)
        {
            int length = values[start..].IndexOfAnyExcept(values[start]);
            int end = length < 0 ? values.Length : start + length;
            runs.Add(new CodePointRun(start, end, values[start]));
            start = end;
        }

        return runs;
    }
}
