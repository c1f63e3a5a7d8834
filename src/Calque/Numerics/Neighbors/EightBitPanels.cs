using System;

namespace Calque.Numerics.Neighbors;

/// <summary>Encoded rows laid out for <see cref="EightBitKernel"/>, and the figures of each.</summary>
internal sealed unsafe class EightBitPanels : IDisposable
{
    private readonly int _width;
    private readonly int _bytesPerPair;
    private readonly NativeArray<byte> _bytes;

    /// <param name="capacity">Rows.</param>
    /// <param name="width">Rows of a panel.</param>
    /// <param name="bytesPerPair">2 for pool rows; 4 for queries, whose pairs stand twice.</param>
    /// <param name="dimension">Elements of a row.</param>
    public EightBitPanels(int capacity, int width, int bytesPerPair, int dimension)
    {
        _width = width;
        _bytesPerPair = bytesPerPair;
        Pairs = (dimension + 1) / 2;
        _bytes = new NativeArray<byte>((long)PanelCount(capacity) * PanelBytes);
        Rows = new EightBitRow[PanelCount(capacity) * width];
    }

    /// <summary>Pairs of elements of a row; an odd last element has a zero beside it.</summary>
    public int Pairs { get; }

    /// <summary>The figures of each row.</summary>
    public EightBitRow[] Rows { get; }

    private long PanelBytes => (long)_width * _bytesPerPair * Pairs;

    /// <summary>Panels that hold <paramref name="rows"/> rows.</summary>
    public int PanelCount(int rows) => (rows + _width - 1) / _width;

    /// <summary>The start of a panel.</summary>
    public byte* Panel(int index) => _bytes.Pointer + ((nint)index * (nint)PanelBytes);

    /// <summary>Encodes and packs distinct rows; <paramref name="target"/> is the place of the first.</summary>
    public void Pack(EightBitCode code, UnitRows rows, bool isPool, int first, int count, int target)
    {
        using NativeArray<float> room = new(code.RoomLength);
        Span<int> groups = stackalloc int[EightBitCode.Together];
        for (int i = 0; i < count; i += EightBitCode.Together)
        {
            int together = Math.Min(EightBitCode.Together, count - i);
            for (int lane = 0; lane < together; lane++)
            {
                groups[lane] = first + i + lane;
            }

            code.Encode(rows, groups[..together], isPool, room.Pointer, Rows.AsSpan(target + i, together));
            for (int lane = 0; lane < together; lane++)
            {
                Write(room.Pointer + lane, code.Dimension, target + i + lane);
            }
        }
    }

    /// <summary>Fills the places from <paramref name="count"/> to the end of its panel with zeros.</summary>
    public void Pad(int count)
    {
        for (int i = count; i < PanelCount(count) * _width; i++)
        {
            Write(null, 0, i);
            Rows[i] = default;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    /// <summary>Writes one row of integers, given as floats that stand 8 apart; zeros behind them.</summary>
    private void Write(float* integers, int count, int place)
    {
        byte* target = Panel(place / _width) + (place % _width * _bytesPerPair);
        int offset = _bytesPerPair == EightBitKernel.BytesPerPair ? EightBitKernel.Offset : 0;
        for (int pair = 0; pair < Pairs; pair++)
        {
            int even = 2 * pair < count ? (int)integers[(nint)2 * pair * EightBitCode.Together] : 0;
            int odd = (2 * pair) + 1 < count ? (int)integers[(nint)((2 * pair) + 1) * EightBitCode.Together] : 0;
            uint two = (byte)(even + offset) | ((uint)(byte)(odd + offset) << 8);
            if (offset != 0)
            {
                *(uint*)target = two | (two << 16);
            }
            else
            {
                *(ushort*)target = (ushort)two;
            }

            target += _width * _bytesPerPair;
        }
    }
}
