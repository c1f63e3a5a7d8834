using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Numerics.Neighbors;

/// <summary>6 queries × 64 pool rows in 24 registers of 512 bits.</summary>
internal sealed unsafe class Avx512Tile : TileKernel
{
    private const int Width = 16;

    /// <inheritdoc/>
    public override int ColumnsPerTile => 4 * Width;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Multiply(float* queries, int panelCount, float* pool, int depth, float* thresholds, float* columnThresholds, TileHit* hits, float* scores)
    {
        TileHit* hit = hits;
        float* x = queries;
        for (int panel = 0; panel < panelCount; panel++)
        {
            // s<row><column vector>: named locals, because an indexed array of accumulators is not kept in registers.
            Vector512<float> s00 = Vector512<float>.Zero, s01 = Vector512<float>.Zero, s02 = Vector512<float>.Zero, s03 = Vector512<float>.Zero;
            Vector512<float> s10 = Vector512<float>.Zero, s11 = Vector512<float>.Zero, s12 = Vector512<float>.Zero, s13 = Vector512<float>.Zero;
            Vector512<float> s20 = Vector512<float>.Zero, s21 = Vector512<float>.Zero, s22 = Vector512<float>.Zero, s23 = Vector512<float>.Zero;
            Vector512<float> s30 = Vector512<float>.Zero, s31 = Vector512<float>.Zero, s32 = Vector512<float>.Zero, s33 = Vector512<float>.Zero;
            Vector512<float> s40 = Vector512<float>.Zero, s41 = Vector512<float>.Zero, s42 = Vector512<float>.Zero, s43 = Vector512<float>.Zero;
            Vector512<float> s50 = Vector512<float>.Zero, s51 = Vector512<float>.Zero, s52 = Vector512<float>.Zero, s53 = Vector512<float>.Zero;
            float* y = pool;
            for (int k = 0; k < depth; k++)
            {
                Vector512<float> y0 = Vector512.Load(y);
                Vector512<float> y1 = Vector512.Load(y + Width);
                Vector512<float> y2 = Vector512.Load(y + (2 * Width));
                Vector512<float> y3 = Vector512.Load(y + (3 * Width));
                Vector512<float> x0 = Vector512.Create(x[0]);
                s00 = Vector512.FusedMultiplyAdd(x0, y0, s00);
                s01 = Vector512.FusedMultiplyAdd(x0, y1, s01);
                s02 = Vector512.FusedMultiplyAdd(x0, y2, s02);
                s03 = Vector512.FusedMultiplyAdd(x0, y3, s03);
                Vector512<float> x1 = Vector512.Create(x[1]);
                s10 = Vector512.FusedMultiplyAdd(x1, y0, s10);
                s11 = Vector512.FusedMultiplyAdd(x1, y1, s11);
                s12 = Vector512.FusedMultiplyAdd(x1, y2, s12);
                s13 = Vector512.FusedMultiplyAdd(x1, y3, s13);
                Vector512<float> x2 = Vector512.Create(x[2]);
                s20 = Vector512.FusedMultiplyAdd(x2, y0, s20);
                s21 = Vector512.FusedMultiplyAdd(x2, y1, s21);
                s22 = Vector512.FusedMultiplyAdd(x2, y2, s22);
                s23 = Vector512.FusedMultiplyAdd(x2, y3, s23);
                Vector512<float> x3 = Vector512.Create(x[3]);
                s30 = Vector512.FusedMultiplyAdd(x3, y0, s30);
                s31 = Vector512.FusedMultiplyAdd(x3, y1, s31);
                s32 = Vector512.FusedMultiplyAdd(x3, y2, s32);
                s33 = Vector512.FusedMultiplyAdd(x3, y3, s33);
                Vector512<float> x4 = Vector512.Create(x[4]);
                s40 = Vector512.FusedMultiplyAdd(x4, y0, s40);
                s41 = Vector512.FusedMultiplyAdd(x4, y1, s41);
                s42 = Vector512.FusedMultiplyAdd(x4, y2, s42);
                s43 = Vector512.FusedMultiplyAdd(x4, y3, s43);
                Vector512<float> x5 = Vector512.Create(x[5]);
                s50 = Vector512.FusedMultiplyAdd(x5, y0, s50);
                s51 = Vector512.FusedMultiplyAdd(x5, y1, s51);
                s52 = Vector512.FusedMultiplyAdd(x5, y2, s52);
                s53 = Vector512.FusedMultiplyAdd(x5, y3, s53);
                x += RowsPerTile;
                y += 4 * Width;
            }

            int row = panel * RowsPerTile;
            if (columnThresholds != null)
            {
                Vector512<float> c0 = Vector512.Load(columnThresholds);
                Vector512<float> c1 = Vector512.Load(columnThresholds + Width);
                Vector512<float> c2 = Vector512.Load(columnThresholds + (2 * Width));
                Vector512<float> c3 = Vector512.Load(columnThresholds + (3 * Width));
                if (Vector512.GreaterThanOrEqualAny(Vector512.MaxNative(Vector512.MaxNative(Vector512.MaxNative(s00, s10), Vector512.MaxNative(s20, s30)), Vector512.MaxNative(s40, s50)), c0)
                    || Vector512.GreaterThanOrEqualAny(Vector512.MaxNative(Vector512.MaxNative(Vector512.MaxNative(s01, s11), Vector512.MaxNative(s21, s31)), Vector512.MaxNative(s41, s51)), c1)
                    || Vector512.GreaterThanOrEqualAny(Vector512.MaxNative(Vector512.MaxNative(Vector512.MaxNative(s02, s12), Vector512.MaxNative(s22, s32)), Vector512.MaxNative(s42, s52)), c2)
                    || Vector512.GreaterThanOrEqualAny(Vector512.MaxNative(Vector512.MaxNative(Vector512.MaxNative(s03, s13), Vector512.MaxNative(s23, s33)), Vector512.MaxNative(s43, s53)), c3))
                {
                    Vector512<float> t0 = Vector512.Create(thresholds[row + 0]);
                    Keep(scores, hit - hits, s00, s01, s02, s03);
                    hit = Append(hit, row + 0, Hits(s00, s01, s02, s03, Vector512.MinNative(t0, c0), Vector512.MinNative(t0, c1), Vector512.MinNative(t0, c2), Vector512.MinNative(t0, c3)));
                    Vector512<float> t1 = Vector512.Create(thresholds[row + 1]);
                    Keep(scores, hit - hits, s10, s11, s12, s13);
                    hit = Append(hit, row + 1, Hits(s10, s11, s12, s13, Vector512.MinNative(t1, c0), Vector512.MinNative(t1, c1), Vector512.MinNative(t1, c2), Vector512.MinNative(t1, c3)));
                    Vector512<float> t2 = Vector512.Create(thresholds[row + 2]);
                    Keep(scores, hit - hits, s20, s21, s22, s23);
                    hit = Append(hit, row + 2, Hits(s20, s21, s22, s23, Vector512.MinNative(t2, c0), Vector512.MinNative(t2, c1), Vector512.MinNative(t2, c2), Vector512.MinNative(t2, c3)));
                    Vector512<float> t3 = Vector512.Create(thresholds[row + 3]);
                    Keep(scores, hit - hits, s30, s31, s32, s33);
                    hit = Append(hit, row + 3, Hits(s30, s31, s32, s33, Vector512.MinNative(t3, c0), Vector512.MinNative(t3, c1), Vector512.MinNative(t3, c2), Vector512.MinNative(t3, c3)));
                    Vector512<float> t4 = Vector512.Create(thresholds[row + 4]);
                    Keep(scores, hit - hits, s40, s41, s42, s43);
                    hit = Append(hit, row + 4, Hits(s40, s41, s42, s43, Vector512.MinNative(t4, c0), Vector512.MinNative(t4, c1), Vector512.MinNative(t4, c2), Vector512.MinNative(t4, c3)));
                    Vector512<float> t5 = Vector512.Create(thresholds[row + 5]);
                    Keep(scores, hit - hits, s50, s51, s52, s53);
                    hit = Append(hit, row + 5, Hits(s50, s51, s52, s53, Vector512.MinNative(t5, c0), Vector512.MinNative(t5, c1), Vector512.MinNative(t5, c2), Vector512.MinNative(t5, c3)));
                    continue;
                }
            }

            Vector512<float> limit0 = Vector512.Create(thresholds[row + 0]);
            if (Vector512.GreaterThanOrEqualAny(Vector512.MaxNative(Vector512.MaxNative(s00, s01), Vector512.MaxNative(s02, s03)), limit0))
            {
                Keep(scores, hit - hits, s00, s01, s02, s03);
                hit = Append(hit, row + 0, Hits(s00, s01, s02, s03, limit0, limit0, limit0, limit0));
            }

            Vector512<float> limit1 = Vector512.Create(thresholds[row + 1]);
            if (Vector512.GreaterThanOrEqualAny(Vector512.MaxNative(Vector512.MaxNative(s10, s11), Vector512.MaxNative(s12, s13)), limit1))
            {
                Keep(scores, hit - hits, s10, s11, s12, s13);
                hit = Append(hit, row + 1, Hits(s10, s11, s12, s13, limit1, limit1, limit1, limit1));
            }

            Vector512<float> limit2 = Vector512.Create(thresholds[row + 2]);
            if (Vector512.GreaterThanOrEqualAny(Vector512.MaxNative(Vector512.MaxNative(s20, s21), Vector512.MaxNative(s22, s23)), limit2))
            {
                Keep(scores, hit - hits, s20, s21, s22, s23);
                hit = Append(hit, row + 2, Hits(s20, s21, s22, s23, limit2, limit2, limit2, limit2));
            }

            Vector512<float> limit3 = Vector512.Create(thresholds[row + 3]);
            if (Vector512.GreaterThanOrEqualAny(Vector512.MaxNative(Vector512.MaxNative(s30, s31), Vector512.MaxNative(s32, s33)), limit3))
            {
                Keep(scores, hit - hits, s30, s31, s32, s33);
                hit = Append(hit, row + 3, Hits(s30, s31, s32, s33, limit3, limit3, limit3, limit3));
            }

            Vector512<float> limit4 = Vector512.Create(thresholds[row + 4]);
            if (Vector512.GreaterThanOrEqualAny(Vector512.MaxNative(Vector512.MaxNative(s40, s41), Vector512.MaxNative(s42, s43)), limit4))
            {
                Keep(scores, hit - hits, s40, s41, s42, s43);
                hit = Append(hit, row + 4, Hits(s40, s41, s42, s43, limit4, limit4, limit4, limit4));
            }

            Vector512<float> limit5 = Vector512.Create(thresholds[row + 5]);
            if (Vector512.GreaterThanOrEqualAny(Vector512.MaxNative(Vector512.MaxNative(s50, s51), Vector512.MaxNative(s52, s53)), limit5))
            {
                Keep(scores, hit - hits, s50, s51, s52, s53);
                hit = Append(hit, row + 5, Hits(s50, s51, s52, s53, limit5, limit5, limit5, limit5));
            }
        }

        return (int)(hit - hits);
    }

    /// <summary>Leaves a row's scores where its hit, if it becomes one, will be looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(float* scores, long hit, Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, Vector512<float> s3)
    {
        if (scores != null)
        {
            float* goal = scores + (hit * 4 * Width);
            s0.Store(goal);
            s1.Store(goal + Width);
            s2.Store(goal + (2 * Width));
            s3.Store(goal + (3 * Width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hits(
        Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, Vector512<float> s3,
        Vector512<float> t0, Vector512<float> t1, Vector512<float> t2, Vector512<float> t3) =>
        (ulong)Vector512.GreaterThanOrEqual(s0, t0).ExtractMostSignificantBits()
            | ((ulong)Vector512.GreaterThanOrEqual(s1, t1).ExtractMostSignificantBits() << Width)
            | ((ulong)Vector512.GreaterThanOrEqual(s2, t2).ExtractMostSignificantBits() << (2 * Width))
            | ((ulong)Vector512.GreaterThanOrEqual(s3, t3).ExtractMostSignificantBits() << (3 * Width));
}
