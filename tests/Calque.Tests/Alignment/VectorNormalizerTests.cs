using System;
using System.Linq;
using Calque.Alignment;
using Xunit;

namespace Calque.Tests.Alignment;

public sealed class VectorNormalizerTests
{
    [Fact]
    public void Fit_Raw_ChangesNothing()
    {
        float[] rows = [3, 4, 0, 0, 1, 1];

        VectorNormalizer normalizer = VectorNormalizer.Fit(VectorNormalization.Raw, rows, 3, 2);

        Assert.Equal([3, 4, 0, 0, 1, 1], rows);
        Assert.False(normalizer.Unit);
    }

    [Fact]
    public void Fit_UnitCentreUnit_IsTheThreeSteps()
    {
        float[] rows = [3, 4, 0, 0, 5, 0];

        VectorNormalizer normalizer = VectorNormalizer.Fit(VectorNormalization.UnitCentreUnit, rows, 3, 2);

        // Units (.6, .8) and (1, 0), the zero row counts in no mean: mean (.8, .4); differences (-.2, .4) and (.2, -.4).
        Assert.Equal([.8, .4], Assert.Single(normalizer.Means).Select(value => Math.Round(value, 6)));
        double root = Math.Sqrt(.2);
        float[] expected = [(float)(-.2 / root), (float)(.4 / root), 0, 0, (float)(.2 / root), (float)(-.4 / root)];
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(expected[i], rows[i], 1e-6);
        }
    }

    [Fact]
    public void Fit_Iterative_EndsWithUnitRowsOfMeanZero()
    {
        const int Count = 300, Dimension = 9;
        float[] rows = [.. new AlignedFixture(Count, Dimension).Source.Rows.Select(value => value + 0.4f)];

        VectorNormalizer normalizer = VectorNormalizer.Fit(VectorNormalization.Iterative, rows, Count, Dimension);

        Assert.InRange(normalizer.Means.Count, 2, 60);
        for (int j = 0; j < Dimension; j++)
        {
            Assert.Equal(0, Enumerable.Range(0, Count).Average(n => (double)rows[(n * Dimension) + j]), 1e-6);
        }

        for (int n = 0; n < Count; n++)
        {
            Assert.Equal(1, rows.AsSpan(n * Dimension, Dimension).ToArray().Sum(value => (double)value * value), 1e-6);
        }
    }

    [Theory]
    [InlineData(VectorNormalization.Raw)]
    [InlineData(VectorNormalization.Unit)]
    [InlineData(VectorNormalization.UnitCentreUnit)]
    [InlineData(VectorNormalization.Iterative)]
    public void Apply_TheVocabularysOwnRows_GivesWhatFitGave(VectorNormalization normalization)
    {
        float[] original = new AlignedFixture(50, 5).Target.Rows;
        float[] fitted = [.. original];
        VectorNormalizer normalizer = VectorNormalizer.Fit(normalization, fitted, 50, 5);

        float[] applied = [.. original.Take(20)];
        normalizer.Apply(applied);

        Assert.Equal(fitted.Take(20), applied);
    }
}
