using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.Neighbors;

/// <summary>6 queries × 8 pool rows in 12 registers of 128 bits; fused where the machine can, two roundings a step elsewhere.</summary>
internal sealed unsafe class Vector128Tile : TileKernel
{
    private const int Width = 4;

    /// <inheritdoc/>
    public override int ColumnsPerTile => 2 * Width;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Multiply(float* queries, int panelCount, float* pool, int depth, float* thresholds, float* columnThresholds, TileHit* hits, float* scores)
    {
        TileHit* hit = hits;
        float* x = queries;
        for (int panel = 0; panel < panelCount; panel++)
        {
            // s<row><column vector>: named locals, because an indexed array of accumulators is not kept in registers.
            Vector128<float> s00 = Vector128<float>.Zero, s01 = Vector128<float>.Zero;
            Vector128<float> s10 = Vector128<float>.Zero, s11 = Vector128<float>.Zero;
            Vector128<float> s20 = Vector128<float>.Zero, s21 = Vector128<float>.Zero;
            Vector128<float> s30 = Vector128<float>.Zero, s31 = Vector128<float>.Zero;
            Vector128<float> s40 = Vector128<float>.Zero, s41 = Vector128<float>.Zero;
            Vector128<float> s50 = Vector128<float>.Zero, s51 = Vector128<float>.Zero;
            float* y = pool;
            for (int k = 0; k < depth; k++)
            {
                Vector128<float> y0 = Vector128.Load(y);
                Vector128<float> y1 = Vector128.Load(y + Width);
                Vector128<float> x0 = Vector128.Create(x[0]);
                s00 = Vector128.MultiplyAddEstimate(x0, y0, s00);
                s01 = Vector128.MultiplyAddEstimate(x0, y1, s01);
                Vector128<float> x1 = Vector128.Create(x[1]);
                s10 = Vector128.MultiplyAddEstimate(x1, y0, s10);
                s11 = Vector128.MultiplyAddEstimate(x1, y1, s11);
                Vector128<float> x2 = Vector128.Create(x[2]);
                s20 = Vector128.MultiplyAddEstimate(x2, y0, s20);
                s21 = Vector128.MultiplyAddEstimate(x2, y1, s21);
                Vector128<float> x3 = Vector128.Create(x[3]);
                s30 = Vector128.MultiplyAddEstimate(x3, y0, s30);
                s31 = Vector128.MultiplyAddEstimate(x3, y1, s31);
                Vector128<float> x4 = Vector128.Create(x[4]);
                s40 = Vector128.MultiplyAddEstimate(x4, y0, s40);
                s41 = Vector128.MultiplyAddEstimate(x4, y1, s41);
                Vector128<float> x5 = Vector128.Create(x[5]);
                s50 = Vector128.MultiplyAddEstimate(x5, y0, s50);
                s51 = Vector128.MultiplyAddEstimate(x5, y1, s51);
                x += RowsPerTile;
                y += 2 * Width;
            }

            int row = panel * RowsPerTile;
            if (columnThresholds != null)
            {
                Vector128<float> c0 = Vector128.Load(columnThresholds);
                Vector128<float> c1 = Vector128.Load(columnThresholds + Width);
                if (Vector128.GreaterThanOrEqualAny(Vector128.MaxNative(Vector128.MaxNative(Vector128.MaxNative(s00, s10), Vector128.MaxNative(s20, s30)), Vector128.MaxNative(s40, s50)), c0)
                    || Vector128.GreaterThanOrEqualAny(Vector128.MaxNative(Vector128.MaxNative(Vector128.MaxNative(s01, s11), Vector128.MaxNative(s21, s31)), Vector128.MaxNative(s41, s51)), c1))
                {
                    Vector128<float> t0 = Vector128.Create(thresholds[row + 0]);
                    Keep(scores, hit - hits, s00, s01);
                    hit = Append(hit, row + 0, Hits(s00, s01, Vector128.MinNative(t0, c0), Vector128.MinNative(t0, c1)));
                    Vector128<float> t1 = Vector128.Create(thresholds[row + 1]);
                    Keep(scores, hit - hits, s10, s11);
                    hit = Append(hit, row + 1, Hits(s10, s11, Vector128.MinNative(t1, c0), Vector128.MinNative(t1, c1)));
                    Vector128<float> t2 = Vector128.Create(thresholds[row + 2]);
                    Keep(scores, hit - hits, s20, s21);
                    hit = Append(hit, row + 2, Hits(s20, s21, Vector128.MinNative(t2, c0), Vector128.MinNative(t2, c1)));
                    Vector128<float> t3 = Vector128.Create(thresholds[row + 3]);
                    Keep(scores, hit - hits, s30, s31);
                    hit = Append(hit, row + 3, Hits(s30, s31, Vector128.MinNative(t3, c0), Vector128.MinNative(t3, c1)));
                    Vector128<float> t4 = Vector128.Create(thresholds[row + 4]);
                    Keep(scores, hit - hits, s40, s41);
                    hit = Append(hit, row + 4, Hits(s40, s41, Vector128.MinNative(t4, c0), Vector128.MinNative(t4, c1)));
                    Vector128<float> t5 = Vector128.Create(thresholds[row + 5]);
                    Keep(scores, hit - hits, s50, s51);
                    hit = Append(hit, row + 5, Hits(s50, s51, Vector128.MinNative(t5, c0), Vector128.MinNative(t5, c1)));
                    continue;
                }
            }

            Vector128<float> limit0 = Vector128.Create(thresholds[row + 0]);
            if (Vector128.GreaterThanOrEqualAny(Vector128.MaxNative(s00, s01), limit0))
            {
                Keep(scores, hit - hits, s00, s01);
                hit = Append(hit, row + 0, Hits(s00, s01, limit0, limit0));
            }

            Vector128<float> limit1 = Vector128.Create(thresholds[row + 1]);
            if (Vector128.GreaterThanOrEqualAny(Vector128.MaxNative(s10, s11), limit1))
            {
                Keep(scores, hit - hits, s10, s11);
                hit = Append(hit, row + 1, Hits(s10, s11, limit1, limit1));
            }

            Vector128<float> limit2 = Vector128.Create(thresholds[row + 2]);
            if (Vector128.GreaterThanOrEqualAny(Vector128.MaxNative(s20, s21), limit2))
            {
                Keep(scores, hit - hits, s20, s21);
                hit = Append(hit, row + 2, Hits(s20, s21, limit2, limit2));
            }

            Vector128<float> limit3 = Vector128.Create(thresholds[row + 3]);
            if (Vector128.GreaterThanOrEqualAny(Vector128.MaxNative(s30, s31), limit3))
            {
                Keep(scores, hit - hits, s30, s31);
                hit = Append(hit, row + 3, Hits(s30, s31, limit3, limit3));
            }

            Vector128<float> limit4 = Vector128.Create(thresholds[row + 4]);
            if (Vector128.GreaterThanOrEqualAny(Vector128.MaxNative(s40, s41), limit4))
            {
                Keep(scores, hit - hits, s40, s41);
                hit = Append(hit, row + 4, Hits(s40, s41, limit4, limit4));
            }

            Vector128<float> limit5 = Vector128.Create(thresholds[row + 5]);
            if (Vector128.GreaterThanOrEqualAny(Vector128.MaxNative(s50, s51), limit5))
            {
                Keep(scores, hit - hits, s50, s51);
                hit = Append(hit, row + 5, Hits(s50, s51, limit5, limit5));
            }
        }

        return (int)(hit - hits);
    }

    /// <summary>Leaves a row's scores where its hit, if it becomes one, will be looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(float* scores, long hit, Vector128<float> s0, Vector128<float> s1)
    {
        if (scores != null)
        {
            float* goal = scores + (hit * 2 * Width);
            s0.Store(goal);
            s1.Store(goal + Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hits(
        Vector128<float> s0, Vector128<float> s1,
        Vector128<float> t0, Vector128<float> t1) =>
        (ulong)Vector128.GreaterThanOrEqual(s0, t0).ExtractMostSignificantBits()
            | ((ulong)Vector128.GreaterThanOrEqual(s1, t1).ExtractMostSignificantBits() << Width);
}
