using System.Runtime.CompilerServices;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// A register tile of the product of vectors: <see cref="RowsPerTile"/> queries against <see cref="ColumnsPerTile"/>
/// pool rows over the full depth, compared with thresholds and forgotten. The seam between the search and the instruction sets.
/// </summary>
/// <remarks>
/// Layout: queries in panels [depth][RowsPerTile], pool rows in panels [depth][ColumnsPerTile], both padded with zeros.
/// Scores are floats, each one chain of at most two roundings a step, so <see cref="ScoreMargin"/> bounds their error on every kernel.
/// </remarks>
internal abstract unsafe class TileKernel
{
    /// <summary>Query rows of a tile, the same for all kernels so that the packing is one.</summary>
    public const int RowsPerTile = 6;

    /// <summary>Pool rows of a tile, at most 64.</summary>
    public abstract int ColumnsPerTile { get; }

    /// <summary>Multiplies all query panels with one pool panel.</summary>
    /// <param name="queries">The packed query panels of a block.</param>
    /// <param name="panelCount">Query panels of the block.</param>
    /// <param name="pool">One packed pool panel, aligned to 64 bytes.</param>
    /// <param name="depth">Dimensions.</param>
    /// <param name="thresholds">A threshold for each query row of the block, [panelCount × RowsPerTile].</param>
    /// <param name="columnThresholds">A threshold for each column of the pool panel, [ColumnsPerTile], or null.</param>
    /// <param name="hits">Receives, for each row that has any, the columns whose score reaches the row's threshold or their own; room for every row.</param>
    /// <param name="scores">Receives the scores of each hit's row, [hits × ColumnsPerTile], or null; room for every row and one more.</param>
    /// <returns>The number of hits written.</returns>
    public abstract int Multiply(float* queries, int panelCount, float* pool, int depth, float* thresholds, float* columnThresholds, TileHit* hits, float* scores);

    /// <summary>The kernel of an instruction set.</summary>
    public static TileKernel For(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 => new Avx512Tile(),
        InstructionSet.Avx2 => new Avx2Tile(),
        InstructionSet.Portable => new Vector128Tile(),
        _ => new ScalarTile(),
    };

    /// <summary>Writes a row's columns and steps on if there are any: no branch to guess wrong.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileHit* Append(TileHit* hit, int row, ulong columns)
    {
        hit->Row = row;
        hit->Columns = columns;
        return hit + (columns != 0 ? 1 : 0);
    }
}
