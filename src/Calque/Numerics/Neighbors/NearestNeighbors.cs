using System;
using System.Threading;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// Exact nearest neighbours by cosine. No similarity matrix exists: a tile of the product lives in registers, is compared with
/// what each row already has, and is forgotten.
/// </summary>
/// <remarks>
/// The result is defined by <see cref="ExactCosine"/> alone (score descending, then row ascending), so it has the same bits for any
/// number of threads, block size, screen and instruction set. Memory beyond the inputs: the packed pool, the packed block and the lists of
/// each thread, the table.
/// </remarks>
public static class NearestNeighbors
{
    /// <summary>Finds the k nearest pool rows of every query.</summary>
    /// <param name="queries">[queryCount × dimension], row-major; no row zero, all numbers finite.</param>
    /// <param name="queryCount">Rows of <paramref name="queries"/>; may be 0.</param>
    /// <param name="pool">[poolCount × dimension], row-major; no row zero, all numbers finite.</param>
    /// <param name="poolCount">Rows of <paramref name="pool"/>; may be 0.</param>
    /// <param name="dimension">From 1 on.</param>
    /// <param name="k">Neighbours wanted, from 1 on; a smaller pool gives what there is. Made for up to a few hundred.</param>
    /// <param name="options">Threads, block size and screen; null: the defaults.</param>
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
        using NeighborSearch search = new(queries, queryCount, pool, poolCount, dimension, k, options ?? new NeighborSearchOptions());
        return search.Run(bothDirections: false, progress, cancellationToken).OfQueries;
    }

    /// <summary>
    /// Finds the k nearest pool rows of every query and the k nearest queries of every pool row in one pass: each pair is multiplied once.
    /// What cross-domain similarity local scaling needs (Conneau et al. 2018, section 2.3).
    /// </summary>
    /// <inheritdoc cref="Search"/>
    public static MutualNeighbors SearchBoth(
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
        using NeighborSearch search = new(queries, queryCount, pool, poolCount, dimension, k, options ?? new NeighborSearchOptions());
        return search.Run(bothDirections: true, progress, cancellationToken);
    }
}
