using System;
using System.Linq;
using Calque.Numerics;
using Xunit;

namespace Calque.Tests.Numerics;

public class SoftmaxTests
{
    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-3)]
    [InlineData(0.1)]
    [InlineData(1.0)]
    [InlineData(1e3)]
    public void Apply_AnyTemperature_FiniteAndSumsToOne(double temperature)
    {
        double[] scores = [1.0, 0.9999999, 0.3, -1.0, 0.0, 1.0];
        double[] weights = new double[scores.Length];
        Softmax.Apply(scores, temperature, weights);
        Assert.All(weights, w => Assert.InRange(w, 0, 1));
        Assert.Equal(1.0, weights.Sum(), 15);
        Assert.Equal(weights[0], weights[5]);
        Assert.True(weights[0] >= weights[1] && weights[1] >= weights[2] && weights[2] >= weights[4] && weights[4] >= weights[3]);
    }

    [Fact]
    public void Apply_UsualTemperature_EqualsTheFormula()
    {
        double[] scores = [0.8, 0.75, 0.7, 0.1];
        double[] weights = new double[4];
        Softmax.Apply(scores, 0.1, weights);
        double sum = scores.Sum(s => Math.Exp(s / 0.1));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Math.Exp(scores[i] / 0.1) / sum, weights[i], 14);
        }
    }

    [Fact]
    public void Apply_InPlace_SameAsApart()
    {
        double[] scores = [0.3, 0.2];
        double[] apart = new double[2];
        Softmax.Apply(scores, 0.5, apart);
        Softmax.Apply(scores, 0.5, scores);
        Assert.Equal(apart, scores);
    }

    [Fact]
    public void Apply_BadArguments_AreRefused()
    {
        double[] weights = new double[1];
        Assert.Throws<ArgumentOutOfRangeException>(() => Softmax.Apply([1.0], 0, weights));
        Assert.Throws<ArgumentOutOfRangeException>(() => Softmax.Apply([1.0], double.NaN, weights));
        Assert.Throws<ArgumentException>(() => Softmax.Apply([double.NaN], 1, weights));
        Assert.Throws<ArgumentException>(() => Softmax.Apply([1.0, 2.0], 1, weights));
    }
}
