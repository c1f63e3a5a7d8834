using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.Neighbors;

/// <summary>
/// Inner products in float, in whatever order is fastest here: a first look at a pair, never a result. However it is summed, the error is at
/// most K u / (1 − K u) Σ|x y| (Higham 2002, eq. 3.5), which <see cref="ScoreMargin"/> covers.
/// </summary>
internal static unsafe class FloatDot
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Evaluate(float* x, float* y, int length)
    {
        int k = 0;
        float sum = 0;
        if (Vector512.IsHardwareAccelerated && length >= 16)
        {
            Vector512<float> even = Vector512<float>.Zero, odd = Vector512<float>.Zero;
            for (; k <= length - 32; k += 32)
            {
                even = Vector512.MultiplyAddEstimate(Vector512.Load(x + k), Vector512.Load(y + k), even);
                odd = Vector512.MultiplyAddEstimate(Vector512.Load(x + k + 16), Vector512.Load(y + k + 16), odd);
            }

            if (k <= length - 16)
            {
                even = Vector512.MultiplyAddEstimate(Vector512.Load(x + k), Vector512.Load(y + k), even);
                k += 16;
            }

            // Fours take the lanes of the same register, so that there is one sum to fold.
            for (; k <= length - 4; k += 4)
            {
                odd = Vector512.MultiplyAddEstimate(Widen(x + k), Widen(y + k), odd);
            }

            sum = Vector512.Sum(even + odd);
        }
        else if (Vector256.IsHardwareAccelerated && length >= 8)
        {
            Vector256<float> even = Vector256<float>.Zero, odd = Vector256<float>.Zero;
            for (; k <= length - 16; k += 16)
            {
                even = Vector256.MultiplyAddEstimate(Vector256.Load(x + k), Vector256.Load(y + k), even);
                odd = Vector256.MultiplyAddEstimate(Vector256.Load(x + k + 8), Vector256.Load(y + k + 8), odd);
            }

            sum = Vector256.Sum(even + odd);
        }

        if (k <= length - 4)
        {
            Vector128<float> four = Vector128<float>.Zero;
            for (; k <= length - 4; k += 4)
            {
                four = Vector128.MultiplyAddEstimate(Vector128.Load(x + k), Vector128.Load(y + k), four);
            }

            sum += Vector128.Sum(four);
        }

        for (; k < length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Widen(float* x) => Vector128.Load(x).ToVector256().ToVector512();
}
