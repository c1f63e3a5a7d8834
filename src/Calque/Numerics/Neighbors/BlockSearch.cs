using System;
using System.Runtime.InteropServices;

namespace Calque.Numerics.Neighbors;

/// <summary>What one thread needs to search a block of queries: the packed block, its lists, room for one tile.</summary>
internal sealed unsafe class BlockSearch : IDisposable
{
    private readonly TileKernel _kernel;
    private readonly UnitPanels _pool;
    private readonly int _poolCount;
    private readonly int _depth;
    private float* _tile;

    public BlockSearch(TileKernel kernel, UnitPanels pool, int poolCount, int depth, int blockRows, int k, ExactScorer scorer)
    {
        _kernel = kernel;
        _pool = pool;
        _poolCount = poolCount;
        _depth = depth;
        Panels = new UnitPanels(blockRows, TileKernel.RowsPerTile, depth);
        Lists = new CandidateLists(blockRows, k, ScoreMargin.For(depth), scorer);
        _tile = (float*)NativeMemory.AlignedAlloc(TileKernel.RowsPerTile * TileKernel.MaxColumnsPerTile * sizeof(float), 64);
    }

    /// <summary>The queries of the block; the caller packs them.</summary>
    public UnitPanels Panels { get; }

    /// <summary>The candidates of the block's rows.</summary>
    public CandidateLists Lists { get; }

    /// <summary>
    /// Runs the block against the whole pool: a pool panel (25 KB at depth 100) stays in the first-level cache while all query panels
    /// of the block (512 KB, second level) pass it.
    /// </summary>
    public void Run(int rows)
    {
        Lists.Begin(rows);
        int panels = Panels.PanelCount(rows);
        int width = _kernel.ColumnsPerTile;
        float* queries = Panels.Panel(0);
        for (int poolPanel = 0; poolPanel < _pool.PanelCount(_poolCount); poolPanel++)
        {
            float* columns = _pool.Panel(poolPanel);
            int firstColumn = poolPanel * width;
            int panel = 0;
            while (true)
            {
                panel = _kernel.NextHit(queries, panel, panels, columns, _depth, Lists.Thresholds, _tile, out int rowMask);
                if (panel == panels)
                {
                    break;
                }

                Lists.Accept(panel * TileKernel.RowsPerTile, rowMask, _tile, width, firstColumn, Math.Min(width, _poolCount - firstColumn));
                panel++;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Panels.Dispose();
        Lists.Dispose();
        NativeMemory.AlignedFree(_tile);
        _tile = null;
    }
}
