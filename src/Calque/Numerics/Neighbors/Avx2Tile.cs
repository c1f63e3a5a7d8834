using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.Neighbors;

/// <summary>6 queries × 16 pool rows in 12 registers of 256 bits.</summary>
internal sealed unsafe class Avx2Tile : TileKernel
{
    private const int Width = 8;

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
            Vector256<float> s00 = Vector256<float>.Zero, s01 = Vector256<float>.Zero;
            Vector256<float> s10 = Vector256<float>.Zero, s11 = Vector256<float>.Zero;
            Vector256<float> s20 = Vector256<float>.Zero, s21 = Vector256<float>.Zero;
            Vector256<float> s30 = Vector256<float>.Zero, s31 = Vector256<float>.Zero;
            Vector256<float> s40 = Vector256<float>.Zero, s41 = Vector256<float>.Zero;
            Vector256<float> s50 = Vector256<float>.Zero, s51 = Vector256<float>.Zero;
            float* y = pool;
            for (int k = 0; k < depth; k++)
            {
                Vector256<float> y0 = Vector256.Load(y);
                Vector256<float> y1 = Vector256.Load(y + Width);
                Vector256<float> x0 = Vector256.Create(x[0]);
                s00 = Vector256.FusedMultiplyAdd(x0, y0, s00);
                s01 = Vector256.FusedMultiplyAdd(x0, y1, s01);
                Vector256<float> x1 = Vector256.Create(x[1]);
                s10 = Vector256.FusedMultiplyAdd(x1, y0, s10);
                s11 = Vector256.FusedMultiplyAdd(x1, y1, s11);
                Vector256<float> x2 = Vector256.Create(x[2]);
                s20 = Vector256.FusedMultiplyAdd(x2, y0, s20);
                s21 = Vector256.FusedMultiplyAdd(x2, y1, s21);
                Vector256<float> x3 = Vector256.Create(x[3]);
                s30 = Vector256.FusedMultiplyAdd(x3, y0, s30);
                s31 = Vector256.FusedMultiplyAdd(x3, y1, s31);
                Vector256<float> x4 = Vector256.Create(x[4]);
                s40 = Vector256.FusedMultiplyAdd(x4, y0, s40);
                s41 = Vector256.FusedMultiplyAdd(x4, y1, s41);
                Vector256<float> x5 = Vector256.Create(x[5]);
                s50 = Vector256.FusedMultiplyAdd(x5, y0, s50);
                s51 = Vector256.FusedMultiplyAdd(x5, y1, s51);
                x += RowsPerTile;
                y += 2 * Width;
            }

            int row = panel * RowsPerTile;
            if (columnThresholds != null)
            {
                Vector256<float> c0 = Vector256.Load(columnThresholds);
                Vector256<float> c1 = Vector256.Load(columnThresholds + Width);
                if (Vector256.GreaterThanOrEqualAny(Vector256.MaxNative(Vector256.MaxNative(Vector256.MaxNative(s00, s10), Vector256.MaxNative(s20, s30)), Vector256.MaxNative(s40, s50)), c0)
                    || Vector256.GreaterThanOrEqualAny(Vector256.MaxNative(Vector256.MaxNative(Vector256.MaxNative(s01, s11), Vector256.MaxNative(s21, s31)), Vector256.MaxNative(s41, s51)), c1))
                {
                    Vector256<float> t0 = Vector256.Create(thresholds[row + 0]);
                    Keep(scores, hit - hits, s00, s01);
                    hit = Append(hit, row + 0, Hits(s00, s01, Vector256.MinNative(t0, c0), Vector256.MinNative(t0, c1)));
                    Vector256<float> t1 = Vector256.Create(thresholds[row + 1]);
                    Keep(scores, hit - hits, s10, s11);
                    hit = Append(hit, row + 1, Hits(s10, s11, Vector256.MinNative(t1, c0), Vector256.MinNative(t1, c1)));
                    Vector256<float> t2 = Vector256.Create(thresholds[row + 2]);
                    Keep(scores, hit - hits, s20, s21);
                    hit = Append(hit, row + 2, Hits(s20, s21, Vector256.MinNative(t2, c0), Vector256.MinNative(t2, c1)));
                    Vector256<float> t3 = Vector256.Create(thresholds[row + 3]);
                    Keep(scores, hit - hits, s30, s31);
                    hit = Append(hit, row + 3, Hits(s30, s31, Vector256.MinNative(t3, c0), Vector256.MinNative(t3, c1)));
                    Vector256<float> t4 = Vector256.Create(thresholds[row + 4]);
                    Keep(scores, hit - hits, s40, s41);
                    hit = Append(hit, row + 4, Hits(s40, s41, Vector256.MinNative(t4, c0), Vector256.MinNative(t4, c1)));
                    Vector256<float> t5 = Vector256.Create(thresholds[row + 5]);
                    Keep(scores, hit - hits, s50, s51);
                    hit = Append(hit, row + 5, Hits(s50, s51, Vector256.MinNative(t5, c0), Vector256.MinNative(t5, c1)));
                    continue;
                }
            }

