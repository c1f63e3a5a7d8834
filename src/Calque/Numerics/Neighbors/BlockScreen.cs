using System;
using System.Runtime.CompilerServices;

namespace Calque.Numerics.Neighbors;

/// <summary>What one thread needs to hold a block of queries against the whole pool: the packed block, its thresholds, room for hits.</summary>
internal abstract unsafe class BlockScreen : IDisposable
{
    private readonly CandidateLists _lists;
    private readonly PairCheck _check;
    private readonly NativeArray<TileHit> _hits;
    private readonly NativeArray<double> _floors;
    private readonly int _poolCount;
    private readonly int _columnsPerTile;
    private readonly PanelOrder _order;
    private readonly OpeningBlock? _opening;
    private readonly int _firstPlace;

    /// <param name="screen">The screen.</param>
    /// <param name="poolCount">Distinct pool rows.</param>
    /// <param name="rows">Rows of a block, whole tiles.</param>
    /// <param name="scorer">Scores a query with a pool row.</param>
    /// <param name="lists">The queries' candidates.</param>
    /// <param name="columns">The pool rows' candidates, or null.</param>
    protected BlockScreen(Screen screen, int poolCount, int rows, PairScorer scorer, CandidateLists lists, CandidateLists? columns)
    {
        _columnsPerTile = screen.ColumnsPerTile;
        _poolCount = poolCount;
        _lists = lists;
        _check = new PairCheck(scorer, lists, columns);
        _hits = new NativeArray<TileHit>(rows + 1);
        _floors = new NativeArray<double>(rows);
        _order = new PanelOrder((poolCount + _columnsPerTile - 1) / _columnsPerTile);
        if (screen.Opening is { } opening)
        {
            _opening = new OpeningBlock(opening, lists.K, lists, columns);
            _firstPlace = opening.Places;
        }
    }

    /// <summary>Packs the distinct queries from <paramref name="first"/> on and offers their candidates to the lists, which begin empty.</summary>
    /// <remarks>
    /// A pool panel stays in the first-level cache while all query panels of the block, in the second level, pass it. A row meets a panel
    /// once, so its threshold need not move before the panel is done, and the hits are looked at together.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int first, int count)
    {
        Pack(first, count);
        new Span<double>(_floors.Pointer, count).Fill(double.NegativeInfinity);
        if (_opening is not null)
        {
            _opening.Run(first, count);
            for (int row = 0; row < count; row++)
            {
                Tighten(row, _floors.Pointer[row] = _lists.Floors[row]);
            }
        }

        for (int place = _firstPlace; place < _order.Count; place++)
        {
            int panel = _order.At(place);
            int firstColumn = panel * _columnsPerTile;
            int hits = Multiply(panel, count, _hits.Pointer);
            if (hits == 0)
            {
                continue;
            }

            int columns = Math.Min(_columnsPerTile, _poolCount - firstColumn);
            _check.Look(_hits.Pointer, hits, ulong.MaxValue >> (64 - columns), first, firstColumn, Scores, _columnsPerTile);
            for (int hit = 0; hit < hits; hit++)
            {
                int row = _hits.Pointer[hit].Row;
                if (_lists.Floors[row] != _floors.Pointer[row])
                {
                    Tighten(row, _floors.Pointer[row] = _lists.Floors[row]);
                }
            }
        }
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _check.Dispose();
        _opening?.Dispose();
        _hits.Dispose();
        _floors.Dispose();
    }

    /// <summary>The scores of the last panel's hits, [hits × columns of a tile], where the screen's products are the scores themselves; else null.</summary>
    protected virtual float* Scores => null;

    /// <summary>Packs queries; every row's threshold is below any score, that of the padding above.</summary>
    protected abstract void Pack(int first, int count);

    /// <summary>Multiplies the block with a pool panel.</summary>
    /// <param name="panel">Which panel.</param>
    /// <param name="count">Rows of the block; no hit is reported behind them.</param>
    /// <param name="hits">Receives the rows that have a hit.</param>
    /// <returns>The number of hits.</returns>
    protected abstract int Multiply(int panel, int count, TileHit* hits);

    /// <summary>From now on only pairs of a row matter whose exact score may reach <paramref name="score"/>.</summary>
    protected abstract void Tighten(int row, double score);
}
