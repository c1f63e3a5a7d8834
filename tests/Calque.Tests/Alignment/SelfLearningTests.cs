using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Calque.Alignment;
using Calque.Numerics.LinearAlgebra;
using Calque.Numerics.Randomness;
using Calque.Retrieval;
using Xunit;

namespace Calque.Tests.Alignment;

public sealed class SelfLearningTests
{
    private const int Words = 400, Dimension = 16, Clusters = 24;

    [Theory]
    [InlineData(SelfLearningStart.Nothing)]
    [InlineData(SelfLearningStart.Dictionary)]
    [InlineData(SelfLearningStart.Identical)]
    [InlineData(SelfLearningStart.Numerals)]
    public void Fit_RotatedClustersWithNoise_FindsTheTranslations(SelfLearningStart start)
    {
        ClusteredPair world = new(0.3);
        SeedPairs? seeds = start == SelfLearningStart.Dictionary ? world.Pairs(50) : null;

        AlignmentFit fit = AlignSpaces.Fit(world.Source, world.Target, seeds, new AlignmentOptions { Method = "self-learning", Start = start });

        Assert.False(fit.SelfLearning!.Failed, fit.SelfLearning.Verdict);
        Assert.Equal("false", fit.Alignment.Notes["failed"]);
        Assert.InRange(world.Right(fit.Alignment), Words * 95 / 100, Words);
        Assert.Equal(start, fit.SelfLearning.Start);
        MutualTrial chosen = Assert.Single(fit.SelfLearning.Trials, trial => trial.Chosen);
        Assert.Equal(fit.SelfLearning.Trials.Max(trial => trial.Mutual), chosen.Mutual);
        Assert.Equal(chosen.Setting, $"ridge {fit.Alignment.Notes["ridge"]}, power {fit.Alignment.Notes["power"]}");
    }

