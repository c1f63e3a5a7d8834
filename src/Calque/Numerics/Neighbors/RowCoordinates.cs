using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// The unit vectors that a screen multiplies. Either the rows themselves, or their coordinates on some axes and, as one more coordinate, a number not
/// below the length of what the axes leave over: then x·y ≤ Px·Py + |x − P'Px| |y − P'Py| (Cauchy and Schwarz), so the
/// product of the new vectors is a bound of the product of the old ones.
/// </summary>
internal sealed unsafe class RowCoordinates : IDisposable
{
    private const int Group = 32;

    private readonly int _dimension;
    private readonly double _slack;
    private readonly NativeArray<double>? _axes;
    private readonly int _paddedCount;

    /// <summary>The rows themselves.</summary>
    public RowCoordinates(int dimension)
    {
        _dimension = dimension;
        Count = dimension;
        Room = dimension;
        Rounding = 2e-12;
    }

    /// <summary>Takes the first <paramref name="count"/> of the axes.</summary>
    public RowCoordinates(LeadingAxes axes, int count)
    {
        _dimension = axes.Dimension;
        Axes = count;
        Count = count + 1;

        // A coordinate is a sum in double over the dimension; together they are off by this much, the defect of the axes included. The square of
        // their length is off by at most twice that, the rest by rounding another 4 · 2⁻⁵³; doubled for good measure.
        double error = axes.Defect + (axes.Dimension * Math.Sqrt(count) * 1.2e-16);
        _slack = (4 * error) + 1e-15;
        Rounding = (4 * error) + 2e-12;
        _paddedCount = (count + Group - 1) / Group * Group;
        Room = _paddedCount + 1;
        _axes = new NativeArray<double>((long)_paddedCount * _dimension);
        for (int axis = 0; axis < _paddedCount; axis++)
        {
            double* first = _axes.Pointer + ((nint)(axis / Group) * Group * _dimension) + (axis % Group);
            for (int k = 0; k < _dimension; k++)
            {
                first[(nint)k * Group] = axis < count ? axes.Values[(axis * _dimension) + k] : 0;
            }
        }
    }

    /// <summary>Axes; 0: the rows themselves.</summary>
    public int Axes { get; }

    /// <summary>Coordinates of a vector.</summary>
    public int Count { get; }

    /// <summary>
    /// How far the product of two vectors can be below the bound that it stands for, by rounding in double, a few more products of their size
    /// included (up to 4096 dimensions).
    /// </summary>
    public double Rounding { get; }

    /// <summary>Numbers that <see cref="Evaluate"/> needs room for.</summary>
    public int Room { get; }

    /// <summary>Writes the coordinates of a distinct row.</summary>
    /// <param name="rows">Its side.</param>
    /// <param name="group">Which one.</param>
    /// <param name="coordinates">Receives [<see cref="Count"/>]; has room for <see cref="Room"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Evaluate(UnitRows rows, int group, double* coordinates)
    {
        float* row = rows.Row(group);
        double scale = rows.Scale(group);
        if (_axes is null)
        {
            for (int k = 0; k < _dimension; k++)
            {
                coordinates[k] = row[k] * scale;
            }

            return;
        }

        Vector512<double> squares = Vector512<double>.Zero;
        double* axes = _axes.Pointer;
        for (int first = 0; first < _paddedCount; first += Group)
        {
            Vector512<double> s0 = Vector512<double>.Zero, s1 = Vector512<double>.Zero, s2 = Vector512<double>.Zero, s3 = Vector512<double>.Zero;
            for (int k = 0; k < _dimension; k++)
            {
                Vector512<double> value = Vector512.Create((double)row[k]);
                s0 = Vector512.MultiplyAddEstimate(value, Vector512.Load(axes), s0);
                s1 = Vector512.MultiplyAddEstimate(value, Vector512.Load(axes + 8), s1);
                s2 = Vector512.MultiplyAddEstimate(value, Vector512.Load(axes + 16), s2);
                s3 = Vector512.MultiplyAddEstimate(value, Vector512.Load(axes + 24), s3);
                axes += Group;
            }

            s0 *= scale;
            s1 *= scale;
            s2 *= scale;
            s3 *= scale;
            s0.Store(coordinates + first);
            s1.Store(coordinates + first + 8);
            s2.Store(coordinates + first + 16);
            s3.Store(coordinates + first + 24);
            squares += (s0 * s0) + (s1 * s1) + (s2 * s2) + (s3 * s3);
        }

        coordinates[Axes] = Math.Sqrt(Math.Max(1 - Vector512.Sum(squares), 0) + _slack);
    }

    /// <inheritdoc/>
    public void Dispose() => _axes?.Dispose();
}
