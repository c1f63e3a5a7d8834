using System;
using System.Numerics;

namespace Calque.Numerics.Neighbors;

/// <summary>A block of queries for <see cref="EightBitScreen"/>.</summary>
internal sealed unsafe class EightBitBlock : BlockScreen
{
    private readonly EightBitScreen _screen;
    private readonly EightBitKernel _kernel;
    private readonly UnitRows _queries;
    private readonly EightBitPanels _panels;
    private readonly CandidateLists? _columns;
    private readonly double[] _shifts;
    private readonly NativeArray<short> _thresholds;
    private readonly NativeArray<short> _columnThresholds;
    private readonly NativeArray<short> _rowShifts;
    private readonly double _squaredScale;
    private readonly int _shift;
    private double _greatestShift;

    public EightBitBlock(
        EightBitScreen screen, EightBitKernel kernel, UnitRows queries, int poolCount, int rows, PairScorer scorer, CandidateLists lists, CandidateLists? columns)
        : base(screen, poolCount, rows, scorer, lists, columns)
    {
        _screen = screen;
        _kernel = kernel;
        _queries = queries;
        _columns = columns;
        _panels = new EightBitPanels(rows, kernel.RowsPerTile, EightBitKernel.BytesPerPair, screen.Code.Dimension);
        _shifts = new double[rows];
        _thresholds = new NativeArray<short>((long)_panels.PanelCount(rows) * kernel.RowsPerTile);
        _columnThresholds = new NativeArray<short>(kernel.ColumnsPerTile);
        _rowShifts = new NativeArray<short>(_thresholds.Length);
        _squaredScale = screen.Code.Scale * screen.Code.Scale;
        _shift = BitOperations.Log2((uint)screen.Code.Segments);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _panels.Dispose();
        _thresholds.Dispose();
        _columnThresholds.Dispose();
        _rowShifts.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void Pack(int first, int count)
    {
        _panels.Pack(_screen.Code, _queries, isPool: false, first, count, 0);
        _panels.Pad(count);
        for (int row = 0; row < _thresholds.Length; row++)
        {
            _thresholds.Pointer[row] = row < count ? short.MinValue : short.MaxValue;
        }

        // The part of each query's bounds that hangs on it alone.
        EightBitCode code = _screen.Code;
        _greatestShift = double.MinValue;
        for (int row = 0; row < count; row++)
        {
            EightBitRow figures = _panels.Rows[row];
            _shifts[row] = figures.Shift + code.Middle - code.CentreProduct
                + (code.TypicalError * (figures.Length + figures.Error)) + (Math.Max(figures.Error - code.TypicalError, 0) * _screen.PoolLength)
                + (code.RelativeError * figures.Length * _screen.PoolLength) + code.Coordinates.Rounding;
            _greatestShift = Math.Max(_greatestShift, _shifts[row]);
        }

        // Columns' thresholds are made for the greatest of them; the others' sums count for as much less.
        for (int row = 0; row < _rowShifts.Length; row++)
        {
            double less = row < count ? Math.Ceiling((_shifts[row] - _greatestShift) * _squaredScale / (1 << _shift)) : 0;
            _rowShifts.Pointer[row] = (short)Math.Max(less, short.MinValue);
        }
    }

    /// <inheritdoc/>
    protected override int Multiply(int panel, int count, TileHit* hits)
    {
        int found = _kernel.Multiply(
            _panels.Panel(0),
            _panels.PanelCount(count),
            (sbyte*)_screen.Panels.Panel(panel),
            _screen.Starts(panel),
            _panels.Pairs,
            _screen.Code.SegmentPairs,
            _shift,
            _thresholds.Pointer,
            ColumnThresholds(panel),
            _rowShifts.Pointer,
            hits);

        // A column that is offered to every query is offered to the padding too.
        while (found > 0 && hits[found - 1].Row >= count)
        {
            found--;
        }

        return found;
    }

    /// <inheritdoc/>
    protected override void Tighten(int row, double score) => _thresholds.Pointer[row] = Threshold(score - _shifts[row]);

    /// <summary>The sum that a bound of this size comes from, rounded downwards, less what the segments' sums may have lost.</summary>
    private short Threshold(double bound)
    {
        double sum = ((bound * _squaredScale) - 1e-3) / (1 << _shift);
        int most = short.MaxValue >> _shift << _shift; // what a column that is offered to every query comes to
        return (short)Math.Max(Math.Min(Math.Floor(sum) - (_shift > 0 ? 1 << _shift : 0), most), short.MinValue);
    }

    private short* ColumnThresholds(int panel)
    {
        if (_columns is null)
        {
            return null;
        }

        double* floors = _columns.Floors + ((nint)panel * _kernel.ColumnsPerTile);
        for (int c = 0; c < _kernel.ColumnsPerTile; c++)
        {
            _columnThresholds.Pointer[c] = Threshold(floors[c] - _greatestShift);
        }

        return _columnThresholds.Pointer;
    }
}
