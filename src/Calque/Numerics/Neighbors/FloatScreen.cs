using System;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// The float tile over the rows themselves, or over their coordinates on a few axes (<see cref="RowCoordinates"/>), which gives a bound of every cosine at
/// a fraction of the work.
/// </summary>
/// <remarks>
/// Scores lie within <see cref="ScoreMargin"/> of the products of the vectors that were packed: these have lengths of at most 1 + 2⁻²³, rounding them to
/// float is the packing that the margin counts, and what axes and coordinates in double are off by (<see cref="MaxDefect"/> and
/// 2⁻⁵³ · dimension · √m) is far below the 2⁻²⁴ that it has to spare several times.
/// </remarks>
internal sealed unsafe class FloatScreen : Screen
{
    /// <summary>Axes that are further from orthonormal than this are not used.</summary>
    public const double MaxDefect = 1e-9;

    /// <summary>A packed block of this size stays in the second-level cache; 256 to 768 KB measure alike.</summary>
    private const int BlockBytes = 512 * 1024;
    private const int MaxBlockRows = 2046;
    private const int PackedRows = 1024;

    private readonly TileKernel _kernel;
    private readonly UnitRows _queries;
    private readonly UnitRows _pool;
    private readonly RowCoordinates _coordinates;
    private readonly UnitPanels _panels;
    private readonly PairScorer _scorer;

    /// <summary>Packs the pool; the coordinates are the screen's from now on.</summary>
    public FloatScreen(UnitRows queries, UnitRows pool, RowCoordinates coordinates, PairScorer scorer, InstructionSet instructionSet, int threads)
    {
        _kernel = TileKernel.For(instructionSet);
        _queries = queries;
        _pool = pool;
        _coordinates = coordinates;
        _scorer = scorer;
        _panels = new UnitPanels(pool.Count, _kernel.ColumnsPerTile, coordinates.Count);
        WorkSharing.ForBlocks(threads, pool.Count, PackedRows, (first, count) => _panels.Pack(coordinates, pool, first, count, first));
        _panels.Pad(pool.Count);
    }

    /// <inheritdoc/>
    public override NeighborScreen Kind => _coordinates.Axes > 0 ? NeighborScreen.PrincipalComponents : NeighborScreen.None;

    /// <inheritdoc/>
    public override int Depth => _coordinates.Axes > 0 ? _coordinates.Axes : _coordinates.Count;

    /// <inheritdoc/>
    public override int RowsPerTile => TileKernel.RowsPerTile;

    /// <inheritdoc/>
    public override int ColumnsPerTile => _kernel.ColumnsPerTile;

    /// <inheritdoc/>
    public override int BlockRows => Math.Clamp(BlockBytes / (sizeof(float) * _coordinates.Count), RowsPerTile, MaxBlockRows);

    /// <inheritdoc/>
    public override BlockScreen NewBlock(int rows, CandidateLists lists, CandidateLists? columns) => NewBlock(_queries, _scorer, rows, lists, columns);

    /// <summary>A block for queries of its own.</summary>
    public BlockScreen NewBlock(UnitRows queries, PairScorer scorer, int rows, CandidateLists lists, CandidateLists? columns) =>
        new FloatBlock(this, _kernel, _coordinates, _panels, queries, _pool.Count, rows, scorer, lists, columns);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _panels.Dispose();
        _coordinates.Dispose();
        base.Dispose();
    }
}
