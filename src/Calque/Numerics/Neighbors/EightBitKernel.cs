using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// A register tile of products of small integers: queries of 7 bits (−64 to 63, stored with 64 added) against pool rows of 8 bits
/// (−127 to 127), summed in 16 bits.
/// </summary>
/// <remarks>
/// Layout: a query panel is [pairs][rows][4 bytes], two neighbouring elements written twice, so that one load spreads them; a pool panel is
/// [pairs][columns][2 bytes]. Two products of 7 and 8 bits never saturate (2 · 127 · 127 = 32,258). The sum may wrap on the way: addition is
/// exact modulo 2¹⁶, so a final value within 16 bits is right, and who packs makes sure that it is within.
/// </remarks>
internal abstract unsafe class EightBitKernel
{
    /// <summary>What is added to a query's element.</summary>
    public const int Offset = 64;

    /// <summary>Bytes that two elements of a query take.</summary>
    public const int BytesPerPair = 4;

    /// <summary>Queries of a tile.</summary>
    public abstract int RowsPerTile { get; }

    /// <summary>Pool rows of a tile.</summary>
    public abstract int ColumnsPerTile { get; }

    /// <summary>Multiplies all query panels with one pool panel.</summary>
    /// <param name="queries">The packed query panels of a block.</param>
    /// <param name="panelCount">Query panels of the block.</param>
    /// <param name="pool">One packed pool panel.</param>
    /// <param name="start">Where the sum of each column begins in each segment, [segments × ColumnsPerTile].</param>
    /// <param name="pairs">Pairs of elements.</param>
    /// <param name="segmentPairs">Pairs of a segment; the last one may have fewer.</param>
    /// <param name="shift">With several segments: how many bits the sum of each loses, rounded downwards, before they are added up.</param>
    /// <param name="thresholds">A threshold for each query row of the block, [panelCount × RowsPerTile].</param>
    /// <param name="columnThresholds">A threshold for each column of the panel, or null.</param>
    /// <param name="rowShifts">What is added to each row's sums before they are held against the columns' thresholds, never above 0.</param>
    /// <param name="hits">Receives, for each row that has any, the columns whose sum reaches the row's threshold or their own; room for every row.</param>
    /// <returns>The number of hits written.</returns>
    public abstract int Multiply(
        byte* queries, int panelCount, sbyte* pool, short* start, int pairs, int segmentPairs, int shift, short* thresholds, short* columnThresholds, short* rowShifts, TileHit* hits);

    /// <summary>The kernel of an instruction set; null where it has no product of bytes.</summary>
    public static EightBitKernel? For(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 when Avx512BW.IsSupported => new Avx512EightBitTile(),
        InstructionSet.Avx512 or InstructionSet.Avx2 when Avx2.IsSupported => new Avx2EightBitTile(),
        _ => null,
    };

    /// <inheritdoc cref="TileKernel.Append"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static TileHit* Append(TileHit* hit, int row, ulong columns) => TileKernel.Append(hit, row, columns);
}
