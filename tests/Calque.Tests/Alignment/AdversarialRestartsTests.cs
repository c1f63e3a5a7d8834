using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Alignment;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Alignment;

/// <summary>How restarts are judged and chosen, with a game whose maps are given; and what stands under it.</summary>
public sealed class AdversarialRestartsTests
{
    private const int Words = 400, Dimension = 8;

    private static readonly HiddenRotation World = HiddenRotation.Draw(41, Words, Dimension, 6);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Play_OneRightMapAmongRandomOnes_ChoosesIt(int threads)
    {
        AlignmentProblem problem = new(World.Source, World.Target, null);
        double[] right = Truth(problem);
        GivenGame game = new(restart => restart == 2 ? right : RandomRotation.Draw(Dimension, new KeyedRandom(1, "given", (ulong)restart)));
        (AdversarialReport report, RefinedMap chosen) = Restarts(problem, game, new AlignmentOptions { Restarts = 4, Threads = threads });
        Assert.Equal([false, false, true, false], report.Restarts.Select(one => one.Chosen));
        Assert.Equal([false, false, true, false], report.Restarts.Select(one => one.Succeeded));
        Assert.Equal(1, report.Succeeded);
        Assert.Equal(1, report.Restarts[2].Agreement);
        Assert.All(report.Restarts.Where(one => !one.Chosen), one => Assert.InRange(one.Agreement, 0, 0.2));
        Assert.Equal(World.Translation, chosen.Translations);
        Assert.Equal(report.Criterion, chosen.Criterion);
        Assert.Equal(500, report.Restarts[2].Steps); // every word is mutual: nothing more is to be expected
        Assert.All(report.Restarts.Where(one => !one.Chosen), one => Assert.Equal(2000, one.Steps)); // the same map again, three times
    }

    [Fact]
    public void Play_NoRightMap_BelievesNone()
    {
        AlignmentProblem problem = new(World.Source, World.Target, null);
        GivenGame game = new(restart => RandomRotation.Draw(Dimension, new KeyedRandom(1, "given", (ulong)restart)));
        (AdversarialReport report, _) = Restarts(problem, game, new AlignmentOptions { Restarts = 3, Threads = 1 });
        Assert.Equal(0, report.Succeeded);
        Assert.Contains("0 of 3 restarts succeeded", report.Verdict, StringComparison.Ordinal);
        Assert.InRange(report.Criterion - report.NullCriterion, -0.05, 0.05);
    }

    [Fact]
    public void Play_AGameThatThrows_ThrowsTheSame()
    {
        AlignmentProblem problem = new(World.Source, World.Target, null);
        GivenGame game = new(_ => throw new InvalidVectorsException("here", "this", "that", "Mend it."));
        foreach (int threads in new[] { 1, 2 })
            Assert.Equal("here", Assert.Throws<InvalidVectorsException>(() => Restarts(problem, game, new AlignmentOptions { Restarts = 2, Threads = threads })).Place);
    }

    [Fact]
    public void Profiles_OfTwoSidesOfARotation_AreTheSameAndTellWordsApart()
    {
        AlignmentProblem problem = new(World.Source, World.Target, null);
        SimilarityProfiles profiles = Profiles(problem);
        Assert.InRange(profiles.SourceContrast, 5, 1000);
        for (int i = 0; i < Words; i++)
        {
            for (int k = 0; k < SimilarityProfiles.Width; k++)
                Assert.Equal(profiles.Source[(i * SimilarityProfiles.Width) + k], profiles.Target[(World.Translation[i] * SimilarityProfiles.Width) + k], 1e-3);
        }

        // Mean 0 and spread up to 1 over the words; the first number is the mean of the 25 least cosines to the other 399 words.
        double[] first = [.. Enumerable.Range(0, Words).Select(i => (double)profiles.Source[i * SimilarityProfiles.Width])];
        Assert.Equal(0, first.Average(), 1e-5);
        Assert.InRange(first.Select(value => value * value).Average(), 0.5, 1);
        NormalizedSpace space = problem.SourceSpace(VectorNormalization.UnitCentreUnit);
        double[] plain = [.. Enumerable.Range(0, Words).Select(i => Cosines(space, i).Order().Take(24).Average())];
        Assert.True(Math.Abs(Correlation(plain, first)) > 0.9999);
    }

