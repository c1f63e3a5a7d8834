using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Calque.Numerics.Neighbors;

/// <summary>The second step of a search: what a screen lets through is scored in float and offered to the lists that can still take it.</summary>
internal sealed unsafe class PairCheck : IDisposable
{
    private const int Batch = 256;

    private readonly PairScorer _scorer;
    private readonly CandidateLists _lists;
    private readonly CandidateLists? _columns;
    private readonly NativeArray<int> _queries = new(Batch);
    private readonly NativeArray<int> _pool = new(Batch);
    private readonly NativeArray<float> _scores = new(Batch);

    public PairCheck(PairScorer scorer, CandidateLists lists, CandidateLists? columns)
    {
        _scorer = scorer;
        _lists = lists;
        _columns = columns;
    }

    /// <summary>Pairs looked at so far.</summary>
    public long Count { get; private set; }

    /// <summary>Looks at the hits of one pool panel.</summary>
    /// <param name="hits">The hits.</param>
    /// <param name="count">Their number.</param>
    /// <param name="columns">The columns that are not padding.</param>
    /// <param name="firstQuery">The distinct query of the block's first row.</param>
    /// <param name="firstColumn">The distinct pool row of the panel's first column.</param>
    /// <param name="scores">The scores of each hit's row, [count × <paramref name="width"/>], or null: they are made here.</param>
    /// <param name="width">Columns of the panel, padding included.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Look(TileHit* hits, int count, ulong columns, int firstQuery, int firstColumn, float* scores, int width)
    {
        int pairs = 0;
        for (int i = 0; i < count; i++)
        {
            ulong open = hits[i].Columns & columns;
            int query = firstQuery + hits[i].Row;
            if (pairs + BitOperations.PopCount(open) > Batch)
            {
                Offer(pairs, firstQuery, scores != null);
                pairs = 0;
            }

            for (; open != 0; open &= open - 1)
            {
                int place = BitOperations.TrailingZeroCount(open);
                int column = firstColumn + place;
                if (scores != null)
                {
                    _scores.Pointer[pairs] = scores[((nint)i * width) + place];
                }

                _queries.Pointer[pairs] = query;
                _pool.Pointer[pairs++] = column;
                _columns?.Prefetch(column);
                if (scores == null)
                {
                    _scorer.Prefetch(query);
                    _lists.Prefetch(hits[i].Row);
                }
            }
        }

        Offer(pairs, firstQuery, scores != null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queries.Dispose();
        _pool.Dispose();
        _scores.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Offer(int pairs, int firstQuery, bool scored)
    {
        Count += pairs;
        if (!scored)
        {
            _scorer.Approximate(_queries.Pointer, _pool.Pointer, pairs, _scores.Pointer);
        }

        for (int i = 0; i < pairs; i++)
        {
            int row = _queries.Pointer[i] - firstQuery;
            float score = _scores.Pointer[i];
            if (score >= _lists.Thresholds[row])
            {
                _lists.Insert(row, score, _pool.Pointer[i]);
            }

            if (_columns is not null && score >= _columns.Thresholds[_pool.Pointer[i]])
            {
                _columns.Insert(_pool.Pointer[i], score, _queries.Pointer[i]);
            }
        }
    }
}
