using System;
using System.Threading;

namespace Calque.Numerics.Neighbors;

/// <summary>One search: the two sides, the screen, and the threads that take block after block of the queries.</summary>
internal sealed class NeighborSearch : IDisposable
{
    private const int FirstTiles = 4;
    private const int ListBytes = 4 * 1024 * 1024;

    private readonly NeighborSearchOptions _options;
    private readonly InstructionSet _instructionSet;
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
        _instructionSet = options.InstructionSet ?? InstructionSets.Best;
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

        PairScorer scorer = new(_queries, _pool, _instructionSet);
        ScreenSelector selector = new(_queries, _pool, scorer, Math.Min(_k, _pool.Count), _options, _instructionSet);
        using Screen screen = selector.Make();
        screen.Opening = OpeningPanels.For(_queries, _pool, screen.ColumnsPerTile, Math.Min(_k, _pool.Count), _instructionSet);
        table.Screen = back.Screen = selector.Choice;
        CandidateLists?[] columns = Search(screen, scorer, table, bothDirections, progress, cancellationToken);
        ResultRows.CopyRepeats(_distinctQueries, table);
        if (bothDirections)
        {
            WriteColumns(columns, back);
            ResultRows.CopyRepeats(_distinctPool, back);
        }

        foreach (CandidateLists? part in columns)
        {
            part?.Dispose();
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pool.Dispose();
        _queries.Dispose();
    }

    /// <summary>Fills the table of the queries; returns the lists of the pool rows, one of each thread.</summary>
    private CandidateLists?[] Search(
        Screen screen, PairScorer scorer, NeighborTable table, bool bothDirections, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        int k = Math.Min(_k, _pool.Count);
        int blockRows = BlockRows(screen, k);
        int threads = Math.Min(_options.Threads, (_queries.Count + blockRows - 1) / blockRows);
        double margin = ScoreMargin.For(_pool.Dimension);
        CandidateLists?[] allColumns = new CandidateLists?[threads];
        int nextRow = 0;
        int nextThread = -1;
        int doneRows = 0;
        WorkSharing.Run(threads, () =>
        {
            CandidateLists? columns = bothDirections ? Columns(screen, margin) : null;
            allColumns[Interlocked.Increment(ref nextThread)] = columns;
            using CandidateLists lists = new(blockRows, 0, k, margin, scorer);
            using BlockScreen search = screen.NewBlock(blockRows, lists, columns);

            // A pool row's threshold stands still while a block passes it. The first blocks are small, lest all of their rows count as near.
            int wanted = bothDirections ? Math.Min(FirstTiles * screen.RowsPerTile, blockRows) : blockRows;
            while (!cancellationToken.IsCancellationRequested)
            {
                int first = Interlocked.Add(ref nextRow, wanted) - wanted;
                if (first >= _queries.Count)
                {
                    break;
                }

                int count = Math.Min(wanted, _queries.Count - first);
                wanted = Math.Min(2 * wanted, blockRows);
                lists.Begin(first, count);
                search.Run(first, count);
                for (int row = 0; row < count; row++)
                {
                    ResultRows.Write(lists.Finish(row), _distinctPool, table, _distinctQueries.First(first + row));
                }

                progress?.Report(new OperationProgress("neighbors", Interlocked.Add(ref doneRows, count), _queries.Count, "rows"));
            }
        });
        cancellationToken.ThrowIfCancellationRequested();
        return allColumns;
    }

    private CandidateLists Columns(Screen screen, double margin)
    {
        CandidateLists columns = new(
            _pool.Count, screen.ColumnsPerTile, Math.Min(_k, _queries.Count), margin, new PairScorer(_pool, _queries, _instructionSet));
        columns.Begin(0, _pool.Count);
        return columns;
    }

    private void WriteColumns(CandidateLists?[] columns, NeighborTable table) =>
        WorkSharing.ForBlocks(_options.Threads, _pool.Count, 1024, (first, count) =>
        {
            ExactList list = new(Math.Min(_k, _queries.Count));
            for (int row = first; row < first + count; row++)
            {
                list.Clear();
                foreach (CandidateLists? part in columns)
                {
                    part?.AddTo(row, list);
                }

                ResultRows.Write(list, _distinctQueries, table, _distinctPool.First(row));
            }
        });

    private int BlockRows(Screen screen, int k)
    {
        long rows = _options.BlockRows;
        if (rows == 0)
        {
            rows = Math.Min(screen.BlockRows, ListBytes / (sizeof(long) * (long)CandidateLists.Capacity(k)));
            rows = Math.Min(rows, (_queries.Count + _options.Threads - 1) / _options.Threads);
        }

        rows = Math.Clamp(rows, 1, _queries.Count);
        return (int)((rows + screen.RowsPerTile - 1) / screen.RowsPerTile * screen.RowsPerTile);
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
