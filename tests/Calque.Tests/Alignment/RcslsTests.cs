using System;
using System.Linq;
using Calque.Alignment;
using Calque.Retrieval;
using Xunit;

namespace Calque.Tests.Alignment;

public sealed class RcslsTests
{
    [Fact]
    public void Evaluate_Gradient_IsThatOfFiniteDifferences()
    {
        AlignedFixture world = new(200, 5, noise: 0.5);
        AlignmentProblem problem = new(world.Source, world.Target, AlignedFixture.FirstPairs(60));
        NormalizedSpace source = problem.SourceSpace(VectorNormalization.Unit), target = problem.TargetSpace(VectorNormalization.Unit);
        Rcsls descent = new(source, target, problem.Pairs!, 1);
        double[] map = [.. world.Rotation];

        double[] gradient = descent.Evaluate(map, default).Gradient;

        const double Step = 1e-6;
        for (int i = 0; i < map.Length; i++)
        {
            double[] up = [.. map], down = [.. map];
            up[i] += Step;
            down[i] -= Step;
            double slope = (descent.Evaluate(up, default).Loss - descent.Evaluate(down, default).Loss) / (2 * Step);
            Assert.Equal(slope, gradient[i], 1e-4);
        }
    }

    [Fact]
    public void Evaluate_Loss_IsTheFormula()
    {
        AlignedFixture world = new(50, 4, noise: 0.5);
        AlignmentProblem problem = new(world.Source, world.Target, AlignedFixture.FirstPairs(20));
        NormalizedSpace source = problem.SourceSpace(VectorNormalization.Unit), target = problem.TargetSpace(VectorNormalization.Unit);

        double loss = new Rcsls(source, target, problem.Pairs!, 1).Evaluate(world.Rotation, default).Loss;

        double[][] x = Rows(source.Rows), y = Rows(target.Rows);
        double[][] mapped = [.. x.Select(row => Enumerable.Range(0, 4).Select(j => Enumerable.Range(0, 4).Sum(i => row[i] * world.Rotation[(i * 4) + j])).ToArray())];
        double expected = Enumerable.Range(0, 20).Average(i =>
            (-2 * Dot(y[i], mapped[i]))
            + y.Select(z => Dot(z, mapped[i])).OrderDescending().Take(10).Average()
            + mapped.Select(v => Dot(y[i], v)).OrderDescending().Take(10).Average());
        Assert.Equal(expected, loss, 1e-5);

        static double[][] Rows(float[] flat) => [.. Enumerable.Range(0, flat.Length / 4).Select(n => flat.Skip(n * 4).Take(4).Select(v => (double)v).ToArray())];

        static double Dot(double[] a, double[] b) => a.Zip(b).Sum(pair => pair.First * pair.Second);
    }

    [Fact]
    public void Fit_CleanPairsOfAHiddenRotation_RanksThemFirst()
    {
        AlignedFixture world = new(5000, 100);

        SpaceAlignment alignment = AlignSpaces.Fit(world.Source, world.Target, AlignedFixture.FirstPairs(5000), new AlignmentOptions { Method = "rcsls" }).Alignment;

        int[] all = [.. Enumerable.Range(0, 5000)];
        RetrievalTable table = TranslationRetrieval.Retrieve(
            alignment.ApplySource(world.Source.Rows), 5000, alignment.ApplyTarget(world.Target.Rows), 5000, 100, all, 1, new RetrievalOptions { Method = RetrievalMethod.NearestNeighbor });
        Assert.InRange(all.Count(i => table.Index(i, 0) == i), 4995, 5000);
    }

    [Fact]
    public void Fit_NoisyPairs_LowersTheLoss()
    {
        AlignedFixture world = new(300, 10, noise: 0.8);
        AlignmentProblem problem = new(world.Source, world.Target, AlignedFixture.FirstPairs(150));
        Rcsls descent = new(
            problem.SourceSpace(VectorNormalization.UnitCentreUnit), problem.TargetSpace(VectorNormalization.UnitCentreUnit), problem.Pairs!, 2);

        descent.Fit(world.Rotation, 4, 20, null, default);

        Assert.True(descent.Losses.Length > 2);
        Assert.Equal(descent.Losses.OrderDescending(), descent.Losses);
        Assert.True(descent.Losses[^1] < descent.Losses[0] - 0.01);
    }

    [Fact]
    public void Fit_RawVectors_IsRefused() =>
        Assert.Throws<InvalidOptionException>(() => AlignSpaces.Fit(
            new AlignedFixture(30, 4).Source,
            new AlignedFixture(30, 4).Target,
            AlignedFixture.FirstPairs(30),
            new AlignmentOptions { Method = "rcsls", Normalization = VectorNormalization.Raw }));
}
