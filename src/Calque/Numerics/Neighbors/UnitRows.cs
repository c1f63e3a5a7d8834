using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// The distinct rows of one side of the search with their lengths. The rows stay where they are, pinned until disposal; whoever packs them
/// scales them to unit length on the way.
/// </summary>
internal sealed unsafe class UnitRows : IDisposable
{
    /// <summary>Rows of lengths within 2^±40 can be multiplied in float: nothing overflows, and what underflows is below 2⁻⁷⁰ of the product's scale.</summary>
    private const double TameSquared = 1L << 60;
    private const int BlockRows = 2048;

    private readonly int[]? _places;
    private readonly double[] _squaredNorms;
    private readonly double[] _scales;
    private readonly float* _rows;
    private GCHandle _pin;

    /// <param name="rows">The matrix, row-major.</param>
    /// <param name="distinct">Its distinct rows.</param>
    /// <param name="dimension">Columns.</param>
    /// <param name="what">How an error names a row: <c>query</c> or <c>pool</c>.</param>
    /// <param name="threads">Threads for measuring the lengths.</param>
    /// <exception cref="InvalidVectorsException">A row is zero or holds a number that is not finite; the first one is named.</exception>
    public UnitRows(float[] rows, DistinctRows distinct, int dimension, string what, int threads)
    {
        _places = distinct.FirstPlaces;
        Count = distinct.Count;
        Dimension = dimension;
        _squaredNorms = new double[distinct.Count];
        _scales = new double[distinct.Count];
        _pin = GCHandle.Alloc(rows, GCHandleType.Pinned);
        _rows = (float*)_pin.AddrOfPinnedObject();
        int firstBad = int.MaxValue;
        bool tame = true;
        WorkSharing.ForBlocks(threads, distinct.Count, BlockRows, (first, count) =>
        {
            bool allTame = true;
            for (int group = first; group < first + count; group++)
            {
                double squared = ExactCosine.SquaredNorm(Row(group), Dimension);
                if (!(squared > 0) || double.IsInfinity(squared))
                {
                    Lower(ref firstBad, group);
                }

                allTame &= squared is >= 1 / TameSquared and <= TameSquared;
                _squaredNorms[group] = squared;
                _scales[group] = 1 / Math.Sqrt(squared);
            }

            if (!allTame)
            {
                Volatile.Write(ref tame, false);
            }
        });
        IsTame = tame;
        if (firstBad != int.MaxValue)
        {
            Dispose();
            Refuse(what, distinct.First(firstBad), _squaredNorms[firstBad]);
        }
    }

    private UnitRows(UnitRows whole, int[] groups)
    {
        _places = Array.ConvertAll(groups, whole.Place);
        _squaredNorms = Array.ConvertAll(groups, whole.SquaredNorm);
        _scales = Array.ConvertAll(groups, whole.Scale);
        _rows = whole._rows;
        Count = groups.Length;
        Dimension = whole.Dimension;
        IsTame = whole.IsTame;
    }

    /// <summary>Distinct rows.</summary>
    public int Count { get; }

    /// <summary>Columns.</summary>
    public int Dimension { get; }

    /// <summary>Whether all lengths are of a size that products in float are safe.</summary>
    public bool IsTame { get; }

    /// <summary>The numbers of a distinct row, as they are in the matrix.</summary>
    public float* Row(int group) => _rows + ((nint)Place(group) * Dimension);

    /// <summary>dot(x, x), as <see cref="ExactCosine"/> defines it.</summary>
    public double SquaredNorm(int group) => _squaredNorms[group];

    /// <summary>1 / |x|.</summary>
    public double Scale(int group) => _scales[group];

    /// <summary>Some of the rows, as long as the whole lives.</summary>
    public UnitRows Subset(int[] groups) => new(this, groups);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_pin.IsAllocated)
        {
            _pin.Free();
        }
    }

    private int Place(int group) => _places is null ? group : _places[group];

    private static void Lower(ref int place, int value)
    {
        int seen = Volatile.Read(ref place);
        while (value < seen)
        {
            int before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private static void Refuse(string what, int row, double squared) =>
        throw new InvalidVectorsException(
            $"{what} row {row}",
            squared == 0 ? "a zero vector" : "a number that is not finite",
            "a finite vector with a direction",
            "A zero vector has no cosine with anything: leave such rows out before neighbours are searched.");
}
