using System;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// A screen of eight-bit products. With x = a/S + e and y = b/S + f (a, b integers, S the scale, rows centred and mixed):
/// x·y ≤ a·b/S² + |e| |y| + |a/S| |f|, so the integers' product gives a bound of every cosine. The rows may have been brought to fewer
/// coordinates first.
/// </summary>
/// <remarks>
/// With any number r, |e| |y| + |a/S| |f| ≤ r |y| + max(|e| − r, 0) max|y| + r |a/S| + max(|f| − r, 0) max|a/S|: parts that hang on one row each; r is about the
/// usual error (<see cref="EightBitCode.TypicalError"/>), so the maxima matter to few.
/// cosine = x·y + (query · pool centre) + (query centre · pool row) − (product of the centres). What hangs on the column alone is where its sum begins, rounded upwards; what hangs on the query alone goes into its threshold.
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
        _start = new NativeArray<short>((long)PanelCount * code.Segments * kernel.ColumnsPerTile);
        new Span<short>(_start.Pointer, (int)_start.Length).Clear();
        for (int column = 0; column < pool.Count; column++)
        {
            Begin(column);
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

    /// <summary>Where the sums of a panel's columns begin, [segments × columns].</summary>
    public short* Starts(int panel) => _start.Pointer + ((nint)panel * Code.Segments * ColumnsPerTile);

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
        base.Dispose();
    }

    /// <summary>
    /// In the first segment a column's sum begins with what hangs on the column alone; in every segment the 64 that was added to each of
    /// the query's elements is taken off again.
    /// </summary>
    private void Begin(int column)
    {
        EightBitRow row = _panels.Rows[column];
        short* start = Starts(column / ColumnsPerTile) + (column % ColumnsPerTile);
        byte* elements = _panels.Panel(column / ColumnsPerTile) + (column % ColumnsPerTile * 2);
        double error = (Code.TypicalError * row.Length) + (Code.Limit * Math.Sqrt(Code.Segments) / Code.Scale * Math.Max(row.Error - Code.TypicalError, 0));
        double own = Math.Ceiling((Code.Scale * Code.Scale * (row.Shift - Code.Middle + error)) + 1e-3);
        bool fits = Math.Abs(own) <= Code.MaxStart;
        PoolLength = fits ? Math.Max(PoolLength, row.Length) : PoolLength;
        for (int segment = 0; segment < Code.Segments; segment++)
        {
            int sum = 0;
            for (int pair = segment * Code.SegmentPairs; pair < Math.Min((segment + 1) * Code.SegmentPairs, _panels.Pairs); pair++)
            {
                sbyte* two = (sbyte*)(elements + ((nint)pair * ColumnsPerTile * 2));
                if (!fits)
                {
                    two[0] = two[1] = 0;
                }

                sum += two[0] + two[1];
            }

            start[(nint)segment * ColumnsPerTile] = fits ? (short)((segment == 0 ? (int)own : 0) - (EightBitKernel.Offset * sum)) : short.MaxValue;
        }
    }
}
