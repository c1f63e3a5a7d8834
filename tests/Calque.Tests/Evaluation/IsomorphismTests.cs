using System;
using System.Linq;
using Calque.Evaluation;
using Calque.Tests.Alignment;
using Xunit;

namespace Calque.Tests.Evaluation;

/// <summary>A rotation gives 0, 0 and 1; noise moves all three figures away.</summary>
public sealed class IsomorphismTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.6)]
    public void Figures_OfASpaceAndItsImage_TellWhetherItIsARotation(double noise)
    {
        AlignedFixture spaces = new(300, 12, noise, "isomorphism");
        float[] x = spaces.Source.Rows, y = spaces.Target.Rows;

        double eigenvalues = NeighborGraphSpectrum.Difference(Spectrum(x), Spectrum(y), out _);
        double bottleneck = SpanningTreeDistance.Bottleneck(
            SpanningTreeDistance.EdgeLengths(x, 300, 12), SpanningTreeDistance.EdgeLengths(y, 300, 12));
        double relational = RelationalSimilarity.Compute(x, 12, y, 12, 300)!.Value; // 300 rows have spread

        if (noise == 0)
        {
            Assert.Equal(0, eigenvalues, 6);
            Assert.Equal(0, bottleneck, 3);
            Assert.Equal(1, relational, 6);
        }
        else
        {
            Assert.True(eigenvalues > 1, $"{eigenvalues}");
            Assert.True(bottleneck > 0.01, $"{bottleneck}");
            Assert.InRange(relational, 0.1, 0.97);
        }
    }

    [Fact]
    public void RelationalSimilarity_SmallExample_IsPearsonsCorrelation()
    {
        // Cosines of the pairs (0,1), (0,2), (1,2): 0, .6, .8 and 0, .8, .6.
        float[] left = [1, 0, 0, 1, .6f, .8f];
        float[] right = [1, 0, 0, 1, .8f, .6f];
        double[] a = [0, .6, .8], b = [0, .8, .6];
        double meanA = a.Average(), meanB = b.Average();
        double expected = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum()
            / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));

        Assert.Equal(expected, RelationalSimilarity.Compute(left, 2, right, 2, 3)!.Value, 6); // three rows with spread
        Assert.Null(RelationalSimilarity.Compute(left, 2, right, 2, 2));
    }

    [Fact]
    public void Skewness_OfTheWorkedExample_IsKnown()
    {
        Assert.Equal(0.707, Hubness.Skewness([3, 0, 0]), 3);
        Assert.Equal(0, Hubness.Skewness([2, 2, 2]));
    }

    private static double[] Spectrum(float[] rows) => NeighborGraphSpectrum.Eigenvalues(NeighborGraphSpectrum.NearestOthers(rows, 300, 12));
}
