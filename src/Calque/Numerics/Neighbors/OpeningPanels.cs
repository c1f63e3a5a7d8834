using System;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// The panels that every block meets first, once more in float. At first nearly every pair passes a screen, since no threshold is known: with the
/// scores of some columns at hand, the threshold is read off them, and the pairs need no second look.
/// </summary>
/// <remarks>
/// Columns j are looked at in <see cref="Groups"/> groups, j modulo their number. The k-th largest of the groups' maxima is reached by at least k
/// columns, and by few more: with 32 groups and k = 10 by about 12 of 256.
/// </remarks>
internal sealed unsafe class OpeningPanels : IDisposable
{
    /// <summary>Groups of columns.</summary>
    public const int Groups = 32;

    /// <summary>Columns: 128 to 512 measure alike; more of them cost more in float than they save in checks.</summary>
    public const int Columns = 256;

    /// <summary>Neighbours wanted beyond which too few groups are left over to tell the k best from the rest.</summary>
    private const int MaxNeighbors = 24;

    /// <summary>Pool rows below which the columns would be a large part of them.</summary>
    private const int MinPool = 4 * Columns;

    private readonly int[] _columns;
    private readonly UnitPanels _panels;

    private OpeningPanels(UnitRows queries, UnitRows pool, TileKernel kernel, int places, int[] columns)
    {
        Queries = queries;
        Kernel = kernel;
        Places = places;
        Coordinates = new RowCoordinates(pool.Dimension);
        _columns = columns;
        _panels = new UnitPanels(Columns, kernel.ColumnsPerTile, pool.Dimension);
        for (int place = 0; place < Columns; place++)
        {
            _panels.Pack(Coordinates, pool, columns[place], 1, place);
        }
    }

    /// <summary>The queries of the search.</summary>
    public UnitRows Queries { get; }

    /// <summary>What multiplies.</summary>
    public TileKernel Kernel { get; }

    /// <summary>The rows themselves.</summary>
    public RowCoordinates Coordinates { get; }

    /// <summary>Places of the <see cref="PanelOrder"/> that are done with.</summary>
    public int Places { get; }

    /// <summary>Panels of <see cref="TileKernel.ColumnsPerTile"/> columns.</summary>
    public int PanelCount => Columns / Kernel.ColumnsPerTile;

    /// <summary>The distinct pool row of a column.</summary>
    public int Column(int index) => _columns[index];

    /// <summary>A packed panel.</summary>
    public float* Panel(int index) => _panels.Panel(index);

    /// <summary>The opening of a search, or null where it would not pay.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="columnsPerTile">Columns of a panel of the screen.</param>
    /// <param name="k">Neighbours wanted.</param>
    /// <param name="instructionSet">What the machine has.</param>
    public static OpeningPanels? For(UnitRows queries, UnitRows pool, int columnsPerTile, int k, InstructionSet instructionSet)
    {
        if (pool.Count < MinPool || k > MaxNeighbors)
        {
            return null;
        }

        PanelOrder order = new((pool.Count + columnsPerTile - 1) / columnsPerTile);
        int[] columns = new int[Columns];
        for (int place = 0; place < Columns / columnsPerTile; place++)
        {
            int first = order.At(place) * columnsPerTile;
            if (first + columnsPerTile > pool.Count)
            {
                return null;
            }

            for (int c = 0; c < columnsPerTile; c++)
            {
                columns[(place * columnsPerTile) + c] = first + c;
            }
        }

        return new OpeningPanels(queries, pool, TileKernel.For(instructionSet), Columns / columnsPerTile, columns);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _panels.Dispose();
        Coordinates.Dispose();
    }
}
