using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// How vectors (<see cref="RowCoordinates"/>) become small integers: each side's centre subtracted, mixed (<see cref="AxisMixing"/>), times <see cref="Scale"/>, rounded, clamped and, where the
/// length of the integers would pass <see cref="Limit"/>, shrunk. Chosen from a sample; valid for any rows.
/// </summary>
internal sealed unsafe class EightBitCode
{
    /// <summary>Dimensions that the code is made for: below, mixing has nothing to spread over; above, the bound is wider than any threshold.</summary>
    public const int MinDimension = 8;

    /// <inheritdoc cref="MinDimension"/>
    public const int MaxDimension = 4096;

    /// <summary>Rows that are encoded at once.</summary>
    public const int Together = AxisMixing.Together;

    /// <summary>A row's limit where the pool's shifts are small.</summary>
    private const int TypicalLimit = 172;
    private const int MaxSegments = 8;
    private const double UnitRoundoff = 1.0 / (1 << 24);

    private readonly RowCoordinates _coordinates;
    private readonly double[] _queryCentre;
    private readonly double[] _poolCentre;
    private readonly AxisMixing _mixing;

    private EightBitCode(RowCoordinates coordinates, double[] queryCentre, double[] poolCentre, AxisMixing mixing, int segments, double scale, int limit, int maxStart, double middle)
    {
        _coordinates = coordinates;
        _queryCentre = queryCentre;
        _poolCentre = poolCentre;
        _mixing = mixing;
        Segments = segments;
        Scale = (float)scale; // a float, so that rounding and its error use one number
        Limit = limit;
        MaxStart = maxStart;
        Middle = middle;
        for (int k = 0; k < queryCentre.Length; k++)
        {
            CentreProduct += queryCentre[k] * poolCentre[k];
        }
    }

    /// <summary>The vectors that are encoded.</summary>
    public RowCoordinates Coordinates => _coordinates;

    /// <summary>Elements of a vector.</summary>
    public int Dimension => _queryCentre.Length;

    /// <summary>Stretches of a vector that are summed apart, so that each may use all of 16 bits.</summary>
    public int Segments { get; }

    /// <summary>Pairs of elements of a segment.</summary>
    public int SegmentPairs => (((Dimension + 1) / 2) + Segments - 1) / Segments;

    /// <summary>What a unit becomes.</summary>
    public double Scale { get; }

    /// <summary>About the length of a rounding error, in units of the row: evenly spread over half a step either way.</summary>
    public double TypicalError => 1.03 * Math.Sqrt(Dimension / 12.0) / Scale;

    /// <summary>The greatest length of a row's integers in one segment.</summary>
    public int Limit { get; }

    /// <summary>The greatest absolute value a column's sum may begin with: Limit² + MaxStart fits 16 bits.</summary>
    public int MaxStart { get; }

    /// <summary>The middle of the pool rows' shifts, taken out of them so that they stay small.</summary>
    public double Middle { get; }

    /// <summary>The product of the two centres.</summary>
    public double CentreProduct { get; }

    /// <summary>How far the product of two centred, mixed rows may be from the exact one, relative to their lengths.</summary>
    public double RelativeError => 2.2 * (_mixing.RelativeError + (4 * UnitRoundoff));

    /// <summary>
    /// About how far the bound of a pair lies above its product: rounding errors are evenly spread, so |e| is about √(dimension / 12) / scale on
    /// either side, and the scale about <see cref="Reach"/> over the length of the centred vectors.
    /// </summary>
    /// <param name="dimension">Elements of a vector.</param>
    /// <param name="spread">The mean squared length of the centred vectors.</param>
    public static double ExpectedMargin(int dimension, double spread) =>
        2.2 * spread * Math.Sqrt(dimension / 12.0) / Reach(dimension, SegmentCount(dimension), TypicalLimit);

