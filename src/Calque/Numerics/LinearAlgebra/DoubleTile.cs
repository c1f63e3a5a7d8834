using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.LinearAlgebra;

/// <summary>
/// The register tile of all dense products in double: C[4 × 8] += A[depth × 4]ᵀ B[depth × 8]. Each element of C is one sum in ascending
/// depth, product and addition rounded apart, so neither the tile nor the machine changes a bit (with a fused product, hardware
/// without it would be 25 times slower; apart, both pipes of today's cores are busy all the same).
/// </summary>
internal static unsafe class DoubleTile
{
    public const int Rows = 4;
    public const int Columns = 8;
    private const int Width = 4;

    /// <param name="a">Panel [depth][4].</param>
    /// <param name="b">Panel [depth][8].</param>
    /// <param name="depth">Steps of the sums.</param>
    /// <param name="c">The tile's first element; sums go on from what is there.</param>
    /// <param name="stride">Elements from one row of C to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate(double* a, double* b, int depth, double* c, int stride)
    {
        double* c1 = c + stride;
        double* c2 = c1 + stride;
        double* c3 = c2 + stride;
        Vector256<double> s00 = Vector256.Load(c), s01 = Vector256.Load(c + Width);
        Vector256<double> s10 = Vector256.Load(c1), s11 = Vector256.Load(c1 + Width);
        Vector256<double> s20 = Vector256.Load(c2), s21 = Vector256.Load(c2 + Width);
        Vector256<double> s30 = Vector256.Load(c3), s31 = Vector256.Load(c3 + Width);
        for (int k = 0; k < depth; k++)
        {
            Vector256<double> b0 = Vector256.Load(b);
            Vector256<double> b1 = Vector256.Load(b + Width);
            Vector256<double> a0 = Vector256.Create(a[0]);
            s00 += a0 * b0;
            s01 += a0 * b1;
            Vector256<double> a1 = Vector256.Create(a[1]);
            s10 += a1 * b0;
            s11 += a1 * b1;
            Vector256<double> a2 = Vector256.Create(a[2]);
            s20 += a2 * b0;
            s21 += a2 * b1;
            Vector256<double> a3 = Vector256.Create(a[3]);
            s30 += a3 * b0;
            s31 += a3 * b1;
            a += Rows;
            b += Columns;
        }

        s00.Store(c);
        s01.Store(c + Width);
        s10.Store(c1);
        s11.Store(c1 + Width);
        s20.Store(c2);
        s21.Store(c2 + Width);
        s30.Store(c3);
        s31.Store(c3 + Width);
    }

    /// <summary>The next multiple of a tile's side.</summary>
    public static int Pad(int count, int side) => (count + side - 1) / side * side;
}