            Vector256<float> limit0 = Vector256.Create(thresholds[row + 0]);
            if (Vector256.GreaterThanOrEqualAny(Vector256.MaxNative(s00, s01), limit0))
            {
                Keep(scores, hit - hits, s00, s01);
                hit = Append(hit, row + 0, Hits(s00, s01, limit0, limit0));
            }

            Vector256<float> limit1 = Vector256.Create(thresholds[row + 1]);
            if (Vector256.GreaterThanOrEqualAny(Vector256.MaxNative(s10, s11), limit1))
            {
                Keep(scores, hit - hits, s10, s11);
                hit = Append(hit, row + 1, Hits(s10, s11, limit1, limit1));
            }

            Vector256<float> limit2 = Vector256.Create(thresholds[row + 2]);
            if (Vector256.GreaterThanOrEqualAny(Vector256.MaxNative(s20, s21), limit2))
            {
                Keep(scores, hit - hits, s20, s21);
                hit = Append(hit, row + 2, Hits(s20, s21, limit2, limit2));
            }

            Vector256<float> limit3 = Vector256.Create(thresholds[row + 3]);
            if (Vector256.GreaterThanOrEqualAny(Vector256.MaxNative(s30, s31), limit3))
            {
                Keep(scores, hit - hits, s30, s31);
                hit = Append(hit, row + 3, Hits(s30, s31, limit3, limit3));
            }

            Vector256<float> limit4 = Vector256.Create(thresholds[row + 4]);
            if (Vector256.GreaterThanOrEqualAny(Vector256.MaxNative(s40, s41), limit4))
            {
                Keep(scores, hit - hits, s40, s41);
                hit = Append(hit, row + 4, Hits(s40, s41, limit4, limit4));
            }

            Vector256<float> limit5 = Vector256.Create(thresholds[row + 5]);
            if (Vector256.GreaterThanOrEqualAny(Vector256.MaxNative(s50, s51), limit5))
            {
                Keep(scores, hit - hits, s50, s51);
                hit = Append(hit, row + 5, Hits(s50, s51, limit5, limit5));
            }
        }

        return (int)(hit - hits);
    }

    /// <summary>Leaves a row's scores where its hit, if it becomes one, will be looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(float* scores, long hit, Vector256<float> s0, Vector256<float> s1)
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
        Vector256<float> s0, Vector256<float> s1,
        Vector256<float> t0, Vector256<float> t1) =>
        (ulong)Vector256.GreaterThanOrEqual(s0, t0).ExtractMostSignificantBits()
            | ((ulong)Vector256.GreaterThanOrEqual(s1, t1).ExtractMostSignificantBits() << Width);
}
