using System;
using System.Threading;

namespace Calque.Numerics.Neighbors;

/// <summary>One search: the two sides without repeats, searched as a whole or group by group, repeats written out again.</summary>
internal sealed class NeighborSearch : IDisposable
{
    private readonly NeighborSearchOptions _options;
    private readonly int _k;
    private readonly DistinctRows _distinctPool;
    private readonly DistinctRows _distinctQueries;
    private readonly UnitRows _pool;
    private readonly UnitRows _queries;

    public NeighborSearch(float[] queries, int queryCount, float[] pool, int poolCount, int dimension, int k, NeighborSearchOptions options)
    {
        options.Validate();
        CheckShape(queries, queryCount, dimension, nameof(queries));
        CheckShape(pool, poolCount, dimension, nameof(pool));
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        _options = options;
        _k = k;
        DistinctRows[] distinct = new DistinctRows[2];
        WorkSharing.ForBlocks(options.Threads, 2, 1, (side, _) =>
            distinct[side] = side == 0 ? DistinctRows.Find(pool, poolCount, dimension) : DistinctRows.Find(queries, queryCount, dimension));
        _distinctPool = distinct[0];
        _distinctQueries = distinct[1];
        _pool = new UnitRows(pool, _distinctPool, dimension, "pool", options.Threads);
        try
        {
            _queries = new UnitRows(queries, _distinctQueries, dimension, "query", options.Threads);
        }
        catch (InvalidVectorsException)
        {
            _pool.Dispose();
            throw;
        }
    }

    public MutualNeighbors Run(bool bothDirections, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        NeighborTable table = new(_distinctQueries.RowCount, Math.Min(_k, _distinctPool.RowCount));
        NeighborTable back = bothDirections ? new(_distinctPool.RowCount, Math.Min(_k, _distinctQueries.RowCount)) : table;
        MutualNeighbors result = new(table, back);
        if (_queries.Count == 0 || _pool.Count == 0)
        {
            return result;
        }

        int doneRows = 0;
        Action<int>? report = progress is null
            ? null
            : count => progress.Report(new OperationProgress("neighbors", Interlocked.Add(ref doneRows, count), _queries.Count, "rows"));
        Action<int, ExactList>? ofPool = bothDirections ? (row, list) => ResultRows.Write(list, _distinctQueries, back, _distinctPool.First(row)) : null;
        table.Screen = back.Screen = Search(
            (row, list) => ResultRows.Write(list, _distinctPool, table, _distinctQueries.First(row)), ofPool, report, cancellationToken);
        ResultRows.CopyRepeats(_distinctQueries, table);
        if (bothDirections)
        {
            ResultRows.CopyRepeats(_distinctPool, back);
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pool.Dispose();
        _queries.Dispose();
    }

    private NeighborScreenChoice? Search(
        Action<int, ExactList> ofQueries, Action<int, ExactList>? ofPool, Action<int>? progress, CancellationToken cancellationToken)
    {
        if (_options.Screen == NeighborScreen.Automatic && TightGroups.Find(_queries, _pool) is { } groups)
        {
            GroupedSearch grouped = new(_queries, _pool, groups, _k, ofPool is not null, _options);
            grouped.Run(ofQueries, ofPool, progress, cancellationToken);
            return grouped.Choice;
        }

        PartSearch whole = new(_queries, _pool, _k, _options);
        whole.Run(ofQueries, ofPool, progress, cancellationToken);
        return whole.Choice;
    }

    private static void CheckShape(float[] rows, int count, int dimension, string name)
    {
        ArgumentNullException.ThrowIfNull(rows, name);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, ScoreMargin.MaxDepth);
        if (rows.Length < (long)count * dimension)
        {
            throw new ArgumentException($"{rows.Length} numbers cannot hold {count} rows of {dimension}.", name);
        }
    }
}
