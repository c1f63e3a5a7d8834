using System;
using System.Linq;
using Calque.Alignment;
using Xunit;

namespace Calque.Tests.Alignment;

public sealed class LinearAlignerTests
{
    [Theory]
    [InlineData("procrustes")]
    [InlineData("least-squares")]
    public void Fit_CleanPairsOfAHiddenRotation_RecoversIt(string method)
    {
        AlignedFixture world = new(5000, 100);

        AlignmentFit fit = AlignSpaces.Fit(world.Source, world.Target, AlignedFixture.FirstPairs(5000), new AlignmentOptions { Method = method });

        Assert.InRange(AlignedFixture.LargestDifference(world.Rotation, fit.Alignment.Source.Matrix), 0, 1e-5);
        Assert.Null(fit.Alignment.Target.Matrix);
        Assert.Empty(fit.Warnings);
    }

    [Fact]
    public void Fit_IdentityRawAndUnit_LeavesDirectionsAlone()
    {
        AlignedFixture world = new(20, 6);

        SpaceAlignment raw = AlignSpaces.Fit(world.Source, world.Target, null, new AlignmentOptions { Method = "identity" }).Alignment;
        SpaceAlignment unit = AlignSpaces.Fit(
            world.Source, world.Target, null, new AlignmentOptions { Method = "identity", Normalization = VectorNormalization.Unit }).Alignment;

        Assert.Equal(world.Source.Rows, raw.ApplySource(world.Source.Rows));
        float[] row = unit.ApplyTarget([.. world.Target.Rows.Take(6)]);
        double length = Math.Sqrt(row.Sum(value => (double)value * value));
        Assert.Equal(1, length, 6);
        Assert.Equal(world.Target.Rows[0] / row[0], world.Target.Rows[5] / row[5], 4);
    }

    [Fact]
    public void Fit_LeastSquaresOfFewerPairsThanDimensions_SaysSoAndFitsThem()
    {
        AlignedFixture world = new(40, 30);

        AlignmentFit fit = AlignSpaces.Fit(world.Source, world.Target, AlignedFixture.FirstPairs(10), new AlignmentOptions { Method = "least-squares" });

        Assert.Contains("10 of 30", Assert.Single(fit.Warnings), StringComparison.Ordinal);
        float[] mapped = fit.Alignment.ApplySource([.. world.Source.Rows.Take(300)]);
        for (int i = 0; i < mapped.Length; i++)
        {
            Assert.Equal(world.Target.Rows[i], mapped[i], 1e-4);
        }
    }

    [Fact]
    public void Fit_LeastSquaresWithRidge_SolvesTheNormalEquations()
    {
        const int Count = 50, Dimension = 7;
        AlignedFixture world = new(Count, Dimension, noise: 0.5);
        float[] x = world.Source.Rows, y = world.Target.Rows;

        double[] w = LeastSquares.Fit(x, Dimension, y, Dimension, null, Count, 0.3).Matrix;

        // (XᵀX + λ I) W − XᵀY = 0 with λ = 0.3 tr(XᵀX)/d.
        double lambda = 0.3 * x.Sum(value => (double)value * value) / Dimension;
        for (int i = 0; i < Dimension; i++)
        {
            for (int j = 0; j < Dimension; j++)
            {
                double rest = lambda * w[(i * Dimension) + j];
                for (int n = 0; n < Count; n++)
                {
                    double mapped = Enumerable.Range(0, Dimension).Sum(k => x[(n * Dimension) + k] * w[(k * Dimension) + j]);
                    rest += x[(n * Dimension) + i] * (mapped - y[(n * Dimension) + j]);
                }

                Assert.Equal(0, rest, 1e-9);
            }
        }
    }

    [Fact]
    public void Fit_LeastSquaresOfDifferentDimensions_MapsBetweenThem()
    {
        AlignedFixture world = new(60, 8);
        VocabularyVectors wider = VocabularyVectors.FromRows(
            world.Target.Words, [.. Enumerable.Range(0, 60).SelectMany(n => world.Target.Rows.Skip(n * 8).Take(8).Concat([0f, 1f]))], 10);

        SpaceAlignment alignment = AlignSpaces.Fit(
            world.Source, wider, AlignedFixture.FirstPairs(60), new AlignmentOptions { Method = "least-squares" }).Alignment;

        Assert.Equal(10, alignment.Dimension);
        Assert.Equal(world.Target.Rows[3], alignment.ApplySource([.. world.Source.Rows.Take(8)])[3], 1e-4);
        InvalidVectorsException error = Assert.Throws<InvalidVectorsException>(
            () => AlignSpaces.Fit(world.Source, wider, AlignedFixture.FirstPairs(60), new AlignmentOptions { Method = "procrustes" }));
        Assert.Contains("8 and 10", error.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("procrustes")]
    [InlineData("least-squares")]
    [InlineData("rcsls")]
    [InlineData("whitening")]
    [InlineData("self-learning")]
    [InlineData("auto")]
    public void Fit_OnePair_SaysThatItIsOne(string method)
    {
        AlignedFixture world = new(20, 6);

        InvalidDictionaryException error = Assert.Throws<InvalidDictionaryException>(
            () => AlignSpaces.Fit(world.Source, world.Target, AlignedFixture.FirstPairs(1), new AlignmentOptions { Method = method }));

        Assert.Contains("1 usable pair", error.Found, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }

    [Fact]
    public void Validate_UnknownMethod_NamesTheKnownOnes()
    {
        InvalidOptionException error = Assert.Throws<InvalidOptionException>(() => new AlignmentOptions { Method = "magic" }.Validate());

        Assert.Contains("procrustes", error.Expected, StringComparison.Ordinal);
    }
}
