using System;
using System.Threading;
using System.Threading.Tasks;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// Exact nearest neighbours by cosine. No similarity matrix exists: a tile of the product lives in registers, is compared with
/// what each row already has, and is forgotten.
/// </summary>
/// <remarks>
/// The result is defined by <see cref="ExactCosine"/> alone (score descending, then pool row ascending), so it has the same bits for any
/// number of threads, block size and instruction set. Memory beyond the inputs: the packed pool, the packed block and the lists of
/// each thread, the table.
/// </remarks>
public static class NearestNeighbors
{
    private const int BlockBytes = 512 * 1024;
    private const int ListBytes = 4 * 1024 * 1024;

    /// <summary>Finds the k nearest pool rows of every query.</summary>
    /// <param name="queries">[queryCount × dimension], row-major; no row zero, all numbers finite.</param>
    /// <param name="queryCount">Rows of <paramref name="queries"/>; may be 0.</param>
    /// <param name="pool">[poolCount × dimension], row-major; no row zero, all numbers finite.</param>
    /// <param name="poolCount">Rows of <paramref name="pool"/>; may be 0.</param>
    /// <param name="dimension">From 1 on.</param>
    /// <param name="k">Neighbours wanted, from 1 on; a smaller pool gives what there is. Made for up to a few hundred.</param>
    /// <param name="options">Threads and block size; null: the defaults.</param>
    /// <param name="progress">Told after every block, stage <c>neighbors</c>, unit <c>rows</c>.</param>
    /// <param name="cancellationToken">Ends the search between two blocks.</param>
    /// <exception cref="InvalidVectorsException">A row is zero or not finite; the message says which.</exception>
    /// <exception cref="ArgumentException">An array is shorter than its shape says.</exception>
    public static NeighborTable Search(
        float[] queries,
        int queryCount,
        float[] pool,
        int poolCount,
        int dimension,
        int k,
        NeighborSearchOptions? options = null,
        IProgress<OperationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new NeighborSearchOptions();
        options.Validate();
        CheckShape(queries, queryCount, dimension, nameof(queries));
        CheckShape(pool, poolCount, dimension, nameof(pool));
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);

        DistinctRows distinctPool = DistinctRows.Find(pool, poolCount, dimension);
        DistinctRows distinctQueries = DistinctRows.Find(queries, queryCount, dimension);
        NeighborTable table = new(queryCount, Math.Min(k, poolCount));
        InstructionSet instructionSet = options.InstructionSet ?? InstructionSets.Best;
        TileKernel kernel = TileKernel.For(instructionSet);
        int listLength = Math.Min(k, distinctPool.Count);

        using UnitPanels poolPanels = new(distinctPool.Count, kernel.ColumnsPerTile, dimension);
        double[] poolNorms = new double[distinctPool.Count];
        poolPanels.Pack(pool, distinctPool, 0, distinctPool.Count, poolNorms, "pool");
        if (queryCount == 0 || poolCount == 0)
        {
            return table;
        }

        int blockRows = BlockRows(options, distinctQueries.Count, dimension, listLength);
        int blocks = (distinctQueries.Count + blockRows - 1) / blockRows;
        int threads = Math.Min(options.Threads, blocks);
        int nextBlock = -1;
        int doneRows = 0;

        void Work()
        {
            double[] queryNorms = new double[blockRows];
            ExactScorer scorer = new(queries, distinctQueries, queryNorms, pool, distinctPool, poolNorms, dimension, instructionSet);
            using BlockSearch search = new(kernel, poolPanels, distinctPool.Count, dimension, blockRows, listLength, scorer);
            int block;
            while ((block = Interlocked.Increment(ref nextBlock)) < blocks && !cancellationToken.IsCancellationRequested)
            {
                int first = block * blockRows;
                int count = Math.Min(blockRows, distinctQueries.Count - first);
                search.Panels.Pack(queries, distinctQueries, first, count, queryNorms, "query");
                scorer.BeginBlock(first);
                search.Run(count);
                for (int row = 0; row < count; row++)
                {
                    ResultRows.Write(search.Lists.Finish(row), distinctPool, table, distinctQueries.First(first + row));
                }

                progress?.Report(new OperationProgress("neighbors", Interlocked.Add(ref doneRows, count), distinctQueries.Count, "rows"));
            }
        }

        Run(Work, threads);
        cancellationToken.ThrowIfCancellationRequested();
        ResultRows.CopyRepeats(distinctQueries, table);
        return table;
    }

    private static void Run(Action work, int threads)
    {
        if (threads == 1)
        {
            work();
            return;
        }

        try
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => work());
        }
        catch (AggregateException several) when (several.InnerException is CalqueException)
        {
            // Which block met its bad row first depends on the threads; the message should not.
            throw Lowest(several);
        }
    }

    private static CalqueException Lowest(AggregateException several)
    {
        CalqueException? lowest = null;
        foreach (Exception inner in several.InnerExceptions)
        {
            if (inner is CalqueException found
                && (lowest is null || found.Place.Length < lowest.Place.Length
                    || (found.Place.Length == lowest.Place.Length && string.CompareOrdinal(found.Place, lowest.Place) < 0)))
            {
                lowest = found;
            }
        }

        return lowest!; // the caller saw one
    }

    private static int BlockRows(NeighborSearchOptions options, int queries, int dimension, int listLength)
    {
        long rows = options.BlockRows;
        if (rows == 0)
        {
            rows = Math.Min(BlockBytes / (sizeof(float) * (long)dimension), ListBytes / (sizeof(long) * (long)CandidateLists.Capacity(listLength)));
            rows = Math.Min(rows, (queries + options.Threads - 1) / options.Threads);
        }

        rows = Math.Clamp(rows, 1, queries);
        long tiles = (rows + TileKernel.RowsPerTile - 1) / TileKernel.RowsPerTile;
        return (int)(tiles * TileKernel.RowsPerTile);
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
