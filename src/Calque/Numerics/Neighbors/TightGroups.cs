using System;
using System.Collections.Generic;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// A few directions that nearly all rows of both sides crowd around. Within such a group one screen for all cannot tell rows apart, a float perhaps
/// neither; searched by itself the group's centre is taken out first, and most pairs of groups are too far apart to be searched at all.
/// </summary>
/// <remarks>
/// For unit vectors with angles α to a and β to b, the angle between them is at least that between a and b less α and β (the triangle inequality on the
/// sphere), which bounds every cosine between two groups.
/// </remarks>
internal sealed class TightGroups
{
    /// <summary>A member's least cosine with the leader of its group.</summary>
    private const float Near = 0.9f;

    /// <summary>Leaders beyond which groups would be too small to be worth a search of their own.</summary>
    private const int MaxLeaders = 64;
    private const int LeastMembers = 8;

    /// <summary>Looking for groups costs a few milliseconds: not before this share of sampled pairs is near.</summary>
    private const double NearShare = 0.01;
    private const int Sampled = 64;
    private const int Searched = 512;

    /// <summary>Groups must leave out at least this share of all pairs.</summary>
    private const double LeftOut = 0.3;

    /// <summary>What a cosine in float may be off by.</summary>
    private const double Slack = 1e-4;

    private readonly double[,] _angles;
    private readonly double[] _queryRadius;
    private readonly double[] _poolRadius;

    private TightGroups(double[,] angles, int[][] queries, int[][] pool, double[] queryRadius, double[] poolRadius)
    {
        _angles = angles;
        Queries = queries;
        Pool = pool;
        _queryRadius = queryRadius;
        _poolRadius = poolRadius;
    }

    /// <summary>Groups, the last one of rows that belong to none.</summary>
    public int Count => Queries.Length;

    /// <summary>The distinct queries of each group, ascending.</summary>
    public int[][] Queries { get; }

    /// <summary>The distinct pool rows of each group, ascending.</summary>
    public int[][] Pool { get; }

    /// <summary>Whether a group is the one of rows that belong to none.</summary>
    public bool IsRest(int group) => group == Count - 1;

    /// <summary>A number that no exact cosine of a query of one group with a pool row of another exceeds.</summary>
    public double MostCosine(int queryGroup, int poolGroup) =>
        IsRest(queryGroup) || IsRest(poolGroup)
            ? 2
            : Math.Cos(Math.Max(_angles[queryGroup, poolGroup] - _queryRadius[queryGroup] - _poolRadius[poolGroup], 0)) + 1e-12;

    /// <summary>Looks for groups; null where there are none, or too many.</summary>
    public static TightGroups? Find(UnitRows queries, UnitRows pool)
    {
        if (!queries.IsTame || !pool.IsTame || NearPairs(new RowSample(queries, Sampled), new RowSample(pool, Sampled)) < NearShare)
        {
            return null;
        }

        List<float[]> leaders = [];
        if (!AddLeaders(leaders, new RowSample(pool, Searched)) || !AddLeaders(leaders, new RowSample(queries, Searched)) || leaders.Count < 2)
        {
            return null;
        }

        double[] queryRadius = new double[leaders.Count], poolRadius = new double[leaders.Count];
        TightGroups groups = new(
            Angles(leaders), Assign(leaders, queries, queryRadius), Assign(leaders, pool, poolRadius), queryRadius, poolRadius);
        return groups.ShareLeftOut() >= LeftOut ? groups : null;
    }

    private static double NearPairs(RowSample queries, RowSample pool)
    {
        int near = 0;
        for (int i = 0; i < queries.Count; i++)
        {
            for (int j = 0; j < pool.Count; j++)
            {
                near += Cosine(queries.Row(i), pool.Row(j)) >= Near ? 1 : 0;
            }
        }

        return near / ((double)queries.Count * pool.Count);
    }

    /// <summary>A row that is near to no leader becomes one, unless there are too many.</summary>
    private static bool AddLeaders(List<float[]> leaders, RowSample rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            if (Nearest(leaders, rows.Row(i), out _) >= 0)
            {
                continue;
            }

            if (leaders.Count == Math.Min(MaxLeaders, rows.Count / LeastMembers))
            {
                return false;
            }

            leaders.Add(rows.Row(i).ToArray());
        }

        return true;
    }

    private static int Nearest(List<float[]> leaders, ReadOnlySpan<float> row, out float cosine)
    {
        int nearest = -1;
        cosine = Near;
        for (int leader = 0; leader < leaders.Count; leader++)
        {
            float one = Cosine(leaders[leader], row);
            if (one >= cosine)
            {
                cosine = one;
                nearest = leader;
            }
        }

        return nearest;
    }

    private static unsafe int[][] Assign(List<float[]> leaders, UnitRows rows, double[] radius)
    {
        List<int>[] members = new List<int>[leaders.Count + 1];
        for (int group = 0; group < members.Length; group++)
        {
            members[group] = [];
        }

        float[] unit = new float[rows.Dimension];
        for (int row = 0; row < rows.Count; row++)
        {
            float* values = rows.Row(row);
            for (int k = 0; k < unit.Length; k++)
            {
                unit[k] = (float)(values[k] * rows.Scale(row));
            }

            int leader = Nearest(leaders, unit, out float cosine);
            members[leader < 0 ? leaders.Count : leader].Add(row);
            if (leader >= 0)
            {
                radius[leader] = Math.Max(radius[leader], Math.Acos(Math.Max(cosine - Slack, -1)));
            }
        }

        return Array.ConvertAll(members, list => list.ToArray());
    }

    private static double[,] Angles(List<float[]> leaders)
    {
        double[,] angles = new double[leaders.Count, leaders.Count];
        for (int i = 0; i < leaders.Count; i++)
        {
            for (int j = 0; j < leaders.Count; j++)
            {
                angles[i, j] = Math.Acos(Math.Min(Cosine(leaders[i], leaders[j]) + Slack, 1));
            }
        }

        return angles;
    }

    /// <summary>The share of pairs that will not be searched, if a query finds its neighbours in its own group.</summary>
    private double ShareLeftOut()
    {
        double all = 0, left = 0;
        for (int g = 0; g < Count; g++)
        {
            for (int h = 0; h < Count; h++)
            {
                double pairs = (double)Queries[g].Length * Pool[h].Length;
                all += pairs;
                left += g != h && !IsRest(g) && MostCosine(g, h) < Math.Cos(_queryRadius[g] + _poolRadius[g]) ? pairs : 0;
            }
        }

        return left / all;
    }

    private static unsafe float Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        fixed (float* a = x, b = y)
        {
            return FloatDot.Evaluate(a, b, x.Length);
        }
    }
}
