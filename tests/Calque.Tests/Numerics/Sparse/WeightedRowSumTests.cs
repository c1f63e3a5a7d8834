using System;
using Calque.Numerics.Sparse;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Numerics.Sparse;

public sealed class WeightedRowSumTests
{
    [Fact]
    public void Add_AnyLength_EqualsThePlainSumBitForBit()
    {
        TinyGenerator random = new(3);
        for (int length = 0; length <= 40; length++)
        {
            double[] sum = new double[length];
            double[] plain = new double[length];
            for (int step = 0; step < 12; step++)
            {
                float weight = Draw(random);
                float[] row = new float[length];
                for (int j = 0; j < length; j++)
                {
                    row[j] = Draw(random);
                    plain[j] += (double)weight * row[j];
                }

                WeightedRowSum.Add(weight, row, sum);
            }

            Assert.Equal(plain, sum);
        }
    }

    [Fact]
    public void Add_NotFiniteValue_StaysInItsColumn()
    {
        double[] sum = new double[20];
        float[] row = new float[20];
        row[7] = float.NaN;
        row[13] = float.PositiveInfinity;
        WeightedRowSum.Add(0.5f, row, sum);
        for (int j = 0; j < sum.Length; j++)
            Assert.Equal(j is not (7 or 13), double.IsFinite(sum[j]));
    }

    [Fact]
    public void Add_LengthsDiffer_IsRefused() =>
        Assert.Throws<ArgumentException>(() => WeightedRowSum.Add(1f, new float[3], new double[4]));

    private static float Draw(TinyGenerator random) => (random.Next(2_000_001) - 1_000_000) / 777_777f;
}
