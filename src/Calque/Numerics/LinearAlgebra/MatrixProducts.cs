using System;

namespace Calque.Numerics.LinearAlgebra;

/// <summary>
/// Dense products in double. Every element is one sum in ascending order of the inner index, each product and each addition rounded
/// once, so results have the same bits on every machine.
/// </summary>
public static unsafe class MatrixProducts
{
    /// <summary>Pairs that are packed at a time: two packed chunks of 300 columns fit the second-level cache.</summary>
    private const int Chunk = 128;

    /// <summary>Rows that are mapped at a time.</summary>
    private const int RowBlock = 32;

    /// <summary>Xᵀ diag(w) Y, the sum of w(n) x(n) y(n)ᵀ over all rows n.</summary>
    /// <param name="x">[count × xColumns], row-major.</param>
    /// <param name="xColumns">Columns of X.</param>
    /// <param name="y">[count × yColumns], row-major.</param>
    /// <param name="yColumns">Columns of Y.</param>
    /// <param name="count">Rows of both.</param>
    /// <param name="weights">One weight a row, or empty: all 1.</param>
    /// <param name="centreX">What is subtracted from each row of X in double first, [xColumns], or empty.</param>
    /// <param name="centreY">What is subtracted from each row of Y in double first, [yColumns], or empty.</param>
    /// <returns>[xColumns × yColumns], row-major.</returns>
    /// <exception cref="ArgumentException">A span is shorter than its shape says.</exception>
    public static double[] CrossProduct(
        ReadOnlySpan<float> x,
        int xColumns,
        ReadOnlySpan<float> y,
        int yColumns,
        int count,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> centreX = default,
        ReadOnlySpan<double> centreY = default)
    {
        Check(x.Length, count, xColumns, nameof(x));
        Check(y.Length, count, yColumns, nameof(y));
        if (!weights.IsEmpty)
        {
            Check(weights.Length, count, 1, nameof(weights));
        }

        int rows = DoubleTile.Pad(xColumns, DoubleTile.Rows);
        int columns = DoubleTile.Pad(yColumns, DoubleTile.Columns);
        double[] sums = new double[(long)rows * columns];
        double[] left = new double[(long)rows * Chunk];
        double[] right = new double[(long)columns * Chunk];
        fixed (double* c = sums, a = left, b = right)
        {
            for (int first = 0; first < count; first += Chunk)
            {
                int depth = Math.Min(Chunk, count - first);
                PackColumns(x, first, depth, xColumns, centreX, weights, left, DoubleTile.Rows);
                PackColumns(y, first, depth, yColumns, centreY, default, right, DoubleTile.Columns);
                for (int j = 0; j < columns; j += DoubleTile.Columns)
                {
                    for (int i = 0; i < rows; i += DoubleTile.Rows)
                    {
                        DoubleTile.Accumulate(a + ((nint)i * depth), b + ((nint)j * depth), depth, c + ((nint)i * columns) + j, columns);
                    }
                }
            }
        }

        return Trim(sums, columns, xColumns, yColumns);
    }

    /// <summary>Rows times a matrix: each float row u becomes u M, summed in double and rounded once.</summary>
    /// <param name="rows">[count × inner], row-major.</param>
    /// <param name="count">Rows.</param>
    /// <param name="inner">Columns of the rows, rows of the matrix.</param>
    /// <param name="matrix">[inner × columns], row-major.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="result">Receives [count × columns]; may be <paramref name="rows"/> itself where the shapes agree.</param>
    /// <exception cref="ArgumentException">A span is shorter than its shape says.</exception>
    public static void MapRows(ReadOnlySpan<float> rows, int count, int inner, ReadOnlySpan<double> matrix, int columns, Span<float> result)
    {
        Check(rows.Length, count, inner, nameof(rows));
        Check(matrix.Length, inner, columns, nameof(matrix));
        Check(result.Length, count, columns, nameof(result));
        int padded = DoubleTile.Pad(columns, DoubleTile.Columns);
        double[] right = PackMatrix(matrix, inner, columns, padded);
        double[] left = new double[(long)RowBlock * inner];
        double[] sums = new double[(long)RowBlock * padded];
        for (int first = 0; first < count; first += RowBlock)
        {
            int block = Math.Min(RowBlock, count - first);
            int paddedRows = DoubleTile.Pad(block, DoubleTile.Rows);
            Array.Clear(left);
            for (int r = 0; r < block; r++)
            {
                ReadOnlySpan<float> row = rows.Slice((first + r) * inner, inner);
                int place = (r / DoubleTile.Rows * DoubleTile.Rows * inner) + (r % DoubleTile.Rows);
                for (int k = 0; k < row.Length; k++)
                {
                    left[place + (k * DoubleTile.Rows)] = row[k];
                }
            }

            Array.Clear(sums);
            Multiply(left, paddedRows, right, padded, inner, sums);
            for (int r = 0; r < block; r++)
            {
                Span<float> destination = result.Slice((first + r) * columns, columns);
                ReadOnlySpan<double> source = sums.AsSpan(r * padded, columns);
                for (int j = 0; j < destination.Length; j++)
                {
                    destination[j] = (float)source[j];
                }
            }
        }
    }

