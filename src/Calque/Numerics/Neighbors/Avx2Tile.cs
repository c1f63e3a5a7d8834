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
    public override int NextHit(
        float* queries, int firstPanel, int panelCount, float* pool, int depth, float* thresholds, float* scores, out int rowMask)
    {
        for (int panel = firstPanel; panel < panelCount; panel++)
        {
            // s<row><column vector>: named locals, because an indexed array of accumulators is not kept in registers.
            Vector256<float> s00 = Vector256<float>.Zero, s01 = Vector256<float>.Zero;
            Vector256<float> s10 = Vector256<float>.Zero, s11 = Vector256<float>.Zero;
            Vector256<float> s20 = Vector256<float>.Zero, s21 = Vector256<float>.Zero;
            Vector256<float> s30 = Vector256<float>.Zero, s31 = Vector256<float>.Zero;
            Vector256<float> s40 = Vector256<float>.Zero, s41 = Vector256<float>.Zero;
            Vector256<float> s50 = Vector256<float>.Zero, s51 = Vector256<float>.Zero;
            float* x = queries + ((nint)panel * RowsPerTile * depth);
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

            float* threshold = thresholds + (panel * RowsPerTile);
            int mask = 0;
            if (Vector256.GreaterThanOrEqualAny(Vector256.Max(s00, s01), Vector256.Create(threshold[0])))
            {
                mask |= 1 << 0;
                s00.Store(scores);
                s01.Store(scores + (1 * Width));
            }

            if (Vector256.GreaterThanOrEqualAny(Vector256.Max(s10, s11), Vector256.Create(threshold[1])))
            {
                mask |= 1 << 1;
                s10.Store(scores + (2 * Width));
                s11.Store(scores + (3 * Width));
            }

            if (Vector256.GreaterThanOrEqualAny(Vector256.Max(s20, s21), Vector256.Create(threshold[2])))
            {
                mask |= 1 << 2;
                s20.Store(scores + (4 * Width));
                s21.Store(scores + (5 * Width));
            }

            if (Vector256.GreaterThanOrEqualAny(Vector256.Max(s30, s31), Vector256.Create(threshold[3])))
            {
                mask |= 1 << 3;
                s30.Store(scores + (6 * Width));
                s31.Store(scores + (7 * Width));
            }

            if (Vector256.GreaterThanOrEqualAny(Vector256.Max(s40, s41), Vector256.Create(threshold[4])))
            {
                mask |= 1 << 4;
                s40.Store(scores + (8 * Width));
                s41.Store(scores + (9 * Width));
            }

            if (Vector256.GreaterThanOrEqualAny(Vector256.Max(s50, s51), Vector256.Create(threshold[5])))
            {
                mask |= 1 << 5;
                s50.Store(scores + (10 * Width));
                s51.Store(scores + (11 * Width));
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
