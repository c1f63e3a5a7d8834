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
    public override int Multiply(float* queries, int panelCount, float* pool, int depth, float* thresholds, float* columnThresholds, TileHit* hits, float* scores)
    {
        TileHit* hit = hits;
        float* rowScores = stackalloc float[Columns];
        for (int row = 0; row < panelCount * RowsPerTile; row++)
        {
            Row(queries + ((nint)(row / RowsPerTile) * RowsPerTile * depth) + (row % RowsPerTile), pool, depth, rowScores);
            ulong columns = 0;
            for (int c = 0; c < Columns; c++)
            {
                bool reached = rowScores[c] >= thresholds[row] || (columnThresholds != null && rowScores[c] >= columnThresholds[c]);
                columns |= reached ? 1UL << c : 0;
            }

            for (int c = 0; scores != null && c < Columns; c++)
            {
                scores[((hit - hits) * Columns) + c] = rowScores[c];
            }

            hit = Append(hit, row, columns);
        }

        return (int)(hit - hits);
    }

    private static void Row(float* x, float* y, int depth, float* scores)
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
    }
}
