using System;
using System.Linq;
using Calque.Evaluation;
using Xunit;

namespace Calque.Tests.Evaluation;

public sealed class WordBootstrapTests
{
    [Fact]
    public void Scores_OfHalfRight_HasTheWidthOfTheBinomial()
    {
        int[] ranks = [.. Enumerable.Range(0, 400).Select(i => i % 2)];

        ScoreIntervals intervals = WordBootstrap.Scores(ranks, 400, seed: 1, threads: 2);

        // 1.96 standard errors of a half: 0.049; ten thousand replicates know an end to about 0.001.
        double width = 1.96 * Math.Sqrt(0.25 / 400);
        Assert.InRange(intervals.P1.Low, 0.5 - width - 0.006, 0.5 - width + 0.006);
        Assert.InRange(intervals.P1.High, 0.5 + width - 0.006, 0.5 + width + 0.006);
        Assert.Equal(intervals.P1, intervals.Mrr);
    }

    [Fact]
    public void Scores_AnyNumberOfThreads_AreTheSame()
    {
        int[] ranks = [.. Enumerable.Range(0, 50).Select(i => i % 11)];

        Assert.Equal(WordBootstrap.Scores(ranks, 60, 7, threads: 1, replicates: 500), WordBootstrap.Scores(ranks, 60, 7, threads: 3, replicates: 500));
    }

    [Fact]
    public void Mean_OfDifferences_HoldsTheirMean()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => (i % 5) - 1.0)];

        ConfidenceInterval interval = WordBootstrap.Mean(values, 3, threads: 2, replicates: 4000);

        double width = 1.96 * Math.Sqrt(2.0 / 1000);
        Assert.InRange(interval.Low, 1 - width - 0.01, 1 - width + 0.01);
        Assert.InRange(interval.High, 1 + width - 0.01, 1 + width + 0.01);
    }

    [Fact]
    public void Mean_OfSamplesAroundAKnownMean_CoversItAsOftenAsItSays()
    {
        int covered = 0;
        for (int sample = 0; sample < 300; sample++)
        {
            double[] values = [.. Alignment.Directories.AlignmentCase.Normal($"coverage {sample}", 60).Select(value => (double)value)];
            ConfidenceInterval interval = WordBootstrap.Mean(values, (ulong)sample, threads: 2, replicates: 400);
            covered += interval.Low <= 0 && interval.High >= 0 ? 1 : 0;
        }

        Assert.InRange(covered / 300.0, 0.90, 0.98);
    }
}
