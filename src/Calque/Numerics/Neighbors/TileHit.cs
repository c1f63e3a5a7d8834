namespace Calque.Numerics.Neighbors;

/// <summary>Which columns of a panel reach the threshold of a query, or their own.</summary>
internal struct TileHit
{
    /// <summary>The query's place in the block.</summary>
    public int Row;

    /// <summary>Bit c: column c of the panel.</summary>
    public ulong Columns;
}
