using System;

namespace Calque.Numerics.LinearAlgebra;

/// <summary>
/// A = U Σ Vᵀ by one-sided Jacobi rotations in double: slower than LAPACK's way but more accurate (small singular values keep their
/// digits), short, and the same bits on every machine.
/// </summary>
/// <remarks>
/// Hestenes 1958; the order of rotations and the pivoting after de Rijk 1989; what counts as zero: columns shorter than
/// max(rows, columns) · 2⁻⁵² of the longest. Their left vectors are completed to an orthonormal set from the unit vectors.
/// </remarks>
public sealed class SingularValueDecomposition
{
    private const double Epsilon = 2.220446049250313e-16;
    private const int MaxSweeps = 60;

    private SingularValueDecomposition(int rows, int columns, double[] u, double[] values, double[] v)
    {
        Rows = rows;
        Columns = columns;
        U = u;
        Values = values;
        V = v;
    }

    /// <summary>Rows of the matrix.</summary>
    public int Rows { get; }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>The smaller of <see cref="Rows"/> and <see cref="Columns"/>: how many singular values there are.</summary>
    public int Count => Values.Length;

    /// <summary>Left singular vectors as columns, [<see cref="Rows"/> × <see cref="Count"/>], row-major; orthonormal.</summary>
    public double[] U { get; }

    /// <summary>Singular values in descending order, [<see cref="Count"/>].</summary>
    public double[] Values { get; }

    /// <summary>Right singular vectors as columns, [<see cref="Columns"/> × <see cref="Count"/>], row-major; orthonormal.</summary>
    public double[] V { get; }

    /// <summary>Singular values above rounding: the numerical rank.</summary>
    public int Rank
    {
        get
        {
            int rank = 0;
            while (rank < Count && Values[rank] > 0)
            {
                rank++;
            }

            return rank;
        }
    }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">[rows × columns], row-major; finite. It is not changed.</param>
    /// <param name="rows">From 1 on.</param>
    /// <param name="columns">From 1 on.</param>
    /// <exception cref="ArgumentException">The span is shorter than its shape says, or holds a number that is not finite.</exception>
    public static SingularValueDecomposition Compute(ReadOnlySpan<double> matrix, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (matrix.Length < (long)rows * columns)
        {
            throw new ArgumentException($"{matrix.Length} numbers cannot hold {rows} rows of {columns}.", nameof(matrix));
        }

        // The rotations work on the longer side's vectors; work[j] is column j (of the matrix or of its transpose).
        bool transposed = rows < columns;
        int length = transposed ? columns : rows;
        int count = transposed ? rows : columns;
        double largest = 0;
        foreach (double value in matrix[..(rows * columns)])
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("The matrix holds a number that is not finite.", nameof(matrix));
            }

            largest = Math.Max(largest, Math.Abs(value));
        }

        // A power of two brings the largest element near 1, so that no square overflows or vanishes; undoing it is exact.
        double scale = largest == 0 ? 1 : PowerOfTwo(-Math.Clamp(ExponentOf(largest), -1000, 1000));
        double[][] work = new double[count][];
        double[][] right = new double[count][];
        for (int j = 0; j < count; j++)
        {
            work[j] = new double[length];
            right[j] = new double[count];
            right[j][j] = 1;
            for (int i = 0; i < length; i++)
            {
                work[j][i] = (transposed ? matrix[(j * columns) + i] : matrix[(i * columns) + j]) * scale;
            }
        }

        double[] values = Diagonalize(work, right, length);
        for (int j = 0; j < count; j++)
        {
            values[j] /= scale;
        }

        double[] left = Interleave(work, length);
        double[] rightColumns = Interleave(right, count);
        return transposed
            ? new SingularValueDecomposition(rows, columns, rightColumns, values, left)
            : new SingularValueDecomposition(rows, columns, left, values, rightColumns);
    }

    /// <summary>
    /// Rotates pairs of columns until all are orthogonal; leaves unit columns in <paramref name="work"/>, sorted, and returns their lengths.
    /// </summary>
    private static double[] Diagonalize(double[][] work, double[][] right, int length)
    {
        int count = work.Length;
        double[] squares = new double[count];
        double tolerance = Epsilon * Math.Sqrt(length);
        double negligible = Math.Max(length, count) * Epsilon;
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            for (int j = 0; j < count; j++)
            {
                squares[j] = Rotation.Dot(work[j], work[j]);
            }

            bool rotated = false;
            for (int p = 0; p < count - 1; p++)
            {
                MoveLongestTo(p, squares, work, right);
                double floor = negligible * Math.Sqrt(Largest(squares));
                for (int q = p + 1; q < count; q++)
                {
                    if (squares[q] <= floor * floor)
                    {
                        continue;
                    }

                    double product = Rotation.Dot(work[p], work[q]);
                    if (Math.Abs(product) <= tolerance * Math.Sqrt(squares[p]) * Math.Sqrt(squares[q]))
                    {
                        continue;
                    }

                    rotated = true;
                    double zeta = (squares[q] - squares[p]) / (2 * product);
                    double sign = zeta < 0 ? -1 : 1;
                    double tangent = Math.Abs(zeta) > 1e150 // where the square would overflow
                        ? 1 / (2 * zeta)
                        : sign / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta)));
                    double cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
                    double sine = cosine * tangent;
                    Rotation.Apply(work[p], work[q], cosine, sine);
                    Rotation.Apply(right[p], right[q], cosine, sine);
                    squares[p] = Math.Max(0, squares[p] - (tangent * product));
                    squares[q] = Math.Max(0, squares[q] + (tangent * product));
                }
            }

            if (!rotated)
            {
                break;
            }
        }

        return Normalize(work, right, length, negligible);
    }

    private static double[] Normalize(double[][] work, double[][] right, int length, double negligible)
    {
        int count = work.Length;
        double[] values = new double[count];
        for (int j = 0; j < count; j++)
        {
            values[j] = Math.Sqrt(Rotation.Dot(work[j], work[j]));
        }

        for (int p = 0; p < count - 1; p++)
        {
            MoveLongestTo(p, values, work, right);
        }

        double floor = negligible * values[0];
        for (int j = 0; j < count; j++)
        {
            if (values[j] <= floor || values[j] == 0)
            {
                values[j] = 0;
                OrthonormalCompletion.Fill(work, j, length);
                continue;
            }

            Divide(work[j], values[j]);
        }

        // Thousands of rotations let the lengths of V drift by a few roundings.
        foreach (double[] column in right)
        {
            Divide(column, Math.Sqrt(Rotation.Dot(column, column)));
        }

        return values;
    }

    private static void Divide(double[] vector, double divisor)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] /= divisor;
        }
    }

    private static void MoveLongestTo(int place, double[] lengths, double[][] work, double[][] right)
    {
        int best = place;
        for (int j = place + 1; j < lengths.Length; j++)
        {
            if (lengths[j] > lengths[best])
            {
                best = j;
            }
        }

        if (best != place)
        {
            (lengths[place], lengths[best]) = (lengths[best], lengths[place]);
            (work[place], work[best]) = (work[best], work[place]);
            (right[place], right[best]) = (right[best], right[place]);
        }
    }

    private static double Largest(double[] values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }

    private static double[] Interleave(double[][] columns, int length)
    {
        double[] matrix = new double[(long)length * columns.Length];
        for (int i = 0; i < length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                matrix[(i * columns.Length) + j] = columns[j][i];
            }
        }

        return matrix;
    }

    private static int ExponentOf(double value) => (int)((BitConverter.DoubleToInt64Bits(value) >> 52) & 0x7FF) - 1023;

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);
}
