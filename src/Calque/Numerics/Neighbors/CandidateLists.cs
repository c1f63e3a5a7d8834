using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>A place without an entry; below every key.</summary>
    private const long Empty = long.MinValue;

    private readonly int _k;
    private readonly int _capacity;
    private readonly double _margin;
    private readonly PairScorer _scorer;
    private readonly NativeArray<long> _keys;
    private readonly NativeArray<long> _limits;
    private readonly ExactList?[] _settled;
    private readonly ExactList _scratch;
    private readonly NativeArray<float> _thresholds;
    private readonly NativeArray<double> _floors;
    private int _firstRow;

    /// <param name="rows">Rows that lists are kept for.</param>
    /// <param name="padding">Places behind them that have a threshold which is never reached.</param>
    /// <param name="k">Neighbours to keep.</param>
    /// <param name="margin">The bound e.</param>
    /// <param name="scorer">Scores a row with a column exactly.</param>
    public CandidateLists(int rows, int padding, int k, double margin, PairScorer scorer)
    {
        _k = k;
        _capacity = Capacity(k);
        _margin = margin;
        _scorer = scorer;
        _keys = new NativeArray<long>((long)rows * _capacity);
        _limits = new NativeArray<long>(rows);
        _settled = new ExactList?[rows];
        _scratch = new ExactList(k);
        _thresholds = new NativeArray<float>(rows + padding);
        _floors = new NativeArray<double>(rows + padding);
    }

    /// <summary>Neighbours that are kept.</summary>
    public int K => _k;

    /// <summary>A threshold for each row: a float score below it can be left out.</summary>
    public float* Thresholds => _thresholds.Pointer;

    /// <summary>What a column's exact score must reach to matter to each row, not rounded to float.</summary>
    public double* Floors => _floors.Pointer;

    /// <summary>Entries that one row needs.</summary>
    public static int Capacity(int k) => (k + Slack + 7) / 8 * 8;

    /// <summary>Empties the lists for rows of the left side from <paramref name="firstRow"/> on; what stands behind them never has a hit.</summary>
    public void Begin(int firstRow, int rows)
    {
        _firstRow = firstRow;
        for (int row = 0; row < _thresholds.Length; row++)
        {
            Thresholds[row] = row < rows ? float.NegativeInfinity : float.PositiveInfinity;
            Floors[row] = Thresholds[row];
        }

        new Span<long>(_keys.Pointer, rows * _capacity).Fill(Empty);
        for (int row = 0; row < rows; row++)
        {
            // While there are fewer than k entries, every entry counts and none is one too many.
            _limits.Pointer[row] = Empty + 1;
        }

        Array.Clear(_settled);
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

    /// <summary>Adds all candidates of a row to another list.</summary>
    public void AddTo(int row, ExactList list)
    {
        if (_settled[row] is not { } settled)
        {
            ScoreEntries(row, list);
            return;
        }

        for (int rank = 0; rank < settled.Count; rank++)
        {
            list.Insert(settled.Score(rank), settled.Column(rank));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys.Dispose();
        _limits.Dispose();
        _thresholds.Dispose();
        _floors.Dispose();
    }

    /// <summary>Fetches a row's list ahead of an insertion: those of a whole pool are not in the nearer caches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int row)
    {
        if (Sse.IsSupported)
        {
            long* keys = _keys.Pointer + ((nint)row * _capacity);
            Sse.Prefetch0(keys);
            Sse.Prefetch0(keys + 8);
            Sse.Prefetch0(keys + 16);
        }
    }

    /// <summary>Takes a column whose float score, within the margin of the exact one, reaches the row's threshold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Insert(int row, float score, int column)
    {
        long* keys = _keys.Pointer + ((nint)row * _capacity);
        if (keys[_capacity - 1] >= _limits.Pointer[row])
        {
            InsertExactly(row, score, column);
            return;
        }

        long key = Key(score, column);
        if (Vector512.IsHardwareAccelerated)
        {
            // The list moves down by one from where the key belongs, without a branch: max(v, min(v moved down, key)).
            Vector512<long> spread = Vector512.Create(key);
            Vector512<long> before = Vector512.Create(long.MaxValue);
            for (int i = 0; i < _capacity; i += 8)
            {
                Vector512<long> eight = Vector512.Load(keys + i);
                Vector512<long> moved = Avx512F.AlignRight64(eight, before, 7);
                Vector512.Max(eight, Vector512.Min(moved, spread)).Store(keys + i);
                before = eight;
            }
        }
        else
        {
            int place = _capacity - 1;
            while (place > 0 && keys[place - 1] < key)
            {
                keys[place] = keys[place - 1];
                place--;
            }

            keys[place] = key;
        }

        long last = keys[_k - 1];
        if (last != Empty)
        {
            // Twice the margin below the k-th best; the rounding to float is inside the margin.
            double floor = Score(last) - _margin;
            float threshold = (float)(floor - _margin);
            Floors[row] = floor;
            Thresholds[row] = threshold;
            _limits.Pointer[row] = Key(threshold, int.MaxValue);
        }
    }

    /// <summary>The row's list is full of columns that may all be among the best, or its entries have been scored exactly before.</summary>
    private void InsertExactly(int row, float score, int column)
    {
        if (_settled[row] is not { } settled)
        {
            settled = new ExactList(_k);
            ScoreEntries(row, settled);
            _settled[row] = settled;
            Tighten(row, settled);
            if (score < Thresholds[row])
            {
                return;
            }
        }

        if (_scorer.Reaches(_firstRow + row, column, Floors[row], out double exact))
        {
            settled.Insert(exact, column);
            Tighten(row, settled);
        }
    }

    private void ScoreEntries(int row, ExactList list)
    {
        long* keys = _keys.Pointer + ((nint)row * _capacity);
        for (int i = 0; i < _capacity && keys[i] > Empty && keys[i] >= _limits.Pointer[row]; i++)
        {
            int column = ~(int)keys[i];
            list.Insert(_scorer.Score(_firstRow + row, column), column);
        }
    }

    private void Tighten(int row, ExactList list)
    {
        if (list.IsFull)
        {
            Floors[row] = list.Worst;
            Thresholds[row] = (float)(list.Worst - _margin);
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
