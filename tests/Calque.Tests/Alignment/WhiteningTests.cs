using System;
using System.Linq;
using Calque.Alignment;
using Xunit;

namespace Calque.Tests.Alignment;

public sealed class WhiteningTests
{
    private const int Count = 400, Dimension = 6;

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    public void Fit_NoisyPairs_SolvesTheCanonicalEquations(double ridge)
    {
        AlignedFixture world = new(Count, Dimension, noise: 0.6);
        AlignmentOptions options = new() { Method = "whitening", Normalization = VectorNormalization.Raw, Whitening = new WhiteningSetting(ridge, 0) };

        SpaceAlignment alignment = AlignSpaces.Fit(world.Source, world.Target, AlignedFixture.FirstPairs(Count), options).Alignment;

        // With A and B the maps (power 0): Aᵀ (Cx + ridge c̄ I) A = I, Bᵀ (Cy + ridge c̄ I) B = I, Aᵀ Cxy B diagonal and descending.
        double[,] a = Matrix(alignment.Source.Matrix!), b = Matrix(alignment.Target.Matrix!);
        AssertDiagonal(Between(a, Covariance(world.Source.Rows, world.Source.Rows, ridge), a), unit: true);
        AssertDiagonal(Between(b, Covariance(world.Target.Rows, world.Target.Rows, ridge), b), unit: true);
        AssertDiagonal(Between(a, Covariance(world.Source.Rows, world.Target.Rows, 0), b), unit: false);
    }

    [Fact]
    public void Fit_Power_MultipliesEachDirectionByThePowerOfItsCorrelation()
    {
        AlignedFixture world = new(Count, Dimension, noise: 0.6);
        AlignmentOptions options = new() { Method = "whitening", Whitening = new WhiteningSetting(0.2, 0) };
        SeedPairs pairs = AlignedFixture.FirstPairs(Count);

        SpaceAlignment plain = AlignSpaces.Fit(world.Source, world.Target, pairs, options).Alignment;
        SpaceAlignment weighed = AlignSpaces.Fit(world.Source, world.Target, pairs, options with { Whitening = new WhiteningSetting(0.2, 1.5) }).Alignment;

        double[] ratios = [.. Enumerable.Range(0, Dimension).Select(r => weighed.Source.Matrix![r] / plain.Source.Matrix![r])];
        for (int i = 0; i < Dimension; i++)
        {
            for (int r = 0; r < Dimension; r++)
            {
                Assert.Equal(ratios[r], weighed.Source.Matrix![(i * Dimension) + r] / plain.Source.Matrix![(i * Dimension) + r], 1e-9);
                Assert.Equal(ratios[r], weighed.Target.Matrix![(i * Dimension) + r] / plain.Target.Matrix![(i * Dimension) + r], 1e-9);
            }
        }

        Assert.Equal(ratios.OrderDescending(), ratios);
        Assert.InRange(ratios[0], 0.1, 1);
    }

    [Fact]
    public void Fit_WordWithTenTranslations_CountsAsOften()
    {
        // The same information as one pair, ten times: the source word is repeated and every target row is the same.
        AlignedFixture world = new(60, 4, noise: 0.3);
        float[] target = [.. world.Target.Rows];
        for (int copy = 50; copy < 60; copy++)
        {
            target.AsSpan(0, 4).CopyTo(target.AsSpan(copy * 4));
        }

        VocabularyVectors repeated = VocabularyVectors.FromRows(world.Target.Words, target, 4);
        AlignmentOptions options = new() { Method = "whitening", Normalization = VectorNormalization.Raw };
        int[] rest = [.. Enumerable.Range(1, 40)];

        SpaceAlignment many = AlignSpaces.Fit(
            world.Source, repeated, new SeedPairs([.. Enumerable.Repeat(0, 10), .. rest], [.. Enumerable.Range(50, 10), .. rest]), options).Alignment;
        SpaceAlignment weighed = AlignSpaces.Fit(
            world.Source, repeated, new SeedPairs([0, .. rest], [50, .. rest], [Math.Sqrt(10), .. rest.Select(_ => 1.0)]), options).Alignment;

        Assert.InRange(AlignedFixture.LargestDifference(many.Source.Matrix, weighed.Source.Matrix), 0, 1e-9);
    }

