using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.LinearAlgebra;

/// <summary>The two inner loops of Jacobi's method, with the same bits on every machine.</summary>
internal static class Rotation
{
    private const int Width = 4;

    /// <summary>
    /// The inner product of two vectors in double: 16 logical lanes (lane j takes elements j, j + 16, ...), product and addition rounded
    /// apart, folded pairwise 8-4-2-1. Four registers of four lanes do it here; where there are none the same sums are done one by one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double[] x, double[] y)
    {
        ReadOnlySpan<double> a = x;
        ReadOnlySpan<double> b = y.AsSpan(0, x.Length);
        Vector256<double> lanes0 = Vector256<double>.Zero;
        Vector256<double> lanes4 = Vector256<double>.Zero;
        Vector256<double> lanes8 = Vector256<double>.Zero;
        Vector256<double> lanes12 = Vector256<double>.Zero;
        int i = 0;
        for (; i <= a.Length - (4 * Width); i += 4 * Width)
        {
            ReadOnlySpan<double> u = a.Slice(i, 4 * Width);
            ReadOnlySpan<double> v = b.Slice(i, 4 * Width);
            lanes0 += Vector256.Create(u) * Vector256.Create(v);
            lanes4 += Vector256.Create(u[Width..]) * Vector256.Create(v[Width..]);
            lanes8 += Vector256.Create(u[(2 * Width)..]) * Vector256.Create(v[(2 * Width)..]);
            lanes12 += Vector256.Create(u[(3 * Width)..]) * Vector256.Create(v[(3 * Width)..]);
        }

        Vector256<double> four;
        if (i < a.Length)
        {
            Span<double> rest = stackalloc double[4 * Width];
            rest.Clear();
            for (int j = 0; i + j < a.Length; j++)
            {
                rest[j] = a[i + j] * b[i + j];
            }

            lanes0 += Vector256.Create((ReadOnlySpan<double>)rest);
            lanes4 += Vector256.Create((ReadOnlySpan<double>)rest[Width..]);
            lanes8 += Vector256.Create((ReadOnlySpan<double>)rest[(2 * Width)..]);
            lanes12 += Vector256.Create((ReadOnlySpan<double>)rest[(3 * Width)..]);
        }

        four = (lanes0 + lanes8) + (lanes4 + lanes12);
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }

    /// <summary>(x, y) becomes (c x − s y, s x + c y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(double[] x, double[] y, double cosine, double sine)
    {
        Span<double> a = x;
        Span<double> b = y.AsSpan(0, x.Length);
        Vector256<double> c = Vector256.Create(cosine);
        Vector256<double> s = Vector256.Create(sine);
        int i = 0;
        for (; i <= a.Length - Width; i += Width)
        {
            Vector256<double> u = Vector256.Create((ReadOnlySpan<double>)a.Slice(i, Width));
            Vector256<double> v = Vector256.Create((ReadOnlySpan<double>)b.Slice(i, Width));
            ((c * u) - (s * v)).CopyTo(a.Slice(i, Width));
            ((s * u) + (c * v)).CopyTo(b.Slice(i, Width));
        }

        for (; i < a.Length; i++)
        {
            double u = a[i];
            double v = b[i];
            a[i] = (cosine * u) - (sine * v);
            b[i] = (sine * u) + (cosine * v);
        }
    }
}