    [Fact]
    public void Fit_NoNumerals_StartsFromNothingAndSaysSo()
    {
        ClusteredPair world = new(0.2, equalWords: false);

        AlignmentFit fit = AlignSpaces.Fit(
            world.Source, world.Target, null, new AlignmentOptions { Method = "self-learning", Start = SelfLearningStart.Numerals });

        Assert.Equal(SelfLearningStart.Nothing, fit.SelfLearning!.Start);
        Assert.Contains(fit.Warnings, warning => warning.Contains("started from nothing", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_UnrelatedSpaces_SaysThatItFailed()
    {
        // Normal numbers without any structure: no rotation is better than another.
        double[] values = new double[2 * 300 * 20];
        new KeyedRandom(8, "unrelated", 0).FillNormal(values);
        float[] all = [.. values.Select(value => (float)value)];
        VocabularyVectors source = VocabularyVectors.FromRows([.. Enumerable.Range(0, 300).Select(i => $"s{i}")], all[..6_000], 20);
        VocabularyVectors target = VocabularyVectors.FromRows([.. Enumerable.Range(0, 300).Select(i => $"t{i}")], all[6_000..], 20);

        AlignmentFit fit = AlignSpaces.Fit(source, target, null, new AlignmentOptions { Method = "self-learning" });

        Assert.True(fit.SelfLearning!.Failed);
        Assert.Contains("failed", fit.Warnings[0], StringComparison.Ordinal);
        Assert.Contains(fit.SelfLearning.Objective.ToString("0.000", CultureInfo.InvariantCulture), fit.Warnings[0], StringComparison.Ordinal);
        Assert.Equal("true", fit.Alignment.Notes["failed"]);
    }

    [Fact]
    public void Fit_CleanPairsOfAHiddenRotation_RecoversIt()
    {
        AlignedFixture world = new(5000, 100);

        SpaceAlignment alignment = AlignSpaces.Fit(
            world.Source, world.Target, AlignedFixture.FirstPairs(5000), new AlignmentOptions { Method = "self-learning", Normalization = VectorNormalization.Raw }).Alignment;

        // Both sides move, by A and B; the rotation is A B⁻¹.
        double[] rotation = PivotAlignment.IntoPivot(alignment).Matrix!;
        Assert.InRange(AlignedFixture.LargestDifference(world.Rotation, rotation), 0, 1e-5);
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_GivesTheSameBits()
    {
        ClusteredPair world = new(0.3);

        double[][] maps = [.. new[] { 1, 3 }.Select(threads => AlignSpaces.Fit(
            world.Source, world.Target, world.Pairs(30), new AlignmentOptions { Method = "self-learning", Threads = threads }).Alignment.Source.Matrix!)];

        Assert.Equal(maps[0], maps[1]);
    }

    [Fact]
    public void Fit_NoDictionaryToStartFrom_NamesTheOption()
    {
        ClusteredPair world = new(0.3);

        InvalidOptionException error = Assert.Throws<InvalidOptionException>(() => AlignSpaces.Fit(
            world.Source, world.Target, null, new AlignmentOptions { Method = "self-learning", Start = SelfLearningStart.Dictionary }));

        Assert.Equal("--start", error.Place);
    }

    [Fact]
    public void Find_RotatedSpace_MatchesWordsByTheirDistributions()
    {
        ClusteredPair world = new(0);
        AlignmentProblem problem = new(world.Source, world.Target, null);

        SeedPairs start = DistributionMatch.Find(
            problem.SourceSpace(VectorNormalization.UnitCentreUnit), problem.TargetSpace(VectorNormalization.UnitCentreUnit), Words, 2, default);

        Assert.InRange(Enumerable.Range(0, start.Count).Count(i => world.IsRight(start.Source[i], start.Target[i])), start.Count * 99 / 100, start.Count);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-0.25)]
    [InlineData(-0.5)]
    public void Of_PowerOfACovariance_MultipliesBackToIt(double power)
    {
        AlignedFixture world = new(100, 7, noise: 0.4);
        double[] covariance = MatrixProducts.CrossProduct(world.Target.Rows, 7, world.Target.Rows, 7, 100);
        double[] factor = MatrixPower.Of(SymmetricEigen.Compute(covariance, 7), power);

        // C^p taken 1/|p| times is C, or its inverse.
        double[] product = factor;
        for (int times = 1; times < 1 / Math.Abs(power); times++)
        {
            product = MatrixProducts.Multiply(product, factor, 7, 7, 7);
        }

        double[] expected = power > 0 ? covariance : [.. Enumerable.Range(0, 49).Select(i => i % 8 == 0 ? 1.0 : 0)];
        double[] actual = power > 0 ? product : MatrixProducts.Multiply(product, covariance, 7, 7, 7);
        Assert.InRange(AlignedFixture.LargestDifference(expected, actual), 0, 1e-9 * Math.Max(1, covariance.Max()));
    }

    /// <summary>Words in clusters, and the same rotated with noise, in another order.</summary>
    private sealed class ClusteredPair
    {
        private readonly int[] _targetOf = [.. Enumerable.Range(0, Words)];

        public ClusteredPair(double noise, bool equalWords = true)
        {
            double[] centres = Normal("centres", Clusters * Dimension), own = Normal("own", Words * Dimension), scatter = Normal("noise", Words * Dimension);
            double[] rotation = AlignedFixture.RandomRotation(Dimension, "clusters");
            new KeyedRandom(6, "order", 0).Shuffle(_targetOf.AsSpan());
            float[] x = new float[Words * Dimension], y = new float[Words * Dimension];
            string[] left = new string[Words], right = new string[Words];
            double[] row = new double[Dimension];
            for (int n = 0; n < Words; n++)
            {
                // Clusters of unequal size, so that they can be told apart without their places.
                int cluster = (int)(Clusters * Math.Pow((n + 0.5) / Words, 2));
                for (int j = 0; j < Dimension; j++)
                {
                    row[j] = centres[(cluster * Dimension) + j] + (0.7 * own[(n * Dimension) + j]);
                    x[(n * Dimension) + j] = (float)row[j];
                }

                for (int j = 0; j < Dimension; j++)
                {
                    double sum = noise * scatter[(n * Dimension) + j];
                    for (int k = 0; k < Dimension; k++)
                    {
                        sum += row[k] * rotation[(k * Dimension) + j];
                    }

                    y[(_targetOf[n] * Dimension) + j] = (float)sum;
                }

                left[n] = equalWords && n % 10 == 0 ? n.ToString(CultureInfo.InvariantCulture) : $"s{n}";
                right[_targetOf[n]] = equalWords && n % 10 == 0 ? left[n] : $"t{n}";
            }

            Source = VocabularyVectors.FromRows(left, x, Dimension);
            Target = VocabularyVectors.FromRows(right, y, Dimension);
        }

        public VocabularyVectors Source { get; }

        public VocabularyVectors Target { get; }

        public SeedPairs Pairs(int count) => new([.. Enumerable.Range(0, count)], [.. _targetOf.Take(count)]);

        public bool IsRight(int source, int target) => _targetOf[source] == target;

        /// <summary>Words whose first answer is right.</summary>
        public int Right(SpaceAlignment alignment)
        {
            IReadOnlyList<int> all = [.. Enumerable.Range(0, Words)];
            RetrievalTable table = TranslationRetrieval.Retrieve(
                alignment.ApplySource(Source.Rows), Words, alignment.ApplyTarget(Target.Rows), Words, alignment.Dimension, [.. all], 1);
            return all.Count(i => IsRight(i, table.Index(i, 0)));
        }

        private static double[] Normal(string name, int count)
        {
            double[] values = new double[count];
            new KeyedRandom(6, name, 0).FillNormal(values);
            return values;
        }
    }
}
