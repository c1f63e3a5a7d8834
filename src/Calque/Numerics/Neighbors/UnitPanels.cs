using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// Rows scaled to unit length and laid out for <see cref="TileKernel"/>: panels [depth][width] of <c>width</c> rows each, the
/// last one padded with zeros. Owns unmanaged memory, aligned to 64 bytes.
/// </summary>
internal sealed unsafe class UnitPanels : IDisposable
{
    private readonly int _width;
    private readonly int _depth;
    private readonly int _capacity;
    private float* _panels;

    /// <summary>Makes room for <paramref name="capacity"/> rows; what is in it is undefined until packed.</summary>
    public UnitPanels(int capacity, int width, int depth)
    {
        _width = width;
        _depth = depth;
        _capacity = capacity;
        nuint panels = (nuint)((capacity + width - 1) / width);
        _panels = (float*)NativeMemory.AlignedAlloc(panels * (nuint)width * (nuint)depth * sizeof(float), 64);
    }

    /// <summary>The start of a panel.</summary>
    public float* Panel(int index) => _panels + ((nint)index * _width * _depth);

    /// <summary>Panels that hold <paramref name="rows"/> rows.</summary>
    public int PanelCount(int rows) => (rows + _width - 1) / _width;

    /// <summary>Packs the rows <paramref name="firstGroup"/>.. of <paramref name="distinct"/> and leaves their squared lengths.</summary>
    /// <param name="rows">The matrix, row-major.</param>
    /// <param name="distinct">Which rows of it.</param>
    /// <param name="firstGroup">The first distinct row.</param>
    /// <param name="count">How many, at most the capacity.</param>
    /// <param name="squaredNorms">Receives dot(x, x) of each row, [count].</param>
    /// <param name="what">How an error names a row: <c>query</c> or <c>pool</c>.</param>
    /// <exception cref="InvalidVectorsException">A row is zero or holds a number that is not finite.</exception>
    public void Pack(ReadOnlySpan<float> rows, DistinctRows distinct, int firstGroup, int count, Span<double> squaredNorms, string what)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _capacity);
        for (int i = 0; i < count; i++)
        {
            int row = distinct.First(firstGroup + i);
            ReadOnlySpan<float> values = rows.Slice(row * _depth, _depth);
            double squared = ExactCosine.Dot(values, values);
            if (!(squared > 0) || double.IsInfinity(squared))
            {
                Refuse(what, row, squared);
            }

            squaredNorms[i] = squared;
            Scatter(values, 1.0 / Math.Sqrt(squared), Panel(i / _width) + (i % _width), _width);
        }

        for (int i = count; i < PanelCount(count) * _width; i++)
        {
            float* column = Panel(i / _width) + (i % _width);
            for (int k = 0; k < _depth; k++)
            {
                column[(nint)k * _width] = 0;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_panels);
        _panels = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter(ReadOnlySpan<float> values, double scale, float* column, int stride)
    {
        for (int k = 0; k < values.Length; k++)
        {
            *column = (float)(values[k] * scale);
            column += stride;
        }
    }

    private static void Refuse(string what, int row, double squared) =>
        throw new InvalidVectorsException(
            $"{what} row {row}",
            squared == 0 ? "a zero vector" : "a number that is not finite",
            "a finite vector with a direction",
            "A zero vector has no cosine with anything: leave such rows out before neighbours are searched.");
}
