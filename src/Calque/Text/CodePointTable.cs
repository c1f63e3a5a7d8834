using System;

namespace Calque.Text;

/// <summary>One byte for each code point, in two stages: blocks of 128 of which all are equal are kept once.</summary>
internal sealed class CodePointTable
{
    private const int BlockBits = 7;
    private const int BlockSize = 1 << BlockBits;
    private readonly ushort[] _blocks = new ushort[0x110000 >> BlockBits];
    private byte[] _values = new byte[64 << BlockBits];
    private int _count; // blocks

    /// <summary>Packs the table from one byte for each code point up to 10FFFF.</summary>
    public CodePointTable(ReadOnlySpan<byte> values)
        : this(FindRuns(values), static value => (byte)value)
    {
    }

    /// <summary>Makes the table from runs.</summary>
    /// <param name="runs">In order and without gaps, so that together they cover all code points.</param>
    /// <param name="map">What a run's value becomes.</param>
    public CodePointTable(CodePointRuns runs, Func<int, byte> map)
    {
        // One block for each value, shared by all that hold nothing else; blocks that two runs meet in follow.
        // (Loops, where the framework's Fill and a dictionary would be compiled in each process.)
        int[] uniform = new int[256]; // block + 1
        byte[] mixed = new byte[BlockSize];
        foreach (CodePointRun run in runs)
        {
            byte value = map(run.Value);
            for (int at = run.Start; at < run.End;)
            {
                int block = at >> BlockBits;
                int whole = (run.End >> BlockBits) - block;
                if ((at & (BlockSize - 1)) == 0 && whole > 0)
                {
                    if (uniform[value] == 0)
                    {
                        for (int i = 0; i < BlockSize; i++)
                            mixed[i] = value;
                        uniform[value] = AddBlock(mixed) + 1;
                    }

                    for (int i = block; i < block + whole; i++)
                        _blocks[i] = (ushort)(uniform[value] - 1);
                    at += whole << BlockBits;
                    continue;
                }

                int end = Math.Min(run.End, (block + 1) << BlockBits);
                for (int i = at; i < end; i++)
                    mixed[i & (BlockSize - 1)] = value;
                if ((end & (BlockSize - 1)) == 0)
                    _blocks[block] = (ushort)AddBlock(mixed);
                at = end;
            }
        }
    }

    /// <summary>The value of a code point; a number above 10FFFF is an error.</summary>
    public byte this[int codePoint] => _values[(_blocks[codePoint >> BlockBits] << BlockBits) | (codePoint & (BlockSize - 1))];

    private int AddBlock(byte[] content)
    {
        if (_values.Length == _count << BlockBits)
        {
            byte[] longer = new byte[_values.Length * 2];
            Array.Copy(_values, longer, _values.Length);
            _values = longer;
        }

        Array.Copy(content, 0, _values, _count << BlockBits, BlockSize);
        return _count++;
    }

    private static CodePointRuns FindRuns(ReadOnlySpan<byte> values)
    {
        var runs = new CodePointRuns();
        for (int start = 0; start < values.Length;)
        {
            int end = start + 1;
            while (end < values.Length && values[end] == values[start])
                end++;
            runs.Add(new CodePointRun(start, end, values[start]));
            start = end;
        }

        return runs;
    }
}
