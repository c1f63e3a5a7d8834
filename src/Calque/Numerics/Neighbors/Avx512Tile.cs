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
    public override int NextHit(
        float* queries, int firstPanel, int panelCount, float* pool, int depth, float* thresholds, float* scores, out int rowMask)
    {
        for (int panel = firstPanel; panel < panelCount; panel++)
        {
            // s<row><column vector>: named locals, because an indexed array of accumulators is not kept in registers.
            Vector512<float> s00 = Vector512<float>.Zero, s01 = Vector512<float>.Zero, s02 = Vector512<float>.Zero, s03 = Vector512<float>.Zero;
            Vector512<float> s10 = Vector512<float>.Zero, s11 = Vector512<float>.Zero, s12 = Vector512<float>.Zero, s13 = Vector512<float>.Zero;
            Vector512<float> s20 = Vector512<float>.Zero, s21 = Vector512<float>.Zero, s22 = Vector512<float>.Zero, s23 = Vector512<float>.Zero;
            Vector512<float> s30 = Vector512<float>.Zero, s31 = Vector512<float>.Zero, s32 = Vector512<float>.Zero, s33 = Vector512<float>.Zero;
            Vector512<float> s40 = Vector512<float>.Zero, s41 = Vector512<float>.Zero, s42 = Vector512<float>.Zero, s43 = Vector512<float>.Zero;
            Vector512<float> s50 = Vector512<float>.Zero, s51 = Vector512<float>.Zero, s52 = Vector512<float>.Zero, s53 = Vector512<float>.Zero;
            float* x = queries + ((nint)panel * RowsPerTile * depth);
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

            float* threshold = thresholds + (panel * RowsPerTile);
            int mask = 0;
            if (Vector512.GreaterThanOrEqualAny(Vector512.Max(Vector512.Max(s00, s01), Vector512.Max(s02, s03)), Vector512.Create(threshold[0])))
            {
                mask |= 1 << 0;
                s00.Store(scores);
                s01.Store(scores + (1 * Width));
                s02.Store(scores + (2 * Width));
                s03.Store(scores + (3 * Width));
            }

            if (Vector512.GreaterThanOrEqualAny(Vector512.Max(Vector512.Max(s10, s11), Vector512.Max(s12, s13)), Vector512.Create(threshold[1])))
            {
                mask |= 1 << 1;
                s10.Store(scores + (4 * Width));
                s11.Store(scores + (5 * Width));
                s12.Store(scores + (6 * Width));
                s13.Store(scores + (7 * Width));
            }

            if (Vector512.GreaterThanOrEqualAny(Vector512.Max(Vector512.Max(s20, s21), Vector512.Max(s22, s23)), Vector512.Create(threshold[2])))
            {
                mask |= 1 << 2;
                s20.Store(scores + (8 * Width));
                s21.Store(scores + (9 * Width));
                s22.Store(scores + (10 * Width));
                s23.Store(scores + (11 * Width));
            }

            if (Vector512.GreaterThanOrEqualAny(Vector512.Max(Vector512.Max(s30, s31), Vector512.Max(s32, s33)), Vector512.Create(threshold[3])))
            {
                mask |= 1 << 3;
                s30.Store(scores + (12 * Width));
                s31.Store(scores + (13 * Width));
                s32.Store(scores + (14 * Width));
                s33.Store(scores + (15 * Width));
            }

            if (Vector512.GreaterThanOrEqualAny(Vector512.Max(Vector512.Max(s40, s41), Vector512.Max(s42, s43)), Vector512.Create(threshold[4])))
            {
                mask |= 1 << 4;
                s40.Store(scores + (16 * Width));
                s41.Store(scores + (17 * Width));
                s42.Store(scores + (18 * Width));
                s43.Store(scores + (19 * Width));
            }

            if (Vector512.GreaterThanOrEqualAny(Vector512.Max(Vector512.Max(s50, s51), Vector512.Max(s52, s53)), Vector512.Create(threshold[5])))
            {
                mask |= 1 << 5;
                s50.Store(scores + (20 * Width));
                s51.Store(scores + (21 * Width));
                s52.Store(scores + (22 * Width));
                s53.Store(scores + (23 * Width));
            }

            if (mask != 0)
            {
                rowMask = mask;
                return panel;
            }
        }

        rowMask = 0;
        return panelCount;
    }
}
