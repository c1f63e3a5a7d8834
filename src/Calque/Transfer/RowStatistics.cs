using System;
using System.Numerics;
using System.Threading;
using Calque.Numerics;

namespace Calque.Transfer;

/// <summary>Mean and standard deviation of the rows of a matrix, dimension by dimension; a random row is drawn from them.</summary>
public sealed class RowStatistics
{
    private RowStatistics(double[] mean, double[] deviation, int rows, int skipped)
    {
        Mean = mean;
        Deviation = deviation;
        Rows = rows;
        NonFiniteRows = skipped;
    }

    /// <summary>The mean of each column.</summary>
    public double[] Mean { get; }

    /// <summary>The standard deviation of each column (population: divided by the number of rows, as in WECHSEL).</summary>
    public double[] Deviation { get; }

    /// <summary>How many rows counted.</summary>
    public int Rows { get; }

    /// <summary>Rows left out because they hold a value that is not finite.</summary>
    public int NonFiniteRows { get; }

    /// <summary>
    /// Computes in double precision, in two passes, each column in ascending order of rows. Padding rows and holes stay out:
    /// in the public WECHSEL they enter mean and deviation.
    /// </summary>
    /// <param name="matrix">The source rows.</param>
    /// <param name="counts">1 for each row that counts; rows beyond its length do not.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static RowStatistics Compute(EmbeddingRows matrix, ReadOnlySpan<byte> counts, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int columns = matrix.Columns;
        float[] buffer = new float[columns];
        bool[] used = new bool[Math.Min(matrix.Rows, counts.Length)];
        double[] mean = new double[columns];
        int rows = 0;
        int skipped = 0;
        for (int row = 0; row < used.Length; row++)
        {
            if (counts[row] == 0)
                continue;
            if ((row & 1023) == 0)
                cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> values = matrix.Read(row, buffer);
            if (!FiniteNumbers.All(values))
            {
                skipped++;
                continue;
            }

            used[row] = true;
            rows++;
            AddTo(mean, values);
        }

        double[] deviation = new double[columns];
        if (rows == 0)
            return new RowStatistics(mean, deviation, 0, skipped);
        for (int column = 0; column < columns; column++)
            mean[column] /= rows;
        for (int row = 0; row < used.Length; row++)
        {
            if (!used[row])
                continue;
            if ((row & 1023) == 0)
                cancellation.ThrowIfCancellationRequested();
            AddSquaresTo(deviation, matrix.Read(row, buffer), mean);
        }

        for (int column = 0; column < columns; column++)
            deviation[column] = Math.Sqrt(deviation[column] / rows);
        return new RowStatistics(mean, deviation, rows, skipped);
    }

    private static void AddTo(Span<double> sums, ReadOnlySpan<float> values)
    {
        int j = 0;
        for (; j <= values.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(in values[j]), out Vector<double> low, out Vector<double> high);
            (Vector.LoadUnsafe(in sums[j]) + low).StoreUnsafe(ref sums[j]);
            (Vector.LoadUnsafe(in sums[j + Vector<double>.Count]) + high).StoreUnsafe(ref sums[j + Vector<double>.Count]);
        }

        for (; j < values.Length; j++)
            sums[j] += values[j];
    }

    // Product and sum are rounded apart on every machine: a fused step here would change bits.
    private static void AddSquaresTo(Span<double> sums, ReadOnlySpan<float> values, ReadOnlySpan<double> means)
    {
        int j = 0;
        int half = Vector<double>.Count;
        for (; j <= values.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(in values[j]), out Vector<double> low, out Vector<double> high);
            low -= Vector.LoadUnsafe(in means[j]);
            high -= Vector.LoadUnsafe(in means[j + half]);
            (Vector.LoadUnsafe(in sums[j]) + (low * low)).StoreUnsafe(ref sums[j]);
            (Vector.LoadUnsafe(in sums[j + half]) + (high * high)).StoreUnsafe(ref sums[j + half]);
        }

        for (; j < values.Length; j++)
        {
            double difference = values[j] - means[j];
            sums[j] += difference * difference;
        }
    }
}
