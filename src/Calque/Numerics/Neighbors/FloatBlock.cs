namespace Calque.Numerics.Neighbors;

/// <summary>A block of queries for <see cref="FloatScreen"/>.</summary>
internal sealed unsafe class FloatBlock : BlockScreen
{
    private readonly TileKernel _kernel;
    private readonly RowCoordinates _coordinates;
    private readonly UnitPanels _pool;
    private readonly UnitRows _queries;
    private readonly UnitPanels _panels;
    private readonly CandidateLists? _columns;
    private readonly NativeArray<float> _thresholds;
    private readonly NativeArray<float> _columnThresholds;
    private readonly NativeArray<float>? _scores;
    private readonly double _margin;

    public FloatBlock(
        FloatScreen screen,
        TileKernel kernel,
        RowCoordinates coordinates,
        UnitPanels pool,
        UnitRows queries,
        int poolCount,
        int rows,
        PairScorer scorer,
        CandidateLists lists,
        CandidateLists? columns)
        : base(screen, poolCount, rows, scorer, lists, columns)
    {
        _kernel = kernel;
        _coordinates = coordinates;
        _pool = pool;
        _queries = queries;
        _columns = columns;
        _panels = new UnitPanels(rows, TileKernel.RowsPerTile, coordinates.Count);
        _thresholds = new NativeArray<float>((long)_panels.PanelCount(rows) * TileKernel.RowsPerTile);
        _columnThresholds = new NativeArray<float>(kernel.ColumnsPerTile);
        // Over all dimensions the products are scores within the margin, as good as any that could be made anew.
        _scores = screen.Kind == NeighborScreen.None ? new NativeArray<float>((long)(rows + 1) * kernel.ColumnsPerTile) : null;
        _margin = ScoreMargin.For(coordinates.Count);
    }

    /// <inheritdoc/>
    protected override float* Scores => _scores is null ? null : _scores.Pointer;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _panels.Dispose();
        _thresholds.Dispose();
        _columnThresholds.Dispose();
        _scores?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void Pack(int first, int count)
    {
        _panels.Pack(_coordinates, _queries, first, count, 0);
        _panels.Pad(count);
        for (int row = 0; row < _thresholds.Length; row++)
        {
            _thresholds.Pointer[row] = row < count ? float.NegativeInfinity : float.PositiveInfinity;
        }
    }

    /// <inheritdoc/>
    protected override int Multiply(int panel, int count, TileHit* hits)
    {
        int found = _kernel.Multiply(
            _panels.Panel(0), _panels.PanelCount(count), _pool.Panel(panel), _coordinates.Count, _thresholds.Pointer, ColumnThresholds(panel), hits, Scores);

        // A column's threshold may be below the zeros of the padding.
        while (found > 0 && hits[found - 1].Row >= count)
        {
            found--;
        }

        return found;
    }

    /// <inheritdoc/>
    protected override void Tighten(int row, double score) => _thresholds.Pointer[row] = (float)(score - _margin);

    private float* ColumnThresholds(int panel)
    {
        if (_columns is null)
        {
            return null;
        }

        double* floors = _columns.Floors + ((nint)panel * _kernel.ColumnsPerTile);
        for (int c = 0; c < _kernel.ColumnsPerTile; c++)
        {
            _columnThresholds.Pointer[c] = (float)(floors[c] - _margin);
        }

        return _columnThresholds.Pointer;
    }
}
