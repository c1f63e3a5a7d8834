using System.Runtime.CompilerServices;

namespace Calque.Numerics.Neighbors;

/// <summary>6 queries × 8 pool rows without vectors: what remains when all intrinsics are off.</summary>
internal sealed unsafe class ScalarTile : TileKernel
{
    private const int Columns = 8;

    /// <inheritdoc/>
    public override int ColumnsPerTile => Columns;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int NextHit(
        float* queries, int firstPanel, int panelCount, float* pool, int depth, float* thresholds, float* scores, out int rowMask)
    {
        for (int panel = firstPanel; panel < panelCount; panel++)
        {
            float* rows = queries + ((nint)panel * RowsPerTile * depth);
            int mask = 0;
            for (int r = 0; r < RowsPerTile; r++)
            {
                if (Row(rows + r, pool, depth, scores + (r * Columns)) >= thresholds[(panel * RowsPerTile) + r])
                {
                    mask |= 1 << r;
                }
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

    private static float Row(float* x, float* y, int depth, float* scores)
    {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        for (int k = 0; k < depth; k++)
        {
            float value = *x;
            s0 += value * y[0];
            s1 += value * y[1];
            s2 += value * y[2];
            s3 += value * y[3];
            s4 += value * y[4];
            s5 += value * y[5];
            s6 += value * y[6];
            s7 += value * y[7];
            x += RowsPerTile;
            y += Columns;
        }

        scores[0] = s0;
        scores[1] = s1;
        scores[2] = s2;
        scores[3] = s3;
        scores[4] = s4;
        scores[5] = s5;
        scores[6] = s6;
        scores[7] = s7;
        float best = s0;
        for (int c = 1; c < Columns; c++)
        {
            best = scores[c] > best ? scores[c] : best;
        }

        return best;
    }
}
