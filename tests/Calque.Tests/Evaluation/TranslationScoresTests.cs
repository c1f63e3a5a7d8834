using System;
using System.Linq;
using Calque.Evaluation;
using Xunit;

namespace Calque.Tests.Evaluation;

public sealed class TranslationScoresTests
{
    [Fact]
    public void DefinitionScores_900KnownOf1500And450Right_Are50And50And30Percent()
    {
        int[] ranks = [.. Enumerable.Repeat(1, 450).Concat(Enumerable.Repeat(0, 450))];

        DefinitionScores scores = DefinitionScores.Of(ranks, 1500);

        Assert.Equal(0.5, scores.Muse.P1);
        Assert.Equal(0.5, scores.Vecmap.P1);
        Assert.Equal(0.6, scores.Vecmap.Coverage);
        Assert.Equal(0.3, scores.Fasttext.P1);
        Assert.Equal([900, 900, 1500], new[] { scores.Muse.Words, scores.Vecmap.Words, scores.Fasttext.Words });
        Assert.Null(scores.Muse.Coverage);
    }

    [Fact]
    public void Of_Ranks_CountsUpToEachDepth()
    {
        TranslationScores scores = TranslationScores.Of([1, 2, 5, 6, 10, 0, 0, 1], 8);

        Assert.Equal(2 / 8.0, scores.P1);
        Assert.Equal(4 / 8.0, scores.P5);
        Assert.Equal(6 / 8.0, scores.P10);
        Assert.Equal((1 + (1 / 2.0) + (1 / 5.0) + (1 / 6.0) + (1 / 10.0) + 1) / 8, scores.Mrr, 12);
    }

    [Fact]
    public void Of_FewerWordsThanRanks_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TranslationScores.Of([1, 1], 1));
}