    /// <summary>Chooses a code from samples of both sides.</summary>
    /// <param name="coordinates">The vectors to encode.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="queryGroups">Some of them.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="poolGroups">Some of its rows.</param>
    public static EightBitCode Fit(RowCoordinates coordinates, UnitRows queries, int[] queryGroups, UnitRows pool, int[] poolGroups)
    {
        int dimension = coordinates.Count;
        AxisMixing mixing = new(dimension);
        double[] queryCentre = Mean(coordinates, queries, queryGroups);
        double[] poolCentre = Mean(coordinates, pool, poolGroups);

        // A first code of scale 1 measures the lengths and shifts; then the scale that makes good use of 16 bits.
        EightBitCode measure = new(coordinates, queryCentre, poolCentre, mixing, 1, 1, 1, 0, 0);
        double[] queryLengths = Array.ConvertAll(measure.EncodeSample(queries, queryGroups, isPool: false), row => row.Length);
        EightBitRow[] poolRows = measure.EncodeSample(pool, poolGroups, isPool: true);
        double[] poolLengths = Array.ConvertAll(poolRows, row => row.Length);
        double length = Math.Max(HighLength(queryLengths), HighLength(poolLengths));
        double low = double.MaxValue, high = double.MinValue;
        foreach (EightBitRow row in poolRows)
        {
            low = Math.Min(low, row.Shift);
            high = Math.Max(high, row.Shift);
        }

        int segments = SegmentCount(dimension);
        double rounding = dimension / 12.0;
        double scale = Reach(dimension, segments, TypicalLimit) / length;
        double reach = (scale * scale * (high - low) / 2) + (2 * TypicalLimit * Math.Sqrt(segments * rounding));
        int maxStart = (int)Math.Min((1.25 * reach) + 64, 16_000);
        int limit = (int)Math.Sqrt(short.MaxValue - 1 - maxStart);
        scale = Reach(dimension, segments, limit) / length;
        return new EightBitCode(coordinates, queryCentre, poolCentre, mixing, segments, scale, limit, maxStart, (low + high) / 2);
    }

    /// <summary>As many segments as make the scale greater without clamping more than the outermost elements.</summary>
    private static int SegmentCount(int dimension)
    {
        int segments = 1;
        while (segments < MaxSegments && Reach(dimension, 2 * segments, TypicalLimit) <= 63 / 3.5 * Math.Sqrt(dimension))
        {
            segments *= 2;
        }

        return segments;
    }

    /// <summary>
    /// The length, times the scale, of vectors of which few exceed the limit in any segment: the length of a segment of n evenly
    /// mixed elements deviates by 1 in √2n of itself, and rounding adds to all.
    /// </summary>
    private static double Reach(int dimension, int segments, int limit)
    {
        double deviation = segments == 1 ? 0.01 : 2.5 / Math.Sqrt(2.0 * dimension / segments);
        double square = (segments * (double)limit * limit) - (dimension / 12.0);
        return Math.Sqrt(Math.Max(square, 100)) / (1 + deviation);
    }

    /// <summary>Encodes the rows of a sample, for their figures.</summary>
    public EightBitRow[] EncodeSample(UnitRows rows, int[] groups, bool isPool)
    {
        EightBitRow[] result = new EightBitRow[groups.Length];
        using NativeArray<float> room = new(RoomLength);
        for (int first = 0; first < groups.Length; first += Together)
        {
            int count = Math.Min(Together, groups.Length - first);
            Encode(rows, groups.AsSpan(first, count), isPool, room.Pointer, result.AsSpan(first, count));
        }

        return result;
    }

    /// <summary>Floats of working room that <see cref="Encode"/> needs.</summary>
    public long RoomLength => (3L * Dimension * Together) + (2 * _coordinates.Room);

