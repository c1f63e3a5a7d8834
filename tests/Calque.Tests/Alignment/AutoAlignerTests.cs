using System.Collections.Generic;
using System.Linq;
using Calque.Alignment;
using Xunit;

namespace Calque.Tests.Alignment;

public sealed class AutoAlignerTests
{
    [Fact]
    public void Fit_CleanRotation_ChoosesTheSimplestThatIsPerfect()
    {
        AlignedFixture world = new(300, 8);

        AlignmentFit fit = AlignSpaces.Fit(world.Source, world.Target, AlignedFixture.FirstPairs(200), new AlignmentOptions { Method = "auto" });

        AlignmentTrial chosen = Assert.Single(fit.Trials, trial => trial.Chosen);
        Assert.Equal(1, chosen.MeanReciprocalRank);
        Assert.Same(fit.Trials.First(trial => trial.MeanReciprocalRank == 1), chosen);
        Assert.Contains(fit.Alignment.Method, new[] { "least-squares", "procrustes" });
    }

    [Fact]
    public void Fit_NoisyPairs_ChoosesTheBestOfThoseThatMetAllWords()
    {
        AlignedFixture world = new(250, 8, noise: 0.5);

        AlignmentFit fit = AlignSpaces.Fit(world.Source, world.Target, AlignedFixture.FirstPairs(120), new AlignmentOptions { Method = "auto", Threads = 2 });

        AlignmentTrial chosen = Assert.Single(fit.Trials, trial => trial.Chosen);
        Assert.Equal(120, chosen.Words);
        Assert.Equal(fit.Trials.Where(trial => trial.Words == 120).Max(trial => trial.MeanReciprocalRank), chosen.MeanReciprocalRank);
        Assert.Equal(chosen.Method, fit.Alignment.Method);
        Assert.Equal(chosen.Normalization, fit.Alignment.Normalization);
    }

    [Fact]
    public void Deal_WordsWithSeveralTranslations_KeepsThemTogether()
    {
        SeedPairs pairs = new([1, 1, 2, 3, 3, 3, 4, 5], [1, 2, 2, 3, 4, 5, 6, 7]);

        IReadOnlyList<HeldOutPart> parts = HeldOutPart.Deal(pairs, 3, 1);

        Assert.Equal([1, 2, 3, 4, 5], parts.SelectMany(part => part.Words).Order());
        foreach (HeldOutPart part in parts)
        {
            Assert.Empty(part.Words.Intersect(part.Training.Source));
            Assert.Equal(pairs.Count, part.Training.Count + part.Gold.Sum(gold => gold.Count));
            for (int i = 0; i < part.Words.Length; i++)
            {
                Assert.Equal(Enumerable.Range(0, pairs.Count).Where(n => pairs.Source[n] == part.Words[i]).Select(n => pairs.Target[n]), part.Gold[i].Order());
            }
        }
    }

    [Fact]
    public void Deal_FewerWordsThanParts_MakesOneOfEach() =>
        Assert.Equal(2, HeldOutPart.Deal(new SeedPairs([7, 9, 9], [1, 2, 3]), 5, 1).Count);

    [Fact]
    public void Fit_TwoPairs_StillGivesAnAlignment()
    {
        AlignedFixture world = new(50, 6);

        SpaceAlignment alignment = AlignSpaces.Fit(world.Source, world.Target, AlignedFixture.FirstPairs(2), new AlignmentOptions { Method = "auto" }).Alignment;

        Assert.All(alignment.ApplySource(world.Source.Rows), value => Assert.True(float.IsFinite(value)));
    }
}