    [Fact]
    public void Compose_TwoLanguagesOfOnePivot_MeetInIt()
    {
        AlignedFixture first = new(300, 8), second = new(300, 8);
        // Both fixtures have one source; its rotation by another matrix makes a third language.
        double[] turn = AlignedFixture.RandomRotation(8, "third");
        float[] third = new float[300 * 8];
        for (int n = 0; n < 300; n++)
        {
            for (int j = 0; j < 8; j++)
            {
                third[(n * 8) + j] = (float)Enumerable.Range(0, 8).Sum(k => second.Source.Rows[(n * 8) + k] * turn[(k * 8) + j]);
            }
        }

        VocabularyVectors other = VocabularyVectors.FromRows(second.Source.Words, third, 8);
        SeedPairs pairs = AlignedFixture.FirstPairs(300);
        AlignmentOptions moves = new() { Method = "whitening" };
        AlignmentOptions stays = new() { Method = "procrustes", Normalization = VectorNormalization.UnitCentreUnit };

        SpaceAlignment composed = PivotAlignment.Compose(
            AlignSpaces.Fit(first.Source, first.Target, pairs, moves).Alignment, AlignSpaces.Fit(other, first.Target, pairs, stays).Alignment);

        float[] x = composed.ApplySource(first.Source.Rows), y = composed.ApplyTarget(third);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(x[i], y[i], 1e-4);
        }

        Assert.Throws<InvalidVectorsException>(() => PivotAlignment.Compose(
            AlignSpaces.Fit(first.Source, first.Target, pairs, moves).Alignment, AlignSpaces.Fit(other, first.Source, pairs, stays).Alignment));
    }

    private static double[,] Matrix(double[] flat)
    {
        double[,] matrix = new double[Dimension, Dimension];
        Buffer.BlockCopy(flat, 0, matrix, 0, flat.Length * sizeof(double));
        return matrix;
    }

    private static double[,] Covariance(float[] x, float[] y, double ridge)
    {
        double[,] sums = new double[Dimension, Dimension];
        double trace = 0;
        for (int i = 0; i < Dimension; i++)
        {
            for (int j = 0; j < Dimension; j++)
            {
                sums[i, j] = Enumerable.Range(0, Count).Average(n => (double)x[(n * Dimension) + i] * y[(n * Dimension) + j]);
            }

            trace += sums[i, i];
        }

        for (int i = 0; i < Dimension; i++)
        {
            sums[i, i] += ridge * trace / Dimension;
        }

        return sums;
    }

    private static double[,] Between(double[,] a, double[,] c, double[,] b)
    {
        double[,] result = new double[Dimension, Dimension];
        for (int i = 0; i < Dimension; i++)
        {
            for (int j = 0; j < Dimension; j++)
            {
                for (int k = 0; k < Dimension; k++)
                {
                    for (int l = 0; l < Dimension; l++)
                    {
                        result[i, j] += a[k, i] * c[k, l] * b[l, j];
                    }
                }
            }
        }

        return result;
    }

    private static void AssertDiagonal(double[,] matrix, bool unit)
    {
        for (int i = 0; i < Dimension; i++)
        {
            for (int j = 0; j < Dimension; j++)
            {
                if (i != j)
                {
                    Assert.Equal(0, matrix[i, j], 1e-9);
                }
                else if (unit)
                {
                    Assert.Equal(1, matrix[i, i], 1e-9);
                }
                else
                {
                    Assert.InRange(matrix[i, i], i + 1 < Dimension ? matrix[i + 1, i + 1] : 0, 1);
                }
            }
        }
    }
}