    /// <summary>Encodes up to 8 rows; their integers, as floats, are left at the beginning of <paramref name="room"/>, [dimension][8].</summary>
    public void Encode(UnitRows rows, ReadOnlySpan<int> groups, bool isPool, float* room, Span<EightBitRow> result)
    {
        float* integers = room;
        float* mixed = room + ((nint)Dimension * Together);
        float* spare = mixed + ((nint)Dimension * Together);
        double* vector = (double*)(spare + ((nint)Dimension * Together));
        double[] own = isPool ? _poolCentre : _queryCentre;
        double[] other = isPool ? _queryCentre : _poolCentre;
        Span<double> shifts = stackalloc double[Together];
        for (int lane = 0; lane < Together; lane++)
        {
            // Places without a row repeat the first one.
            int group = groups[lane < groups.Length ? lane : 0];
            _coordinates.Evaluate(rows, group, vector);
            shifts[lane] = Centre(vector, own, other, mixed + lane);
        }

        _mixing.Apply(mixed, spare);
        float* sums = stackalloc float[3 * Together];
        new Span<float>(sums, 3 * Together).Clear();
        for (int first = 0; first < Dimension; first += 2 * SegmentPairs)
        {
            Round(mixed, integers, first, Math.Min(first + (2 * SegmentPairs), Dimension), isPool ? 127 : 63, isPool ? -127 : -64, (float)Scale, sums);
        }

        for (int lane = 0; lane < groups.Length; lane++)
        {
            double length = Math.Sqrt(sums[lane]) * (1 + (4 * Dimension * UnitRoundoff));
            if (sums[Together + lane] > Limit * Limit)
            {
                Shrink(mixed + lane, integers + lane, Math.Sqrt(sums[Together + lane]), sums + lane);
            }

            double error = (Math.Sqrt(sums[(2 * Together) + lane]) * (1 + (4 * Dimension * UnitRoundoff))) + (4 * UnitRoundoff * length);
            result[lane] = new EightBitRow(shifts[lane], length, error);
        }
    }

    private static double[] Mean(RowCoordinates coordinates, UnitRows rows, int[] groups)
    {
        double[] mean = new double[coordinates.Count];
        using NativeArray<double> vector = new(coordinates.Room);
        foreach (int group in groups)
        {
            coordinates.Evaluate(rows, group, vector.Pointer);
            for (int k = 0; k < mean.Length; k++)
            {
                mean[k] += vector.Pointer[k] / groups.Length;
            }
        }

        return mean;
    }

    /// <summary>A length that few rows exceed; those are shrunk, which costs them a wider bound.</summary>
    private static double HighLength(double[] lengths)
    {
        Array.Sort(lengths);
        double high = lengths[(lengths.Length - 1) * 49 / 50] * 1.02;
        return Math.Max(Math.Min(high, lengths[^1]), 1e-7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Centre(double* vector, double[] own, double[] other, float* destination)
    {
        double shift = 0;
        for (int k = 0; k < own.Length; k++)
        {
            shift += vector[k] * other[k];
            destination[(nint)k * Together] = (float)(vector[k] - own[k]);
        }

        return shift;
    }

    /// <summary>
    /// Rounds a segment of 8 rows and adds up, for each, the squares of its elements and of its errors; the squares of its integers
    /// are those of the longest segment so far.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Round(float* mixed, float* integers, int first, int end, float high, float low, float scale, float* sums)
    {
        Vector256<float> squares = Vector256<float>.Zero, integerSquares = Vector256<float>.Zero;
        Vector256<float> errorSquares = Vector256<float>.Zero;
        Vector256<float> most = Vector256.Create(high), least = Vector256.Create(low);
        float unit = 1 / scale;
        for (int k = first; k < end; k++)
        {
            Vector256<float> value = Vector256.Load(mixed + (k * Together));
            Vector256<float> integer = Vector256.Round(value * scale);
            integer = Vector256.MinNative(Vector256.MaxNative(integer, least), most);
            integer.Store(integers + (k * Together));
            Vector256<float> error = value - (integer * unit);
            squares += value * value;
            integerSquares += integer * integer;
            errorSquares += error * error;
        }

        (Vector256.Load(sums) + squares).Store(sums);
        Vector256.Max(Vector256.Load(sums + Together), integerSquares).Store(sums + Together);
        (Vector256.Load(sums + (2 * Together)) + errorSquares).Store(sums + (2 * Together));
    }

    /// <summary>Encodes one row anew, its integers brought towards zero by the factor by which the longest segment is too long.</summary>
    private void Shrink(float* mixed, float* integers, double segmentLength, float* sums)
    {
        double factor = (Limit - 1) / segmentLength;
        double errorSquares = 0;
        for (int k = 0; k < Dimension; k++)
        {
            double value = mixed[(nint)k * Together];
            int integer = (int)Math.Truncate(integers[(nint)k * Together] * factor);
            integers[(nint)k * Together] = integer;
            double error = value - (integer / Scale);
            errorSquares += error * error;
        }

        sums[2 * Together] = (float)errorSquares;
    }
}
