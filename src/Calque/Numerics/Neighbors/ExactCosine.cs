using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>dot(x, x) of one row.</summary>
    internal static unsafe double SquaredNorm(float* x, int length) => Dot(x, x, length, InstructionSets.Best);

    /// <summary>The inner product on a given instruction set; the result is the same on each.</summary>
    internal static unsafe double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y, InstructionSet instructionSet)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException("The two rows must have one length.", nameof(y));
        }

        fixed (float* a = x, b = y)
        {
            return Dot(a, b, x.Length, instructionSet);
        }
    }

    /// <summary>The inner product of two rows in memory.</summary>
    internal static unsafe double Dot(float* x, float* y, int length, InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 => Dot512(x, y, length),
        InstructionSet.Avx2 => Dot256(x, y, length),
        _ => DotScalar(x, y, length),
    };

    // Products are exact, so fusing them with the addition changes no bit; missing elements are zeros, and adding +0 changes none
    // of a sum that began at +0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe double Dot512(float* x, float* y, int length)
    {
        Vector512<double> low = Vector512<double>.Zero;
        Vector512<double> high = Vector512<double>.Zero;
        int i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            low = Vector512.FusedMultiplyAdd(Widen512(x + i), Widen512(y + i), low);
            high = Vector512.FusedMultiplyAdd(Widen512(x + i + 8), Widen512(y + i + 8), high);
        }

        int rest = length - i;
        if (rest > 0)
        {
            low = Vector512.FusedMultiplyAdd(WidenFirst(x + i, rest), WidenFirst(y + i, rest), low);
        }

        if (rest > 8)
        {
            high = Vector512.FusedMultiplyAdd(WidenFirst(x + i + 8, rest - 8), WidenFirst(y + i + 8, rest - 8), high);
        }

        Vector512<double> eight = low + high;
        return Fold(eight.GetLower() + eight.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe double Dot256(float* x, float* y, int length)
    {
        Vector256<double> lanes0 = Vector256<double>.Zero;
        Vector256<double> lanes4 = Vector256<double>.Zero;
        Vector256<double> lanes8 = Vector256<double>.Zero;
        Vector256<double> lanes12 = Vector256<double>.Zero;
        float* rest = stackalloc float[2 * Lanes];
        for (int i = 0; i < length; i += Lanes)
        {
            float* a = x + i;
            float* b = y + i;
            if (length - i < Lanes)
            {
                Rest(a, b, length - i, rest);
                a = rest;
                b = rest + Lanes;
            }

            lanes0 = Vector256.FusedMultiplyAdd(Widen256(a), Widen256(b), lanes0);
            lanes4 = Vector256.FusedMultiplyAdd(Widen256(a + 4), Widen256(b + 4), lanes4);
            lanes8 = Vector256.FusedMultiplyAdd(Widen256(a + 8), Widen256(b + 8), lanes8);
            lanes12 = Vector256.FusedMultiplyAdd(Widen256(a + 12), Widen256(b + 12), lanes12);
        }

        return Fold((lanes0 + lanes8) + (lanes4 + lanes12));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector512<double> Widen512(float* x) => Avx512F.ConvertToVector512Double(Vector256.Load(x));

    /// <summary>The first few of eight elements, zeros behind them; nothing behind them is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector512<double> WidenFirst(float* x, int count) =>
        Avx512F.ConvertToVector512Double(Avx.MaskLoad(x, Vector256.GreaterThan(Vector256.Create(count), Vector256<int>.Indices).AsSingle()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<double> Widen256(float* x) => Avx.ConvertToVector256Double(Vector128.Load(x));

    /// <summary>The last, fewer than 16 elements of two rows, padded with zeros: [16] of x, then [16] of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Rest(float* x, float* y, int count, float* rest)
    {
        Vector128<float> zero = Vector128<float>.Zero;
        for (int j = 0; j < 2 * Lanes; j += 4)
        {
            zero.Store(rest + j);
        }

        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            Vector128.Load(x + i).Store(rest + i);
            Vector128.Load(y + i).Store(rest + Lanes + i);
        }

        for (; i < count; i++)
        {
            rest[i] = x[i];
            rest[Lanes + i] = y[i];
        }
    }

    private static double Fold(Vector256<double> four)
    {
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe double DotScalar(float* x, float* y, int length)
    {
        Span<double> lanes = stackalloc double[Lanes];
        lanes.Clear();
        for (int i = 0; i < length; i++)
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
