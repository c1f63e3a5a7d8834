using System;
using System.Linq;
using Calque.Evaluation;
using Calque.Numerics.LinearAlgebra;
using Calque.Tests.Alignment.Directories;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Evaluation;

public sealed class NeighborGraphSpectrumTests
{
    private static readonly int[] Path = [1, 0, 1, 2];
    private static readonly int[] Star = [1, 0, 0, 0];

    [Fact]
    public void Eigenvalues_OfPathAndStar_AreTheKnownOnes()
    {
        AssertClose([2 + Math.Sqrt(2), 2, 2 - Math.Sqrt(2), 0], NeighborGraphSpectrum.Eigenvalues(Path));
        AssertClose([4, 1, 1, 0], NeighborGraphSpectrum.Eigenvalues(Star));
    }

    [Fact]
    public void Difference_OfPathAndStar_IsTheWorkedExample()
    {
        double difference = NeighborGraphSpectrum.Difference(NeighborGraphSpectrum.Eigenvalues(Path), NeighborGraphSpectrum.Eigenvalues(Star), out int compared);

        // Nine tenths of 6 are held by 2 eigenvalues of the path and 3 of the star.
        Assert.Equal(2, compared);
        Assert.Equal(1.343, difference, 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(150)]
    public void Eigenvalues_OfRandomSpaces_AreThoseOfTheDenseLaplacian(int count)
    {
        for (int draw = 0; draw < 6; draw++)
        {
            // One dimension more each time: from long chains to hubs.
            float[] rows = AlignmentCase.Normal($"graph {count} {draw}", count * (draw + 2));
            int[] nearest = NeighborGraphSpectrum.NearestOthers(rows, count, draw + 2);

            AssertClose(Dense(nearest), NeighborGraphSpectrum.Eigenvalues(nearest));
        }
    }

    [Fact]
    public void Eigenvalues_OfRandomForests_AreThoseOfTheDenseLaplacian()
    {
        TinyGenerator random = new(5);
        for (int draw = 0; draw < 20; draw++)
        {
            // Every node is joined to an earlier one, the first two to each other: trees of all shapes, with many equal eigenvalues.
            int[] nearest = [1, 0, .. Enumerable.Range(2, 30).Select(i => random.Next(draw % 2 == 0 ? i : Math.Min(i, 3)))];

            AssertClose(Dense(nearest), NeighborGraphSpectrum.Eigenvalues(nearest));
        }
    }

    [Fact]
    public void NearestOthers_WithRepeatedRows_NeverNamesTheRowItself()
    {
        float[] rows = [1, 0, 1, 0, 1, 0, 0, 1];

        int[] nearest = NeighborGraphSpectrum.NearestOthers(rows, 4, 2);

        Assert.Equal([1, 0, 0], nearest[..3]);
        Assert.NotEqual(3, nearest[3]);
        Assert.Equal(4, NeighborGraphSpectrum.Eigenvalues(nearest).Length);
    }

    [Fact]
    public void Eigenvalues_OfACycle_AreRefused() => Assert.Throws<ArgumentException>(() => NeighborGraphSpectrum.Eigenvalues([1, 2, 0]));

    private static double[] Dense(int[] nearest)
    {
        int n = nearest.Length;
        double[] laplacian = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            int j = nearest[i];
            if (j < 0 || (nearest[j] == i && j < i))
                continue;
            laplacian[(i * n) + j] = laplacian[(j * n) + i] = -1;
            laplacian[(i * n) + i]++;
            laplacian[(j * n) + j]++;
        }

        return SymmetricEigen.Compute(laplacian, n).Values;
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 8);
    }
}