    /// <summary>The product of two matrices in double.</summary>
    /// <param name="a">[rows × inner], row-major.</param>
    /// <param name="b">[inner × columns], row-major.</param>
    /// <param name="rows">Rows of A.</param>
    /// <param name="inner">Columns of A, rows of B.</param>
    /// <param name="columns">Columns of B.</param>
    /// <returns>[rows × columns], row-major.</returns>
    /// <exception cref="ArgumentException">A span is shorter than its shape says.</exception>
    public static double[] Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int rows, int inner, int columns)
    {
        Check(a.Length, rows, inner, nameof(a));
        Check(b.Length, inner, columns, nameof(b));
        int paddedRows = DoubleTile.Pad(rows, DoubleTile.Rows);
        int padded = DoubleTile.Pad(columns, DoubleTile.Columns);
        double[] right = PackMatrix(b, inner, columns, padded);
        double[] left = new double[(long)paddedRows * inner];
        for (int r = 0; r < rows; r++)
        {
            int place = (r / DoubleTile.Rows * DoubleTile.Rows * inner) + (r % DoubleTile.Rows);
            for (int k = 0; k < inner; k++)
            {
                left[place + (k * DoubleTile.Rows)] = a[(r * inner) + k];
            }
        }

        double[] sums = new double[(long)paddedRows * padded];
        Multiply(left, paddedRows, right, padded, inner, sums);
        return Trim(sums, padded, rows, columns);
    }

    private static void Multiply(double[] left, int rows, double[] right, int columns, int inner, double[] sums)
    {
        fixed (double* a = left, b = right, c = sums)
        {
            for (int j = 0; j < columns; j += DoubleTile.Columns)
            {
                for (int i = 0; i < rows; i += DoubleTile.Rows)
                {
                    DoubleTile.Accumulate(a + ((nint)i * inner), b + ((nint)j * inner), inner, c + ((nint)i * columns) + j, columns);
                }
            }
        }
    }

    /// <summary>Panels [depth][side] of the columns of some rows, widened, centred and weighted; columns beyond the last are zero.</summary>
    private static void PackColumns(
        ReadOnlySpan<float> rows,
        int first,
        int depth,
        int columns,
        ReadOnlySpan<double> centre,
        ReadOnlySpan<double> weights,
        double[] panels,
        int side)
    {
        int padded = DoubleTile.Pad(columns, side);
        for (int n = 0; n < depth; n++)
        {
            ReadOnlySpan<float> row = rows.Slice((first + n) * columns, columns);
            double weight = weights.IsEmpty ? 1 : weights[first + n];
            for (int i = 0; i < padded; i++)
            {
                double value = i < columns ? row[i] : 0;
                if (!centre.IsEmpty && i < columns)
                {
                    value -= centre[i];
                }

                panels[(i / side * side * depth) + (n * side) + (i % side)] = value * weight;
            }
        }
    }

    private static double[] PackMatrix(ReadOnlySpan<double> matrix, int inner, int columns, int padded)
    {
        double[] panels = new double[(long)inner * padded];
        for (int k = 0; k < inner; k++)
        {
            for (int j = 0; j < columns; j++)
            {
                panels[(j / DoubleTile.Columns * DoubleTile.Columns * inner) + (k * DoubleTile.Columns) + (j % DoubleTile.Columns)] =
                    matrix[(k * columns) + j];
            }
        }

        return panels;
    }

    private static double[] Trim(double[] padded, int stride, int rows, int columns)
    {
        double[] result = new double[(long)rows * columns];
        for (int i = 0; i < rows; i++)
        {
            padded.AsSpan(i * stride, columns).CopyTo(result.AsSpan(i * columns));
        }

        return result;
    }

    private static void Check(int length, int rows, int columns, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (length < (long)rows * columns)
        {
            throw new ArgumentException($"{length} numbers cannot hold {rows} rows of {columns}.", name);
        }
    }
}
