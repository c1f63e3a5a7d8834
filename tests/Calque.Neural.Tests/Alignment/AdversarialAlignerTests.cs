using System;
using System.Linq;
using System.Threading;
using Calque.Alignment;
using Calque.Neural.Alignment;
using Calque.Neural.Tensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Alignment;

/// <summary>The method <c>adversarial</c> on clouds whose truth is known. Ten seeds at full size: recipes/adversarial.</summary>
[LeakChecked]
public sealed class AdversarialAlignerTests
{
    public AdversarialAlignerTests() => AdversarialAlignment.Register();

    [TensorTheory]
    [InlineData(11)]
    [InlineData(12)]
    public void Fit_AHiddenRotationOfClusters_FindsItFromNoPairs(ulong seed)
    {
        HiddenRotation world = HiddenRotation.Draw(seed, 500, 12, 8);
        AlignmentFit fit = Fit(world, new AlignmentOptions { Method = "adversarial", Restarts = 3, Seed = seed });
        AdversarialReport report = fit.Adversarial!;
        Assert.True(world.PrecisionOf(fit.Alignment) > 0.99, report.Verdict);
        Assert.Equal(3, report.Restarts.Count);
        Assert.InRange(report.Succeeded, 1, 3);
        Assert.Equal(report.Succeeded, report.Restarts.Count(one => one.Succeeded));
        AdversarialRestart chosen = Assert.Single(report.Restarts, one => one.Chosen);
        Assert.Equal(1, chosen.Agreement);
        Assert.Equal(report.Criterion, chosen.Criterion);
        Assert.True(report.Criterion > 0.99 && report.MutualShare > 0.99, report.Verdict);
        Assert.InRange(report.NullCriterion, 0.5, 0.95);
        Assert.InRange(report.NullMutualShare, 0.1, 0.8);
        Assert.Equal(500, report.Pairs);
        Assert.False(fit.Alignment.MovesTarget);
    }

    [TensorTheory]
    [InlineData(500, 12)]
    [InlineData(2000, 20)]
    [InlineData(1000, 50)]
    public void Fit_AnIsotropicCloud_SaysThatItFailed(int words, int dimension)
    {
        QualityGateException error = Assert.Throws<QualityGateException>(() => Fit(HiddenRotation.Draw(21, words, dimension, 0), new AlignmentOptions { Method = "adversarial" }));
        Assert.Contains("adversarial alignment has failed: no direction of these vectors differs", error.Found, StringComparison.Ordinal);
        Assert.Contains("give a dictionary", error.Hint, StringComparison.Ordinal);
        Assert.Equal(4, error.ExitCode);
    }

    [TensorFact]
    public void Fit_CloudsWithNothingInCommon_SaysThatItFailed()
    {
        QualityGateException error = Assert.Throws<QualityGateException>(
            () => Fit(HiddenRotation.Unrelated(22, 500, 12, 8), new AlignmentOptions { Method = "adversarial", Restarts = 1 }));
        Assert.Contains("none of 1 restarts came clear of chance", error.Found, StringComparison.Ordinal);
        Assert.Contains("from random rotations", error.Found, StringComparison.Ordinal);
    }

    [TensorFact]
    public void Fit_OneThreadOrTwo_GivesTheSameBitsAndTheEnginesThreadsBack()
    {
        HiddenRotation world = HiddenRotation.Draw(14, 300, 8, 6);
        int before = TensorEngine.Threads;
        TensorEngine.Threads = 2;
        AlignmentFit[] fits = [.. new[] { 1, 2 }.Select(threads => Fit(world, new AlignmentOptions { Method = "adversarial", Restarts = 2, Threads = threads }))];
        Assert.Equal(2, TensorEngine.Threads);
        TensorEngine.Threads = before;
        Assert.Equal(fits[0].Alignment.Source.Matrix, fits[1].Alignment.Source.Matrix);
        Assert.Equal(fits[0].Adversarial!.Restarts, fits[1].Adversarial!.Restarts);
        AlignmentFit other = Fit(world, new AlignmentOptions { Method = "adversarial", Restarts = 1, Seed = 2 });
        Assert.NotEqual(fits[0].Adversarial!.NullCriterion, other.Adversarial!.NullCriterion);
    }

    [TensorTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_CancelledWhileRestartsPlay_EndsAndLeavesNothing(int threads)
    {
        HiddenRotation world = HiddenRotation.Draw(15, 300, 8, 6);
        using CancellationTokenSource cancellation = new();
        CancelAt progress = new("restarts", cancellation);
        int before = TensorEngine.Threads;
        Assert.ThrowsAny<OperationCanceledException>(() => AlignSpaces.Fit(
            world.Source, world.Target, null, new AlignmentOptions { Method = "adversarial", Threads = threads }, progress, cancellation.Token));
        Assert.Equal(before, TensorEngine.Threads);
    }

    [TensorFact]
    public void Game_WithoutProfiles_IsPlayedOnVectorsAlone()
    {
        HiddenRotation world = HiddenRotation.Draw(16, 200, 5, 4);
        using DiscriminatorGame game = new(new DiscriminatorGameOptions { ProfileLength = 0, HiddenWidth = 8, BatchWords = 8 });
        AdversarialSpaces spaces = new(5, world.Source.Rows, world.Target.Rows, 2, new float[400], new float[400]);
        double[] identity = [.. Enumerable.Range(0, 25).Select(i => i % 6 == 0 ? 1.0 : 0)];
        int judged = 0;
        int steps = game.Play(spaces, new AdversarialStart(identity, 1, 0, 7, 3), map =>
        {
            Assert.Equal(25, map.Length);
            Assert.NotEqual(identity, map);
            return ++judged == 3 ? MapJudgement.Better : MapJudgement.NoBetter;
        }, CancellationToken.None);
        Assert.Equal(7, steps);
        Assert.Equal(3, judged); // after 3, 6 and the last
    }

    [Theory]
    [InlineData(0, 0.3)]
    [InlineData(128, double.NaN)]
    [InlineData(128, 0.0)]
    public void Options_OutOfRange_AreRefused(int width, double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiscriminatorGameOptions { HiddenWidth = width, LearningRate = rate }.Validate());

    private static AlignmentFit Fit(HiddenRotation world, AlignmentOptions options) => AlignSpaces.Fit(world.Source, world.Target, null, options);

    private sealed class CancelAt(string stage, CancellationTokenSource cancellation) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value)
        {
            if (value.Stage == stage)
                cancellation.Cancel();
        }
    }
}
