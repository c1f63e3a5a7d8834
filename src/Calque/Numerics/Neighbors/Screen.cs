using System;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// Finds every pair whose exact cosine may be good enough, and few others. Holds the pool in its own form, packed once and read by all
/// threads; a <see cref="BlockScreen"/> holds a block of queries for one thread.
/// </summary>
internal abstract class Screen : IDisposable
{
    /// <summary>Which one it is.</summary>
    public abstract NeighborScreen Kind { get; }

    /// <summary>Principal components or dimensions that the product runs over.</summary>
    public abstract int Depth { get; }

    /// <summary>Queries of a tile: blocks are whole tiles.</summary>
    public abstract int RowsPerTile { get; }

    /// <summary>Columns of a tile.</summary>
    public abstract int ColumnsPerTile { get; }

    /// <summary>Queries of a block that keeps to the second-level cache.</summary>
    public abstract int BlockRows { get; }

    /// <summary>What every block begins with, or null; the screen's own from the moment it is set.</summary>
    public OpeningPanels? Opening { get; set; }

    /// <summary>Makes a block for one thread.</summary>
    /// <param name="rows">Its capacity, a multiple of <see cref="RowsPerTile"/>.</param>
    /// <param name="lists">Where candidates of the queries go.</param>
    /// <param name="columns">Where those of the pool rows go, or null: only the queries' neighbours are wanted.</param>
    public abstract BlockScreen NewBlock(int rows, CandidateLists lists, CandidateLists? columns);

    /// <inheritdoc/>
    public virtual void Dispose() => Opening?.Dispose();
}
