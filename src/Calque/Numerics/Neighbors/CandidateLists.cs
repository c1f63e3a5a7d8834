using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// For each query row of a block the columns that can still be among its k best, and the threshold that a float score must
/// reach to enter.
/// </summary>
/// <remarks>
/// With e the bound of <see cref="ScoreMargin"/>: k columns have a float score of at least f, the k-th best so far, hence an
/// exact score of at least f − e; a column that beats them exactly has a float score of at least f − 2e. So a row keeps, sorted by
/// float score, everything from f − 2e up: k entries and what crowds the edge. Each is scored exactly once, at the end.
/// If more crowd the edge than there is room for (<see cref="Slack"/>), the row is settled: its entries are scored exactly, the k best
/// stay, and from then on each candidate above (k-th exact score) − e is scored as it comes.
/// </remarks>
internal sealed unsafe class CandidateLists : IDisposable
{
    /// <summary>
    /// Entries beyond k. Vectors trained on little text crowd most: hundreds of columns within 0.01 of the tenth best, so less than one within
    /// the 1.4e-5 that 2e is at depth 100.
    /// </summary>
    private const int Slack = 8;

    private readonly int _k;
    private readonly int _capacity;
    private readonly double _margin;
    private readonly ExactScorer _scorer;
    private readonly long[] _keys;
    private readonly int[] _counts;
    private readonly ExactList?[] _settled;
    private readonly ExactList _scratch;
    private float* _thresholds;

    /// <param name="rows">Query rows of a block, padding included.</param>
    /// <param name="k">Neighbours to keep.</param>
    /// <param name="margin">The bound e.</param>
    /// <param name="scorer">Scores pairs exactly.</param>
    public CandidateLists(int rows, int k, double margin, ExactScorer scorer)
    {
        _k = k;
        _capacity = Capacity(k);
        _margin = margin;
        _scorer = scorer;
        _keys = new long[(long)rows * _capacity];
        _counts = new int[rows];
        _settled = new ExactList?[rows];
        _scratch = new ExactList(k);
        _thresholds = (float*)NativeMemory.AlignedAlloc((nuint)rows * sizeof(float), 64);
    }

    /// <summary>A threshold for each row.</summary>
    public float* Thresholds => _thresholds;

    /// <summary>Entries that one row needs.</summary>
    public static int Capacity(int k) => k + Slack;

    /// <summary>Empties the lists for a block of <paramref name="rows"/> rows; the padding behind them never has a hit.</summary>
    public void Begin(int rows)
    {
        for (int row = 0; row < _counts.Length; row++)
        {
            _thresholds[row] = row < rows ? float.NegativeInfinity : float.PositiveInfinity;
        }

        Array.Clear(_counts);
        Array.Clear(_settled);
    }

    /// <summary>Takes the hits of one tile.</summary>
    /// <param name="firstRow">The block row of the tile's first row.</param>
    /// <param name="rowMask">The rows that have a hit.</param>
    /// <param name="scores">Scores of the tile, [rows × <paramref name="width"/>]; rows without a hit are undefined.</param>
    /// <param name="width">Columns of the tile.</param>
    /// <param name="firstColumn">The pool's column of the tile's first column.</param>
    /// <param name="columns">Columns of the tile that are not padding.</param>
    public void Accept(int firstRow, int rowMask, float* scores, int width, int firstColumn, int columns)
    {
        for (; rowMask != 0; rowMask &= rowMask - 1)
        {
            int r = System.Numerics.BitOperations.TrailingZeroCount(rowMask);
            ulong hits = Hits(scores + (r * width), width, _thresholds[firstRow + r]);
            if (columns < 64)
            {
                hits &= (1UL << columns) - 1;
            }

            for (; hits != 0; hits &= hits - 1)
            {
                int column = System.Numerics.BitOperations.TrailingZeroCount(hits);
                float score = scores[(r * width) + column];
                if (score >= _thresholds[firstRow + r])
                {
                    Insert(firstRow + r, score, firstColumn + column);
                }
            }
        }
    }

    /// <summary>The k best of a row by exact score; valid until the next call.</summary>
    public ExactList Finish(int row)
    {
        if (_settled[row] is { } settled)
        {
            return settled;
        }

        _scratch.Clear();
        ScoreEntries(row, _scratch);
        return _scratch;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_thresholds);
        _thresholds = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Hits(float* scores, int width, float threshold)
    {
        ulong hits = 0;
        if (width % 16 == 0 && Vector256.IsHardwareAccelerated)
        {
            Vector256<float> limit = Vector256.Create(threshold);
            for (int c = 0; c < width; c += 8)
            {
                hits |= (ulong)Vector256.GreaterThanOrEqual(Vector256.Load(scores + c), limit).ExtractMostSignificantBits() << c;
            }

            return hits;
        }

        for (int c = 0; c < width; c++)
        {
            hits |= scores[c] >= threshold ? 1UL << c : 0;
        }

        return hits;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Insert(int row, float score, int column)
    {
        if (_settled[row] is { } settled)
        {
            settled.Insert(_scorer.Score(row, column), column);
            Tighten(row, settled);
            return;
        }

        int count = _counts[row];
        if (count == _capacity)
        {
            settled = Settle(row);
            if (score >= _thresholds[row])
            {
                settled.Insert(_scorer.Score(row, column), column);
                Tighten(row, settled);
            }

            return;
        }

        long key = Key(score, column);
        ref long keys = ref _keys[(long)row * _capacity];
        int place = count;
        while (place > 0 && Unsafe.Add(ref keys, place - 1) < key)
        {
            Unsafe.Add(ref keys, place) = Unsafe.Add(ref keys, place - 1);
            place--;
        }

        Unsafe.Add(ref keys, place) = key;
        count++;
        if (count >= _k)
        {
            // Twice the margin below the k-th best; the rounding to float is inside the margin.
            float threshold = (float)(Score(Unsafe.Add(ref keys, _k - 1)) - (2 * _margin));
            _thresholds[row] = threshold;
            long limit = Key(threshold, int.MaxValue);
            while (count > _k && Unsafe.Add(ref keys, count - 1) < limit)
            {
                count--;
            }
        }

        _counts[row] = count;
    }

    private ExactList Settle(int row)
    {
        ExactList list = new(_k);
        ScoreEntries(row, list);
        _settled[row] = list;
        Tighten(row, list);
        return list;
    }

    private void ScoreEntries(int row, ExactList list)
    {
        ReadOnlySpan<long> keys = _keys.AsSpan(row * _capacity, _counts[row]);
        foreach (long key in keys)
        {
            int column = ~(int)key;
            list.Insert(_scorer.Score(row, column), column);
        }
    }

    private void Tighten(int row, ExactList list)
    {
        if (list.IsFull)
        {
            _thresholds[row] = (float)(list.Worst - _margin);
        }
    }

    /// <summary>A number that orders by score, then by lower column: an order-preserving integer of the float, then the complement of the column.</summary>
    private static long Key(float score, int column)
    {
        int bits = BitConverter.SingleToInt32Bits(score);
        int ordered = bits ^ ((bits >> 31) & 0x7FFFFFFF);
        return ((long)ordered << 32) | (uint)~column;
    }

    private static float Score(long key)
    {
        int ordered = (int)(key >> 32);
        return BitConverter.Int32BitsToSingle(ordered ^ ((ordered >> 31) & 0x7FFFFFFF));
    }
}
