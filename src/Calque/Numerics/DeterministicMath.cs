using System;
using System.Numerics;

namespace Calque.Numerics;

/// <summary>
/// Elementary functions from additions, multiplications and divisions alone, so that they give the same bits on every
/// machine. (The functions of <see cref="Math"/> call the C library of the system, whose last bit differs from one to the next.)
/// </summary>
/// <remarks>
/// Error of both functions: below 1 unit in the last place (measured in the tests against long fixed-point arithmetic; the largest
/// found is below 0.95). The compiler of .NET does not fuse a product and a sum on its own, so the order written here is the
/// order that runs.
/// </remarks>
public static class DeterministicMath
{
    // ln 2 in two parts: the first has 32 trailing zero bits, so that n * Ln2High is exact for every exponent n of a double.
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double InverseLn2 = 1.44269504088896338700e+00;
    private const double SquareRootOfTwo = 1.41421356237309504880;

    // The coefficients of the logarithm's series in s², the highest power first.
    private static ReadOnlySpan<double> LogSeries =>
        [2.0 / 23.0, 2.0 / 21.0, 2.0 / 19.0, 2.0 / 17.0, 2.0 / 15.0, 2.0 / 13.0, 2.0 / 11.0, 2.0 / 9.0, 2.0 / 7.0, 2.0 / 5.0, 2.0 / 3.0];

    /// <summary>Above this the exponential is infinite, below <see cref="ExpUnderflow"/> it is zero.</summary>
    private const double ExpOverflow = 709.782712893383973096;
    private const double ExpUnderflow = -745.13321910194110842;

    /// <summary>The exponential of <paramref name="x"/>; NaN gives NaN, too large gives infinity, too small gives zero.</summary>
    /// <remarks>
    /// x = n ln 2 + r with |r| at most ln 2 / 2; exp r by its Taylor series to the 13th power (remainder below 5e-18),
    /// small terms first; the result is scaled by 2^n exactly, in two steps where it is subnormal.
    /// </remarks>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (x > ExpOverflow)
        {
            return double.PositiveInfinity;
        }

        if (x < ExpUnderflow)
        {
            return 0.0;
        }

        double n = Math.Round(x * InverseLn2);
        double high = x - (n * Ln2High);
        double low = n * Ln2Low;
        double r = high - low;
        double rest = (high - r) - low;

        double tail = 1.0 / 6227020800.0;
        tail = (tail * r) + (1.0 / 479001600.0);
        tail = (tail * r) + (1.0 / 39916800.0);
        tail = (tail * r) + (1.0 / 3628800.0);
        tail = (tail * r) + (1.0 / 362880.0);
        tail = (tail * r) + (1.0 / 40320.0);
        tail = (tail * r) + (1.0 / 5040.0);
        tail = (tail * r) + (1.0 / 720.0);
        tail = (tail * r) + (1.0 / 120.0);
        tail = (tail * r) + (1.0 / 24.0);
        tail = (tail * r) + (1.0 / 6.0);
        double square = r * r;
        double small = rest + ((square * 0.5) + (square * r * tail));

        // 1 + r + small, with the rounding error of 1 + r given back to the small part.
        double sum = 1.0 + r;
        double lost = r - (sum - 1.0);
        double value = sum + (lost + small);
        return Scale(value, (int)n);
    }

    /// <summary>The natural logarithm of <paramref name="x"/>; negative infinity for zero, NaN below zero.</summary>
    /// <remarks>
    /// x = 2^e (1 + f) with 1 + f between 0.7 and 1.42; with s = f / (2 + f), log(1 + f) = 2 artanh s, summed as
    /// f - (f²/2 - s (f²/2 + R)), R = 2s²/3 + 2s⁴/5 + ... to s²², where the leading terms cancel no digits.
    /// </remarks>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0)
        {
            return double.NaN;
        }

        if (x == 0)
        {
            return double.NegativeInfinity;
        }

        if (double.IsPositiveInfinity(x))
        {
            return x;
        }

        int exponent = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0; // 2^54 makes a subnormal number normal
            exponent = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (mantissa > SquareRootOfTwo)
        {
            mantissa *= 0.5;
            exponent++;
        }

        double f = mantissa - 1.0;
        double s = f / (2.0 + f);
        double z = s * s;
        double series = LogSeries[0];
        for (int i = 1; i < LogSeries.Length; i++)
        {
            series = (series * z) + LogSeries[i];
        }

        double remainder = series * z;
        double halfSquare = 0.5 * f * f;
        return (exponent * Ln2High) - ((halfSquare - ((s * (halfSquare + remainder)) + (exponent * Ln2Low))) - f);
    }

    /// <summary>The same for a vector of positive normal numbers, with the same bits: the steps are those above, rounded apart as there.</summary>
    internal static Vector<double> Log(Vector<double> x)
    {
        Vector<long> bits = Vector.AsVectorInt64(x);
        Vector<double> mantissa = Vector.AsVectorDouble((bits & new Vector<long>(0x000FFFFFFFFFFFFFL)) | new Vector<long>(0x3FF0000000000000L));
        Vector<long> halved = Vector.GreaterThan(mantissa, new Vector<double>(SquareRootOfTwo));
        mantissa = Vector.ConditionalSelect(halved, mantissa * 0.5, mantissa);
        // A comparison's true is -1.
        Vector<double> exponent = Vector.ConvertToDouble((bits >> 52) - new Vector<long>(1023) - halved);

        Vector<double> f = mantissa - Vector<double>.One;
        Vector<double> s = f / (new Vector<double>(2.0) + f);
        Vector<double> z = s * s;
        Vector<double> series = new(LogSeries[0]);
        for (int i = 1; i < LogSeries.Length; i++)
            series = (series * z) + new Vector<double>(LogSeries[i]);
        Vector<double> remainder = series * z;
        Vector<double> halfSquare = f * 0.5 * f;
        return (exponent * Ln2High) - ((halfSquare - ((s * (halfSquare + remainder)) + (exponent * Ln2Low))) - f);
    }

    /// <summary>value · 2^<paramref name="exponent"/> with one rounding at most.</summary>
    private static double Scale(double value, int exponent)
    {
        if (exponent > 1023)
        {
            return value * 2.0 * PowerOfTwo(exponent - 1);
        }

        // Below the normal range the first factor is exact and the second rounds once.
        return exponent < -1021 ? value * PowerOfTwo(exponent + 64) * PowerOfTwo(-64) : value * PowerOfTwo(exponent);
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);
}