    [Fact]
    public void Profiles_OfAnIsotropicCloud_AreZeros()
    {
        HiddenRotation cloud = HiddenRotation.Draw(42, Words, Dimension, 0);
        SimilarityProfiles profiles = Profiles(new AlignmentProblem(cloud.Source, cloud.Target, null));
        Assert.InRange(profiles.SourceContrast, 0.5, SimilarityProfiles.LeastContrast);
        Assert.All(profiles.Source, value => Assert.Equal(0, value));
        Assert.All(profiles.Target, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Lift_OfTheRotationBetweenTheAxes_BringsTheLeadingPartsTogether()
    {
        // Fewer clusters than axes: what lies across them is small.
        HiddenRotation wide = HiddenRotation.Draw(43, 300, GameSpaces.MostAxes + 14, 8, 0.05);
        AlignmentProblem problem = new(wide.Source, wide.Target, null);
        NormalizedSpace source = problem.SourceSpace(VectorNormalization.UnitCentreUnit), target = problem.TargetSpace(VectorNormalization.UnitCentreUnit);
        GameSpaces game = GameSpaces.Make(source, target, 300, SimilarityProfiles.Compute(source, target, 300, 1, 1), 1);
        AdversarialSpaces axes = game.Spaces;
        Assert.False(game.AreWhole);
        Assert.Equal(GameSpaces.MostAxes, axes.Dimension);
        Assert.Equal(300, axes.SourceWords);
        float[] translated = [.. wide.Translation.SelectMany(place => axes.TargetRows.AsSpan(place * axes.Dimension, axes.Dimension).ToArray())];
        double[] lifted = game.Lift(OrthogonalProcrustes.Fit(axes.SourceRows, translated, null, 300, axes.Dimension).Matrix);
        float[] mapped = new float[source.Rows.Length];
        MatrixProducts.MapRows(source.Rows, 300, source.Dimension, lifted, source.Dimension, mapped);
        for (int i = 0; i < 300; i++)
        {
            Assert.True(ExactCosine.Cosine(
                mapped.AsSpan(i * source.Dimension, source.Dimension), target.Rows.AsSpan(wide.Translation[i] * source.Dimension, source.Dimension)) > 0.95);
        }
    }

    [Fact]
    public void Refine_ARotationNearTheHiddenOne_ComesToIt()
    {
        AlignmentProblem problem = new(World.Source, World.Target, null);
        double[] near = Truth(problem);
        double[] noise = new double[near.Length];
        new KeyedRandom(3, "near", 0).FillNormal(noise);
        near = RandomRotation.NearestOrthogonal([.. near.Zip(noise, (a, b) => a + (0.15 * b))], Dimension);
        OrthogonalRefinement refinement = new(
            problem.SourceSpace(VectorNormalization.UnitCentreUnit), problem.TargetSpace(VectorNormalization.UnitCentreUnit), Words, 1, CancellationToken.None);
        RefinedMap none = refinement.Refine(near, 0), refined = refinement.Refine(near, 20);
        Assert.True(none.MutualShare < 0.9);
        Assert.Equal(near, none.Matrix);
        Assert.Equal(1, refined.MutualShare);
        Assert.Equal(1, refined.Criterion, 1e-5);
        Assert.Equal(World.Translation, refined.Translations);
    }

    [Fact]
    public void Draw_RandomRotation_IsOrthogonalAndKeyed()
    {
        double[] one = RandomRotation.Draw(5, new KeyedRandom(1, "rotation", 0)), same = RandomRotation.Draw(5, new KeyedRandom(1, "rotation", 0));
        Assert.Equal(one, same);
        Assert.NotEqual(one, RandomRotation.Draw(5, new KeyedRandom(1, "rotation", 1)));
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, 5).Sum(k => one[(i * 5) + k] * one[(j * 5) + k]), 1e-12);
        }
    }

    private static SimilarityProfiles Profiles(AlignmentProblem problem) => SimilarityProfiles.Compute(
        problem.SourceSpace(VectorNormalization.UnitCentreUnit), problem.TargetSpace(VectorNormalization.UnitCentreUnit), Words, 1, 2);

    private static (AdversarialReport Report, RefinedMap Chosen) Restarts(AlignmentProblem problem, IAdversarialGame game, AlignmentOptions options)
    {
        NormalizedSpace source = problem.SourceSpace(VectorNormalization.UnitCentreUnit), target = problem.TargetSpace(VectorNormalization.UnitCentreUnit);
        return new AdversarialRestarts(game, source, target, Words, options, null, CancellationToken.None).Play(GameSpaces.Make(source, target, Words, Profiles(problem), 1));
    }

    /// <summary>The hidden rotation of the normalised rows, from all pairs.</summary>
    private static double[] Truth(AlignmentProblem problem)
    {
        NormalizedSpace source = problem.SourceSpace(VectorNormalization.UnitCentreUnit), target = problem.TargetSpace(VectorNormalization.UnitCentreUnit);
        return OrthogonalProcrustes.Fit(source.Rows, target.Gather(World.Translation), null, Words, Dimension).Matrix;
    }

    private static IEnumerable<double> Cosines(NormalizedSpace space, int word) => Enumerable.Range(0, Words).Where(other => other != word)
        .Select(other => Enumerable.Range(0, Dimension).Sum(k => (double)space.Rows[(word * Dimension) + k] * space.Rows[(other * Dimension) + k]));

    private static double Correlation(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }

    /// <summary>Says the same map at every judgement.</summary>
    private sealed class GivenGame(Func<int, double[]> mapOf) : IAdversarialGame
    {
        public int Play(AdversarialSpaces spaces, AdversarialStart start, Func<double[], MapJudgement> judge, CancellationToken cancellationToken)
        {
            double[] map = mapOf(start.Restart);
            for (int step = start.StepsBetweenJudgements; step <= start.Steps; step += start.StepsBetweenJudgements)
            {
                if (judge(map) == MapJudgement.Enough)
                    return step;
            }

            return start.Steps;
        }

        public void Dispose()
        {
        }
    }
}
