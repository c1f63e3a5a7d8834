using System;
using Calque.Numerics.Neighbors;

namespace Calque.Retrieval;

/// <summary>Four more coordinates that turn a search by cos(x, y) − a(x) − b(y) into one by cosine; see <see cref="PenalizedSearch"/>.</summary>
internal sealed class Lengthening
{
    private const int ExtraCoordinates = 4;
    private const int BlockRows = 512;

    private readonly double _gauge;
    private readonly double _askingSquare;
    private readonly double _answeringSquare;

    private Lengthening(double gauge, double largestA, double largestB)
    {
        _gauge = gauge;
        _askingSquare = 1 + (gauge * gauge) + Square(largestA, gauge);
        _answeringSquare = 1 + (gauge * gauge) + Square(largestB, gauge);
        Length = Math.Sqrt(_askingSquare * _answeringSquare);
    }

    /// <summary>The product of the lengths of the longer rows: what their cosine is multiplied by to be cos − a − b.</summary>
    public double Length { get; }

    /// <summary>Makes the shape for centred penalties of either side; null stands for zeros.</summary>
    public static Lengthening For(double[]? a, double[]? b)
    {
        double largestA = Largest(a);
        double largestB = Largest(b);
        return new Lengthening(Math.Sqrt(Math.Max(largestA, largestB)), largestA, largestB);
    }

    /// <summary>The mean, summed in ascending order.</summary>
    public static double Mean(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>Makes the longer rows.</summary>
    /// <param name="rows">Rows, of which none is zero.</param>
    /// <param name="count">Rows to make.</param>
    /// <param name="places">Which ones; null: the first <paramref name="count"/>.</param>
    /// <param name="shares">The penalties of all rows, or null: zeros.</param>
    /// <param name="dimension">Columns of the rows.</param>
    /// <param name="asking">Which side.</param>
    /// <param name="threads">Threads to use.</param>
    public float[] Lengthen(float[] rows, int count, int[]? places, double[]? shares, int dimension, bool asking, int threads)
    {
        int width = dimension + ExtraCoordinates;
        float[] longer = new float[(long)count * width];
        WorkSharing.ForBlocks(threads, count, BlockRows, (first, block) =>
        {
            for (int i = first; i < first + block; i++)
            {
                int place = places is null ? i : places[i];
                ReadOnlySpan<float> row = rows.AsSpan(place * dimension, dimension);
                Span<float> result = longer.AsSpan(i * width, width);
                double squared = ExactCosine.Dot(row, row);
                if (squared == 0 || !double.IsFinite(squared))
                {
                    // As in the search itself: a zero row has no direction, and lengthened it would seem to have one.
                    throw new InvalidVectorsException(
                        $"{(asking ? "query" : "pool")} row {place}",
                        squared == 0 ? "a zero vector" : "a number that is not finite",
                        "a finite vector with a direction",
                        "A zero vector has no cosine with anything: leave such rows out before neighbours are searched.");
                }

                double scale = 1 / Math.Sqrt(squared);
                for (int j = 0; j < dimension; j++)
                {
                    result[j] = (float)(row[j] * scale);
                }

                double bent = _gauge == 0 || shares is null ? 0 : -shares[place] / _gauge;
                double goal = asking ? _askingSquare : _answeringSquare;
                double rest = Math.Sqrt(Math.Max(0, goal - 1 - (_gauge * _gauge) - (bent * bent)));
                result[dimension + (asking ? 0 : 1)] = (float)bent;
                result[dimension + (asking ? 1 : 0)] = (float)_gauge;
                result[dimension + (asking ? 2 : 3)] = (float)rest;
            }
        });
        return longer;
    }

    private static double Square(double largest, double gauge) => gauge == 0 ? 0 : largest / gauge * (largest / gauge);

    private static double Largest(double[]? values)
    {
        double largest = 0;
        foreach (double value in values ?? [])
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
