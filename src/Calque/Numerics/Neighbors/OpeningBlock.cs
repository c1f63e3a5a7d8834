using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.Neighbors;

/// <summary>What one thread needs to take queries over the <see cref="OpeningPanels"/>.</summary>
internal sealed unsafe class OpeningBlock : IDisposable
{
    /// <summary>Queries at once: their scores stay in the second-level cache.</summary>
    private const int Together = 8 * TileKernel.RowsPerTile;

    private readonly OpeningPanels _opening;
    private readonly CandidateLists _lists;
    private readonly CandidateLists? _columns;
    private readonly int _k;
    private readonly double _margin;
    private readonly UnitPanels _queries;
    private readonly NativeArray<float> _thresholds = new(Together);
    private readonly NativeArray<float> _scores;
    private readonly NativeArray<TileHit> _hits = new(Together + 1);
    private readonly NativeArray<float> _row = new(OpeningPanels.Columns);

    public OpeningBlock(OpeningPanels opening, int k, CandidateLists lists, CandidateLists? columns)
    {
        _opening = opening;
        _lists = lists;
        _columns = columns;
        _k = k;
        int dimension = opening.Coordinates.Count;
        _margin = ScoreMargin.For(dimension);
        _queries = new UnitPanels(Together, TileKernel.RowsPerTile, dimension);
        _scores = new NativeArray<float>((long)(Together + 1) * OpeningPanels.Columns);
        new Span<float>(_thresholds.Pointer, Together).Fill(float.NegativeInfinity);
    }

    /// <summary>Offers the opening's columns to the lists of the distinct queries from <paramref name="first"/> on, which begin empty.</summary>
    public void Run(int first, int count)
    {
        for (int begin = 0; begin < count; begin += Together)
        {
            int rows = Math.Min(Together, count - begin);
            _queries.Pack(_opening.Coordinates, _opening.Queries, first + begin, rows, 0);
            _queries.Pad(rows);
            for (int panel = 0; panel < _opening.PanelCount; panel++)
            {
                // Every score reaches −∞, so hit i is row i.
                _opening.Kernel.Multiply(
                    _queries.Panel(0), _queries.PanelCount(rows), _opening.Panel(panel), _opening.Coordinates.Count, _thresholds.Pointer, null, _hits.Pointer, Scores(panel));
            }

            for (int row = 0; row < rows; row++)
            {
                Gather(row);
                Offer(begin + row);
                if (_columns is not null)
                {
                    OfferBack(_columns, first + begin + row);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queries.Dispose();
        _thresholds.Dispose();
        _scores.Dispose();
        _hits.Dispose();
        _row.Dispose();
    }

    private float* Scores(int panel) => _scores.Pointer + ((nint)panel * Together * _opening.Kernel.ColumnsPerTile);

    private void Gather(int row)
    {
        int width = _opening.Kernel.ColumnsPerTile;
        for (int panel = 0; panel < _opening.PanelCount; panel++)
        {
            new Span<float>(Scores(panel) + ((nint)row * width), width).CopyTo(new Span<float>(_row.Pointer + (panel * width), width));
        }
    }

    /// <summary>Offers a query what reaches the k-th largest of the groups' maxima, less twice the margin of a score.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Offer(int row)
    {
        float* scores = _row.Pointer;
        Vector512<float> most0 = Vector512.Load(scores), most1 = Vector512.Load(scores + 16);
        for (int j = OpeningPanels.Groups; j < OpeningPanels.Columns; j += OpeningPanels.Groups)
        {
            most0 = Vector512.Max(most0, Vector512.Load(scores + j));
            most1 = Vector512.Max(most1, Vector512.Load(scores + j + 16));
        }

        float reached = float.NegativeInfinity;
        float* most = stackalloc float[OpeningPanels.Groups];
        most0.Store(most);
        most1.Store(most + 16);
        for (int group = 0; group < OpeningPanels.Groups; group++)
        {
            Vector512<float> one = Vector512.Create(most[group]);
            int above = BitOperations.PopCount(Vector512.GreaterThanOrEqual(most0, one).ExtractMostSignificantBits())
                + BitOperations.PopCount(Vector512.GreaterThanOrEqual(most1, one).ExtractMostSignificantBits());
            reached = above >= _k ? Math.Max(reached, most[group]) : reached;
        }

        Vector512<float> threshold = Vector512.Create((float)(reached - _margin - _margin));
        for (int j = 0; j < OpeningPanels.Columns; j += 16)
        {
            ulong open = Vector512.GreaterThanOrEqual(Vector512.Load(scores + j), threshold).ExtractMostSignificantBits();
            for (; open != 0; open &= open - 1)
            {
                int column = j + BitOperations.TrailingZeroCount(open);
                if (scores[column] >= _lists.Thresholds[row])
                {
                    _lists.Insert(row, scores[column], _opening.Column(column));
                }
            }
        }
    }

    /// <summary>Offers a query to the columns that it may be near to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OfferBack(CandidateLists columns, int query)
    {
        for (int j = 0; j < OpeningPanels.Columns; j++)
        {
            int column = _opening.Column(j);
            if (_row.Pointer[j] >= columns.Thresholds[column])
            {
                columns.Insert(column, _row.Pointer[j], query);
            }
        }
    }
}
