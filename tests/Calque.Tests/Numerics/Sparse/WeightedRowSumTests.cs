using System;
using Calque.Numerics.Sparse;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Numerics.Sparse;

public sealed class WeightedRowSumTests
{
    [Fact]
    public void Compute_AnyNumberOfColumns_EqualsThePlainSumBitForBit()
    {
        TinyGenerator random = new(3);
        for (int columns = 0; columns <= 200; columns += columns < 70 ? 1 : 13)
        {
            float[] matrix = new float[23 * columns];
            for (int i = 0; i < matrix.Length; i++)
                matrix[i] = Draw(random);
            int[] rows = new int[random.Next(12)];
            float[] weights = new float[rows.Length];
            double[] plain = new double[columns];
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = random.Next(23);
                weights[i] = Draw(random);
                for (int j = 0; j < columns; j++)
                    plain[j] += (double)weights[i] * matrix[(rows[i] * columns) + j];
            }

            Assert.Equal(plain, Sum(matrix, columns, rows, weights));
        }
    }

    [Fact]
    public void Compute_NotFiniteValue_StaysInItsColumn()
    {
        float[] matrix = new float[3 * 100];
        matrix[107] = float.NaN;
        matrix[290] = float.PositiveInfinity;
        double[] sum = Sum(matrix, 100, [1, 2], [0.5f, 0.5f]);
        for (int j = 0; j < sum.Length; j++)
            Assert.Equal(j is not (7 or 90), double.IsFinite(sum[j]));
    }

    [Fact]
    public void Compute_LengthsDiffer_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Sum(new float[6], 3, [0, 1], [1f]));
        Assert.Throws<ArgumentException>(() => Sum(new float[6], 3, [0], [1f], new double[2]));
    }

    private static unsafe double[] Sum(float[] matrix, int columns, int[] rows, float[] weights, double[]? goal = null)
    {
        double[] sum = goal ?? new double[columns];
        fixed (float* start = matrix)
            WeightedRowSum.Compute(start, columns, rows, weights, sum);
        return sum;
    }

    private static float Draw(TinyGenerator random) => (random.Next(2_000_001) - 1_000_000) / 777_777f;
}
