using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Calque.Numerics.Sparse;

/// <summary>
/// A sparse matrix in compressed sparse row form (CSR): the entries of row r stand at <see cref="RowOffsets"/>[r] up to, without,
/// RowOffsets[r + 1]. The arrays are the caller's and must not change afterwards.
/// </summary>
public sealed class CompressedRowMatrix
{
    /// <summary>Wraps the three arrays after checking them.</summary>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="rowOffsets">[rows + 1], from 0, ascending, ending with the number of entries.</param>
    /// <param name="columnIndices">The column of each entry, inside the matrix.</param>
    /// <param name="weights">The value of each entry, finite.</param>
    /// <exception cref="ArgumentException">The arrays do not form a matrix; the message says where.</exception>
    public CompressedRowMatrix(int columns, long[] rowOffsets, int[] columnIndices, float[] weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentNullException.ThrowIfNull(rowOffsets);
        ArgumentNullException.ThrowIfNull(columnIndices);
        ArgumentNullException.ThrowIfNull(weights);
        if (rowOffsets.Length == 0 || rowOffsets[0] != 0 || rowOffsets[^1] != columnIndices.Length || weights.Length != columnIndices.Length)
        {
            throw new ArgumentException("Row offsets must begin with 0 and end with the number of columns and weights.", nameof(rowOffsets));
        }

        for (int row = 1; row < rowOffsets.Length; row++)
        {
            if (rowOffsets[row] < rowOffsets[row - 1])
            {
                throw new ArgumentException($"The offset of row {row} lies before that of row {row - 1}.", nameof(rowOffsets));
            }
        }

        for (int entry = 0; entry < columnIndices.Length; entry++)
        {
            if ((uint)columnIndices[entry] >= (uint)columns)
            {
                throw new ArgumentException($"Entry {entry} has column {columnIndices[entry]} of {columns}.", nameof(columnIndices));
            }

            if (!float.IsFinite(weights[entry]))
            {
                throw new ArgumentException($"Entry {entry} has a weight that is not finite.", nameof(weights));
            }
        }

        Columns = columns;
        RowOffsets = rowOffsets;
        ColumnIndices = columnIndices;
        Weights = weights;
    }

    /// <summary>Rows.</summary>
    public int Rows => RowOffsets.Length - 1;

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>Where each row's entries begin, [<see cref="Rows"/> + 1].</summary>
    public long[] RowOffsets { get; }

    /// <summary>The column of each entry.</summary>
    public int[] ColumnIndices { get; }

    /// <summary>The value of each entry.</summary>
    public float[] Weights { get; }

    /// <summary>Entries in all.</summary>
    public int EntryCount => ColumnIndices.Length;

    /// <summary>
    /// Some rows of this matrix times a dense one. Each element is summed in double over the row's entries in their order and rounded
    /// once; products of two floats are exact in double, so the bits are the same on every machine and for any split of the rows. An empty
    /// row gives zeros.
    /// </summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rowCount">How many rows.</param>
    /// <param name="source">The dense matrix, [<see cref="Columns"/> × width], row-major.</param>
    /// <param name="width">Columns of the dense matrix, from 1 on.</param>
    /// <param name="destination">Receives [rowCount × width].</param>
    /// <exception cref="ArgumentException">A span is shorter than its shape says.</exception>
    public void Multiply(int firstRow, int rowCount, ReadOnlySpan<float> source, int width, Span<float> destination)
    {
        Check(firstRow, rowCount, source.Length, width, destination.Length);
        for (int r = 0; r < rowCount; r++)
        {
            MultiplyRow(Entries(firstRow + r), source, width, destination.Slice(r * width, width));
        }
    }

    /// <inheritdoc cref="Multiply(int, int, ReadOnlySpan{float}, int, Span{float})"/>
    /// <remarks>The result stays in double; products are rounded before they are added, on every machine.</remarks>
    public void Multiply(int firstRow, int rowCount, ReadOnlySpan<double> source, int width, Span<double> destination)
    {
        Check(firstRow, rowCount, source.Length, width, destination.Length);
        for (int r = 0; r < rowCount; r++)
        {
            MultiplyRow(Entries(firstRow + r), source, width, destination.Slice(r * width, width));
        }
    }

    private Range Entries(int row) => (int)RowOffsets[row]..(int)RowOffsets[row + 1];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyRow(Range entries, ReadOnlySpan<float> source, int width, Span<float> destination)
    {
        ReadOnlySpan<int> columns = ColumnIndices.AsSpan(entries);
        ReadOnlySpan<float> weights = Weights.AsSpan(entries);
        int step = 2 * Vector<float>.Count;
        int j = 0;
        for (; j <= width - step; j += step)
        {
            // Four sums of doubles side by side, so that the additions of one do not wait for each other.
            Vector<double> s0 = Vector<double>.Zero, s1 = Vector<double>.Zero, s2 = Vector<double>.Zero, s3 = Vector<double>.Zero;
            for (int e = 0; e < columns.Length; e++)
            {
                ReadOnlySpan<float> row = source.Slice((columns[e] * width) + j, step);
                Vector<double> weight = new(weights[e]);
                Vector.Widen(new Vector<float>(row), out Vector<double> low, out Vector<double> high);
                s0 += weight * low;
                s1 += weight * high;
                Vector.Widen(new Vector<float>(row[Vector<float>.Count..]), out low, out high);
                s2 += weight * low;
                s3 += weight * high;
            }

            Vector.Narrow(s0, s1).CopyTo(destination[j..]);
            Vector.Narrow(s2, s3).CopyTo(destination[(j + Vector<float>.Count)..]);
        }

        for (; j < width; j++)
        {
            double sum = 0;
            for (int e = 0; e < columns.Length; e++)
            {
                sum += (double)weights[e] * source[(columns[e] * width) + j];
            }

            destination[j] = (float)sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyRow(Range entries, ReadOnlySpan<double> source, int width, Span<double> destination)
    {
        ReadOnlySpan<int> columns = ColumnIndices.AsSpan(entries);
        ReadOnlySpan<float> weights = Weights.AsSpan(entries);
        int step = 2 * Vector<double>.Count;
        int j = 0;
        for (; j <= width - step; j += step)
        {
            Vector<double> s0 = Vector<double>.Zero, s1 = Vector<double>.Zero;
            for (int e = 0; e < columns.Length; e++)
            {
                ReadOnlySpan<double> row = source.Slice((columns[e] * width) + j, step);
                Vector<double> weight = new(weights[e]);
                s0 += weight * new Vector<double>(row);
                s1 += weight * new Vector<double>(row[Vector<double>.Count..]);
            }

            s0.CopyTo(destination[j..]);
            s1.CopyTo(destination[(j + Vector<double>.Count)..]);
        }

        for (; j < width; j++)
        {
            double sum = 0;
            for (int e = 0; e < columns.Length; e++)
            {
                sum += weights[e] * source[(columns[e] * width) + j];
            }

            destination[j] = sum;
        }
    }

    private void Check(int firstRow, int rowCount, int sourceLength, int width, int destinationLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowCount, Rows - firstRow);
        if (sourceLength < (long)Columns * width)
        {
            throw new ArgumentException($"{sourceLength} numbers cannot hold {Columns} rows of {width}.");
        }

        if (destinationLength < (long)rowCount * width)
        {
            throw new ArgumentException($"{destinationLength} numbers cannot hold {rowCount} rows of {width}.");
        }
    }
}
