using System;
using System.Threading;

namespace Calque.Numerics.Neighbors;

/// <summary>One search of some distinct queries in some distinct pool rows: a screen, and the threads that take block after block of the queries.</summary>
internal sealed class PartSearch
{
    private const int FirstTiles = 4;
    private const int ListBytes = 4 * 1024 * 1024;

    private readonly UnitRows _queries;
    private readonly UnitRows _pool;
    private readonly NeighborSearchOptions _options;
    private readonly InstructionSet _instructionSet;
    private readonly int _wanted;

    /// <param name="queries">The queries.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="wanted">Neighbours wanted.</param>
    /// <param name="options">How.</param>
    public PartSearch(UnitRows queries, UnitRows pool, int wanted, NeighborSearchOptions options)
    {
        _queries = queries;
        _pool = pool;
        _wanted = wanted;
        _options = options;
        _instructionSet = options.InstructionSet ?? InstructionSets.Best;
    }

    /// <summary>What it ran with.</summary>
    public NeighborScreenChoice? Choice { get; private set; }

    /// <summary>Searches.</summary>
    /// <param name="ofQueries">Takes each query's neighbours, from several threads, in no order; the list is good until it returns.</param>
    /// <param name="ofPool">Takes each pool row's neighbours likewise; null: they are not wanted.</param>
    /// <param name="progress">Is told how many queries are done.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public void Run(Action<int, ExactList> ofQueries, Action<int, ExactList>? ofPool, Action<int>? progress, CancellationToken cancellationToken)
    {
        PairScorer scorer = new(_queries, _pool, _instructionSet);
        int k = Math.Min(_wanted, _pool.Count);
        ScreenSelector selector = new(_queries, _pool, scorer, k, _options, _instructionSet);
        using Screen screen = selector.Make();
        Choice = selector.Choice;
        screen.Opening = OpeningPanels.For(_queries, _pool, screen.ColumnsPerTile, k, _instructionSet);
        int blockRows = BlockRows(screen, k);
        int threads = Math.Min(_options.Threads, (_queries.Count + blockRows - 1) / blockRows);
        double margin = ScoreMargin.For(_pool.Dimension);
        CandidateLists?[] columnsOfThreads = new CandidateLists?[threads];
        int nextRow = 0;
        int nextThread = -1;
        try
        {
            WorkSharing.Run(threads, () =>
            {
                CandidateLists? columns = ofPool is null ? null : Columns(screen, margin);
                columnsOfThreads[Interlocked.Increment(ref nextThread)] = columns;
                using CandidateLists lists = new(blockRows, 0, k, margin, scorer);
                using BlockScreen search = screen.NewBlock(blockRows, lists, columns);

                // A pool row's threshold stands still while a block passes it. The first blocks are small, lest all of their rows count as near.
                int wanted = ofPool is null ? blockRows : Math.Min(FirstTiles * screen.RowsPerTile, blockRows);
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
                        ofQueries(first + row, lists.Finish(row));
                    }

                    progress?.Invoke(count);
                }
            });
            cancellationToken.ThrowIfCancellationRequested();
            if (ofPool is not null)
            {
                Finish(columnsOfThreads, ofPool);
            }
        }
        finally
        {
            foreach (CandidateLists? columns in columnsOfThreads)
            {
                columns?.Dispose();
            }
        }
    }

    private CandidateLists Columns(Screen screen, double margin)
    {
        CandidateLists columns = new(
            _pool.Count, screen.ColumnsPerTile, Math.Min(_wanted, _queries.Count), margin, new PairScorer(_pool, _queries, _instructionSet));
        columns.Begin(0, _pool.Count);
        return columns;
    }

    private void Finish(CandidateLists?[] columnsOfThreads, Action<int, ExactList> ofPool) =>
        WorkSharing.ForBlocks(_options.Threads, _pool.Count, 1024, (first, count) =>
        {
            ExactList list = new(Math.Min(_wanted, _queries.Count));
            for (int row = first; row < first + count; row++)
            {
                list.Clear();
                foreach (CandidateLists? columns in columnsOfThreads)
                {
                    columns?.AddTo(row, list);
                }

                ofPool(row, list);
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
}
