namespace Calque.Numerics.Neighbors;

/// <summary>
/// A register tile of the product of unit vectors: <see cref="RowsPerTile"/> queries against <see cref="ColumnsPerTile"/>
/// pool rows over the full depth, compared with the rows' thresholds before anything is stored. The seam between the
/// search and the instruction sets.
/// </summary>
/// <remarks>
/// Layout: queries in panels [depth][RowsPerTile], pool rows in panels [depth][ColumnsPerTile], both padded with zeros.
/// Scores are floats, each one chain of at most two roundings a step, so <see cref="ScoreMargin"/> bounds their error on every kernel.
/// </remarks>
internal abstract unsafe class TileKernel
{
    /// <summary>Query rows of a tile, the same for all kernels so that the packing is one.</summary>
    public const int RowsPerTile = 6;

    /// <summary>The widest tile of any kernel.</summary>
    public const int MaxColumnsPerTile = 64;

    /// <summary>Pool rows of a tile.</summary>
    public abstract int ColumnsPerTile { get; }

    /// <summary>
    /// Goes through query panels from <paramref name="firstPanel"/> on, against one pool panel, until a score reaches
    /// the threshold of its row.
    /// </summary>
    /// <param name="queries">The packed query panels of a block.</param>
    /// <param name="firstPanel">Where to begin.</param>
    /// <param name="panelCount">Query panels of the block.</param>
    /// <param name="pool">One packed pool panel, aligned to 64 bytes.</param>
    /// <param name="depth">Dimensions.</param>
    /// <param name="thresholds">A threshold for each query row of the block, [panelCount × RowsPerTile].</param>
    /// <param name="scores">Receives the scores of the rows that have a hit, [RowsPerTile × ColumnsPerTile].</param>
    /// <param name="rowMask">Bit r is set where row r of the panel has a hit.</param>
    /// <returns>The panel that has a hit, or <paramref name="panelCount"/>.</returns>
    public abstract int NextHit(
        float* queries, int firstPanel, int panelCount, float* pool, int depth, float* thresholds, float* scores, out int rowMask);

    /// <summary>The kernel of an instruction set.</summary>
    public static TileKernel For(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 => new Avx512Tile(),
        InstructionSet.Avx2 => new Avx2Tile(),
        InstructionSet.Portable => new Vector128Tile(),
        _ => new ScalarTile(),
    };
}
