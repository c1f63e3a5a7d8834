using System;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// A screen of eight-bit products. With x = a/S + e and y = b/S + f (a, b integers, S the scale, rows centred and mixed):
/// x·y ≤ a·b/S² + |e| |y| + |a/S| |f|, so the integers' product gives a bound of every cosine. The rows may have been brought to fewer
/// coordinates first.
/// </summary>
/// <remarks>
/// cosine = x·y + (query · pool centre) + (query centre · pool row) − (product of the centres). What hangs on the column alone (its centre's part,
/// |f| times the greatest |a|/S) is where its sum begins, rounded upwards; what hangs on the query alone goes into its threshold.
/// A column whose beginning does not fit is offered to every query.
/// </remarks>
internal sealed unsafe class EightBitScreen : Screen
{
    private const int PackedRows = 1024;

    private readonly EightBitKernel _kernel;
    private readonly UnitRows _queries;
    private readonly UnitRows _pool;
    private readonly PairScorer _scorer;
    private readonly EightBitPanels _panels;
    private readonly NativeArray<short> _start;

    public EightBitScreen(UnitRows queries, UnitRows pool, EightBitCode code, PairScorer scorer, EightBitKernel kernel, int threads)
    {
        _kernel = kernel;
        _queries = queries;
        _pool = pool;
        _scorer = scorer;
        Code = code;
        _panels = new EightBitPanels(pool.Count, kernel.ColumnsPerTile, 2, code.Dimension);
        WorkSharing.ForBlocks(threads, pool.Count, PackedRows, (first, count) => _panels.Pack(code, pool, isPool: true, first, count, first));
        _panels.Pad(pool.Count);
        _start = new NativeArray<short>(PanelCount * kernel.ColumnsPerTile);
        for (int column = 0; column < _start.Length; column++)
        {
            _start.Pointer[column] = column < pool.Count ? Start(column) : short.MinValue;
        }
    }

    /// <inheritdoc/>
    public override NeighborScreen Kind => NeighborScreen.EightBit;

    /// <inheritdoc/>
    public override int Depth => Code.Coordinates.Axes > 0 ? Code.Coordinates.Axes : _pool.Dimension;

    /// <inheritdoc/>
    public override int RowsPerTile => _kernel.RowsPerTile;

    /// <inheritdoc/>
    public override int ColumnsPerTile => _kernel.ColumnsPerTile;

    /// <inheritdoc/>
    public override int BlockRows => 2040;

    /// <summary>How rows are encoded.</summary>
    public EightBitCode Code { get; }

    /// <summary>The greatest length of a pool row that is not offered to every query anyway.</summary>
    public double PoolLength { get; private set; }

    /// <summary>The packed pool.</summary>
    public EightBitPanels Panels => _panels;

    /// <summary>Where the columns' sums begin.</summary>
    public short* Starts => _start.Pointer;

    /// <summary>Panels of the pool.</summary>
    public int PanelCount => _panels.PanelCount(_pool.Count);

    /// <inheritdoc/>
    public override BlockScreen NewBlock(int rows, CandidateLists lists, CandidateLists? columns) =>
        new EightBitBlock(this, _kernel, _queries, _pool.Count, rows, _scorer, lists, columns);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _panels.Dispose();
        _start.Dispose();
        Code.Coordinates.Dispose();
    }

    private short Start(int column)
    {
        EightBitRow row = _panels.Rows[column];
        double scale = Code.Scale;
        double start = Math.Ceiling((scale * scale * (row.Shift - Code.Middle + (Code.Limit / scale * row.Error))) + 1e-3);
        if (!(Math.Abs(start) <= Code.MaxStart))
        {
            Clear(column);
            return short.MaxValue;
        }

        PoolLength = Math.Max(PoolLength, row.Length);
        return (short)((int)start - (EightBitKernel.Offset * row.Sum));
    }

    private void Clear(int column)
    {
        byte* panel = _panels.Panel(column / ColumnsPerTile) + (column % ColumnsPerTile * 2);
        for (int pair = 0; pair < _panels.Pairs; pair++)
        {
            *(ushort*)(panel + ((nint)pair * ColumnsPerTile * 2)) = 0;
        }
    }
}
