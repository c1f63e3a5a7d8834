using System;
using System.Threading;

namespace Calque.Numerics.Neighbors;

/// <summary>A search group by group (<see cref="TightGroups"/>): each group in itself, then what is not too far apart to matter.</summary>
internal sealed class GroupedSearch
{
    private readonly UnitRows _queries;
    private readonly UnitRows _pool;
    private readonly TightGroups _groups;
    private readonly NeighborSearchOptions _options;
    private readonly int _wanted;
    private readonly ExactList[] _ofQueries;
    private readonly ExactList[]? _ofPool;
    private double _mostPairs;

    public GroupedSearch(UnitRows queries, UnitRows pool, TightGroups groups, int wanted, bool bothDirections, NeighborSearchOptions options)
    {
        _queries = queries;
        _pool = pool;
        _groups = groups;
        _options = options;
        _wanted = wanted;
        _ofQueries = Lists(queries.Count, Math.Min(wanted, pool.Count));
        _ofPool = bothDirections ? Lists(pool.Count, Math.Min(wanted, queries.Count)) : null;
    }

    /// <summary>What the greatest part of it ran with.</summary>
    public NeighborScreenChoice? Choice { get; private set; }

    /// <summary>Searches, then hands out every row's neighbours.</summary>
    public void Run(Action<int, ExactList> ofQueries, Action<int, ExactList>? ofPool, Action<int>? progress, CancellationToken cancellationToken)
    {
        for (int group = 0; group < _groups.Count; group++)
        {
            Search(group, group, cancellationToken);
        }

        double[] queryFloors = Array.ConvertAll(_groups.Queries, rows => Floor(rows, _ofQueries));
        double[] poolFloors = Array.ConvertAll(_groups.Pool, rows => _ofPool is null ? double.MaxValue : Floor(rows, _ofPool));
        for (int group = 0; group < _groups.Count; group++)
        {
            for (int other = 0; other < _groups.Count; other++)
            {
                if (other != group && _groups.MostCosine(group, other) >= Math.Min(queryFloors[group], poolFloors[other]))
                {
                    Search(group, other, cancellationToken);
                }
            }

            foreach (int row in _groups.Queries[group])
            {
                ofQueries(row, _ofQueries[row]);
            }

            progress?.Invoke(_groups.Queries[group].Length);
        }

        for (int row = 0; _ofPool is not null && row < _ofPool.Length; row++)
        {
            ofPool!(row, _ofPool[row]);
        }
    }

    private void Search(int queryGroup, int poolGroup, CancellationToken cancellationToken)
    {
        int[] queries = _groups.Queries[queryGroup], pool = _groups.Pool[poolGroup];
        if (queries.Length == 0 || pool.Length == 0)
        {
            return;
        }

        // In a group by itself rows differ by little from its centre, which eight bits take out.
        bool own = queryGroup == poolGroup && !_groups.IsRest(queryGroup);
        NeighborSearchOptions options = own ? _options with { Screen = NeighborScreen.EightBit } : _options;
        using UnitRows someQueries = _queries.Subset(queries);
        using UnitRows somePool = _pool.Subset(pool);
        PartSearch part = new(someQueries, somePool, _wanted, options);
        part.Run(
            (row, list) => Add(list, pool, _ofQueries[queries[row]]),
            _ofPool is null ? null : (row, list) => Add(list, queries, _ofPool[pool[row]]),
            null,
            cancellationToken);
        double pairs = (double)queries.Length * pool.Length;
        if (pairs > _mostPairs)
        {
            _mostPairs = pairs;
            Choice = part.Choice;
        }
    }

    /// <summary>Members stand in ascending order, so lists of places in a group are ordered as those of the rows are.</summary>
    private static void Add(ExactList found, int[] members, ExactList list)
    {
        for (int rank = 0; rank < found.Count; rank++)
        {
            list.Insert(found.Score(rank), members[found.Column(rank)]);
        }
    }

    /// <summary>What a score must reach to matter to any of the rows.</summary>
    private static double Floor(int[] rows, ExactList[] lists)
    {
        double floor = double.MaxValue;
        foreach (int row in rows)
        {
            floor = Math.Min(floor, lists[row].IsFull ? lists[row].Worst : double.MinValue);
        }

        return floor;
    }

    private static ExactList[] Lists(int count, int k)
    {
        ExactList[] lists = new ExactList[count];
        for (int row = 0; row < count; row++)
        {
            lists[row] = new ExactList(k);
        }

        return lists;
    }
}
