using System;
using System.Runtime.CompilerServices;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// Rows scaled to unit length and laid out for <see cref="TileKernel"/>: panels [depth][width] of <c>width</c> rows each, the
/// last one padded with zeros.
/// </summary>
internal sealed unsafe class UnitPanels : IDisposable
{
    private readonly int _width;
    private readonly int _depth;
    private readonly NativeArray<float> _panels;

    /// <summary>Makes room for <paramref name="capacity"/> rows; what is in it is undefined until packed.</summary>
    public UnitPanels(int capacity, int width, int depth)
    {
        _width = width;
        _depth = depth;
        _panels = new NativeArray<float>((long)PanelCount(capacity) * width * depth);
    }

    /// <summary>The start of a panel.</summary>
    public float* Panel(int index) => _panels.Pointer + ((nint)index * _width * _depth);

    /// <summary>The first number of a row; the next ones stand <c>width</c> apart.</summary>
    public float* Row(int index) => Panel(index / _width) + (index % _width);

    /// <summary>Panels that hold <paramref name="rows"/> rows.</summary>
    public int PanelCount(int rows) => (rows + _width - 1) / _width;

    /// <summary>Packs the vectors of distinct rows; <paramref name="target"/> is the place of the first.</summary>
    public void Pack(RowCoordinates coordinates, UnitRows rows, int firstGroup, int count, int target)
    {
        using NativeArray<double> room = new(coordinates.Room);
        for (int i = 0; i < count; i++)
        {
            coordinates.Evaluate(rows, firstGroup + i, room.Pointer);
            Scatter(room.Pointer, _depth, Row(target + i), _width);
        }
    }

    /// <summary>Fills the places from <paramref name="count"/> to the end of its panel with zeros.</summary>
    public void Pad(int count)
    {
        for (int i = count; i < PanelCount(count) * _width; i++)
        {
            float* column = Row(i);
            for (int k = 0; k < _depth; k++)
            {
                column[(nint)k * _width] = 0;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _panels.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter(double* values, int depth, float* column, int stride)
    {
        for (int k = 0; k < depth; k++)
        {
            *column = (float)values[k];
            column += stride;
        }
    }
}
