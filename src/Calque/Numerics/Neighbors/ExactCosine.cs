using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// The one definition of the score of two rows. Whatever finds candidates may round as it likes; what is returned and
/// compared is this number, and it has the same bits on every machine.
/// </summary>
/// <remarks>
/// dot(x, y): products of floats in double (a product of two 24-bit significands is exact in 53 bits, so it does not matter
/// whether the hardware fuses it with the addition), summed in 16 logical lanes, where lane j takes the elements j, j + 16,
/// j + 32 ... in that order; then the lanes are folded pairwise: lane j + lane (j + 8), then + 4, + 2, + 1.
/// cosine(x, y) = dot(x, y) / sqrt(dot(x, x) · dot(y, y)), which is exactly 1 for two equal rows and cannot overflow or
/// underflow for any finite floats.
/// </remarks>
public static class ExactCosine
{
    internal const int Lanes = 16;

    /// <summary>The inner product of two rows of one length.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Dot(x, y, InstructionSets.Best);

    /// <summary>The cosine of two rows of one length, neither of them zero.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Cosine(Dot(x, y), Dot(x, x), Dot(y, y));

    /// <summary>The cosine from the three inner products.</summary>
    internal static double Cosine(double product, double squaredNormX, double squaredNormY) =>
        product / Math.Sqrt(squaredNormX * squaredNormY);

    /// <summary>The inner product on a given instruction set; the result is the same on each.</summary>
    internal static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y, InstructionSet instructionSet)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException("The two rows must have one length.", nameof(y));
        }

        return instructionSet switch
        {
            InstructionSet.Avx512 => Dot512(x, y),
            InstructionSet.Avx2 => Dot256(x, y),
            _ => DotScalar(x, y),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot512(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector512<double> low = Vector512<double>.Zero;
        Vector512<double> high = Vector512<double>.Zero;
        int i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
        {
            Vector512<float> a = Vector512.Create(x.Slice(i, Lanes));
            Vector512<float> b = Vector512.Create(y.Slice(i, Lanes));
            low += Vector512.WidenLower(a) * Vector512.WidenLower(b);
            high += Vector512.WidenUpper(a) * Vector512.WidenUpper(b);
        }

        if (i < x.Length)
        {
            // Missing elements are zeros: adding +0 changes no bit of a sum that began at +0.
            Span<float> rest = stackalloc float[2 * Lanes];
            rest.Clear();
            x[i..].CopyTo(rest);
            y[i..].CopyTo(rest[Lanes..]);
            Vector512<float> a = Vector512.Create((ReadOnlySpan<float>)rest[..Lanes]);
            Vector512<float> b = Vector512.Create((ReadOnlySpan<float>)rest[Lanes..]);
            low += Vector512.WidenLower(a) * Vector512.WidenLower(b);
            high += Vector512.WidenUpper(a) * Vector512.WidenUpper(b);
        }

        Vector512<double> eight = low + high;
        return Fold(eight.GetLower() + eight.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot256(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector256<double> lanes0 = Vector256<double>.Zero;
        Vector256<double> lanes4 = Vector256<double>.Zero;
        Vector256<double> lanes8 = Vector256<double>.Zero;
        Vector256<double> lanes12 = Vector256<double>.Zero;
        Span<float> rest = stackalloc float[2 * Lanes];
        for (int i = 0; i < x.Length; i += Lanes)
        {
            scoped ReadOnlySpan<float> xs = x[i..];
            scoped ReadOnlySpan<float> ys = y[i..];
            if (xs.Length < Lanes)
            {
                rest.Clear();
                xs.CopyTo(rest);
                ys.CopyTo(rest[Lanes..]);
                xs = rest[..Lanes];
                ys = rest[Lanes..];
            }

            Vector256<float> a = Vector256.Create(xs);
            Vector256<float> b = Vector256.Create(ys);
            lanes0 += Vector256.WidenLower(a) * Vector256.WidenLower(b);
            lanes4 += Vector256.WidenUpper(a) * Vector256.WidenUpper(b);
            a = Vector256.Create(xs[8..]);
            b = Vector256.Create(ys[8..]);
            lanes8 += Vector256.WidenLower(a) * Vector256.WidenLower(b);
            lanes12 += Vector256.WidenUpper(a) * Vector256.WidenUpper(b);
        }

        return Fold((lanes0 + lanes8) + (lanes4 + lanes12));
    }

    private static double Fold(Vector256<double> four)
    {
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double DotScalar(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Span<double> lanes = stackalloc double[Lanes];
        lanes.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            lanes[i % Lanes] += (double)x[i] * y[i];
        }

        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int j = 0; j < half; j++)
            {
                lanes[j] += lanes[j + half];
            }
        }

        return lanes[0];
    }
}
