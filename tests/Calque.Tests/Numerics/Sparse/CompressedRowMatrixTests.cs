using System;
using Calque.Numerics.Randomness;
using Calque.Numerics.Sparse;
using Xunit;

namespace Calque.Tests.Numerics.Sparse;

public class CompressedRowMatrixTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(100)]
    public void Multiply_AnyWidth_EqualsThePlainSum(int width)
    {
        KeyedRandom random = new(1, "csr", (ulong)width);
        const int Rows = 20, Columns = 30;
        long[] offsets = new long[Rows + 1];
        for (int r = 0; r < Rows; r++)
        {
            offsets[r + 1] = offsets[r] + (r % 4 == 0 ? 0 : random.NextInt(12));
        }

        int[] columns = new int[offsets[Rows]];
        float[] weights = new float[columns.Length];
        for (int e = 0; e < columns.Length; e++)
        {
            columns[e] = random.NextInt(Columns);
            weights[e] = (float)random.NextNormal();
        }

        float[] source = new float[Columns * width];
        double[] wide = new double[source.Length];
        for (int i = 0; i < source.Length; i++)
        {
            source[i] = (float)random.NextNormal();
            wide[i] = random.NextNormal();
        }

        CompressedRowMatrix matrix = new(Columns, offsets, columns, weights);
        float[] all = new float[Rows * width];
        matrix.Multiply(0, Rows, source, width, all);
        double[] allWide = new double[Rows * width];
        matrix.Multiply(0, Rows, wide, width, allWide);
        float[] part = new float[3 * width];
        matrix.Multiply(5, 3, source, width, part);
        Assert.Equal(all[(5 * width)..(8 * width)], part);
        for (int r = 0; r < Rows; r++)
        {
            for (int j = 0; j < width; j++)
            {
                double sum = 0;
                double wideSum = 0;
                for (long e = offsets[r]; e < offsets[r + 1]; e++)
                {
                    sum += (double)weights[e] * source[(columns[e] * width) + j];
                    wideSum += weights[e] * wide[(columns[e] * width) + j];
                }

                Assert.Equal((float)sum, all[(r * width) + j]);
                Assert.Equal(wideSum, allWide[(r * width) + j]);
            }
        }
    }

    [Fact]
    public void Constructor_ArraysThatAreNoMatrix_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new CompressedRowMatrix(2, [0, 1], [2], [1f]));
        Assert.Throws<ArgumentException>(() => new CompressedRowMatrix(2, [0, 1], [-1], [1f]));
        Assert.Throws<ArgumentException>(() => new CompressedRowMatrix(2, [0, 2, 1], [0], [1f]));
        Assert.Throws<ArgumentException>(() => new CompressedRowMatrix(2, [1, 1], [0], [1f]));
        Assert.Throws<ArgumentException>(() => new CompressedRowMatrix(2, [], [], []));
        Assert.Throws<ArgumentException>(() => new CompressedRowMatrix(2, [0, 1], [0], [float.NaN]));
    }

    [Fact]
    public void Multiply_SpansTooShort_AreRefused()
    {
        CompressedRowMatrix matrix = new(2, [0, 1], [1], [1f]);
        Assert.Throws<ArgumentException>(() => matrix.Multiply(0, 1, new float[3], 2, new float[2]));
        Assert.Throws<ArgumentException>(() => matrix.Multiply(0, 1, new float[4], 2, new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Multiply(1, 1, new float[4], 2, new float[2]));
    }
}
