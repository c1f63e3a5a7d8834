using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.Neighbors;

/// <summary>A sample in the coordinates of some axes: the bounds that a screen of the first of them would give.</summary>
internal sealed unsafe class PrincipalSample
{
    private readonly ScreenSample _sample;
    private readonly float[] _queries;
    private readonly float[] _pool;
    private readonly float[] _products;
    private readonly float[] _bounds;
    private readonly int _axes;
    private int _count;

    public PrincipalSample(LeadingAxes axes, ScreenSample sample, UnitRows pool)
    {
        _sample = sample;
        _axes = axes.Count;
        using RowCoordinates coordinates = new(axes, axes.Count);
        _queries = Project(coordinates, sample.Queries, null);
        _pool = Project(coordinates, pool, sample.PoolSample.Groups);
        _products = new float[sample.QuerySample.Count * sample.PoolSample.Count];
        _bounds = new float[_products.Length];
    }

    /// <summary>The bounds with the first <paramref name="count"/> axes, [sampled queries × sampled pool rows]; call with ascending counts; valid until the next call.</summary>
    public float[] Bounds(int count)
    {
        int queryCount = _sample.QuerySample.Count;
        int poolCount = _sample.PoolSample.Count;
        float[] queryRests = Rests(_queries, queryCount, count);
        float[] poolRests = Rests(_pool, poolCount, count);
        for (int i = 0; i < queryCount; i++)
        {
            Span<float> products = _products.AsSpan(i * poolCount, poolCount);
            for (int axis = _count; axis < count; axis++)
            {
                Add(products, _queries[(axis * queryCount) + i], _pool.AsSpan(axis * poolCount, poolCount));
            }

            Span<float> row = _bounds.AsSpan(i * poolCount, poolCount);
            products.CopyTo(row);
            Add(row, queryRests[i], poolRests);
        }

        _count = count;
        return _bounds;
    }

    /// <summary>The greater of the two sides' mean squared lengths once their means are taken out, with the first <paramref name="count"/> axes.</summary>
    public double Spread(int count) =>
        Math.Max(Spread(_queries, _sample.QuerySample.Count, count), Spread(_pool, _sample.PoolSample.Count, count));

    private static double Spread(float[] coordinates, int rows, int count)
    {
        double spread = 1 - Square(Rests(coordinates, rows, count));
        for (int axis = 0; axis < count; axis++)
        {
            spread -= Square(coordinates.AsSpan(axis * rows, rows));
        }

        return Math.Max(spread, 0);
    }

    private static double Square(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum / values.Length * (sum / values.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(Span<float> sums, float factor, ReadOnlySpan<float> values)
    {
        int j = 0;
        for (; j <= sums.Length - 8; j += 8)
        {
            (Vector256.Create((ReadOnlySpan<float>)sums[j..]) + (Vector256.Create(values[j..]) * factor)).CopyTo(sums[j..]);
        }

        for (; j < sums.Length; j++)
        {
            sums[j] += factor * values[j];
        }
    }

    /// <summary>The lengths of what the first axes leave over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] Rests(float[] coordinates, int rows, int count)
    {
        float[] rests = new float[rows];
        Array.Fill(rests, 1f);
        for (int axis = 0; axis < count; axis++)
        {
            ReadOnlySpan<float> values = coordinates.AsSpan(axis * rows, rows);
            for (int row = 0; row < rests.Length; row++)
            {
                rests[row] -= values[row] * values[row];
            }
        }

        for (int row = 0; row < rows; row++)
        {
            rests[row] = MathF.Sqrt(Math.Max(rests[row], 0));
        }

        return rests;
    }

    /// <summary>Coordinates as [axes × rows].</summary>
    private float[] Project(RowCoordinates coordinates, UnitRows rows, int[]? groups)
    {
        int count = groups?.Length ?? rows.Count;
        float[] result = new float[_axes * count];
        using NativeArray<double> room = new(coordinates.Room);
        for (int i = 0; i < count; i++)
        {
            coordinates.Evaluate(rows, groups is null ? i : groups[i], room.Pointer);
            for (int axis = 0; axis < _axes; axis++)
            {
                result[(axis * count) + i] = (float)room.Pointer[axis];
            }
        }

        return result;
    }
}
