using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Alignment.Directories;
using Calque.Evaluation;
using Calque.Retrieval;
using Calque.Tests.Alignment;
using Calque.Tests.Alignment.Directories;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Evaluation;

public sealed class EvaluateAlignmentTests
{
    [Theory]
    [InlineData(RetrievalMethod.NearestNeighbor, null)]
    [InlineData(RetrievalMethod.Csls, null)]
    [InlineData(RetrievalMethod.InvertedSoftmax, null)]
    [InlineData(RetrievalMethod.Csls, 100)]
    public async Task RunAsync_SmallFiles_IsThePlainDefinition(RetrievalMethod method, int? limit)
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions made = AlignmentCase.Write(directory.Path, noise: 1.2);
        await AlignVectors.RunAsync(made);

        EvaluateAlignmentResult result = await EvaluateAlignment.RunAsync(
            new EvaluateAlignmentOptions { Alignment = made.Output, Dictionary = directory["test.txt"], Retrieval = method, VocabularyLimit = limit, Threads = 2 });

        AlignedVocabularies aligned = AlignmentDirectory.Open(made.Output, new OpenAlignmentOptions { VocabularyLimit = limit });
        int[] ranks = PlainRanks(aligned, File.ReadAllLines(directory["test.txt"]), method, out int all);
        Assert.InRange(ranks.Count(rank => rank == 1), 3, ranks.Length - 3);
        Assert.Equal(ranks.Length, result.Muse.Words);
        Assert.Equal(limit == 100 ? 30 : 50, result.Muse.Words);
        Assert.Equal(53, result.Fasttext.Words);
        Assert.Equal(53, all);
        Assert.Equal(ranks.Count(rank => rank == 1) / (double)ranks.Length, result.Muse.P1);
        Assert.Equal(ranks.Count(rank => rank is >= 1 and <= 5) / (double)ranks.Length, result.Vecmap.P5);
        Assert.Equal(ranks.Count(rank => rank is >= 1 and <= 10) / (double)all, result.Fasttext.P10);
        Assert.Equal(ranks.Where(rank => rank is >= 1 and <= 10).Sum(rank => 1.0 / rank) / ranks.Length, result.Muse.Mrr, 12);
        Assert.Equal((double)ranks.Length / all, result.Vecmap.Coverage);
        Assert.InRange(result.Details.Intervals.P1.Low, 0, result.Muse.P1);
        Assert.InRange(result.Details.Intervals.P1.High, result.Muse.P1, 1);
    }

    [Fact]
    public async Task RunAsync_WithIdenticalStrings_ScoresThemApart()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions made = AlignmentCase.Write(directory.Path);
        // The last word of the target is spelt as one of the source.
        File.WriteAllText(made.TargetEmbeddings, File.ReadAllText(made.TargetEmbeddings).Replace("\nt119 ", "\ns119 ", StringComparison.Ordinal));
        await AlignVectors.RunAsync(made);
        File.WriteAllText(directory["some.txt"], "s118\tt118\ns119\ts119\ns117\tt117\n");

        EvaluateAlignmentResult result = await EvaluateAlignment.RunAsync(
            new EvaluateAlignmentOptions { Alignment = made.Output, Dictionary = directory["some.txt"] });

        Assert.Equal(1, result.Details.IdenticalPairs);
        Assert.Equal(3, result.Muse.Words);
        Assert.Equal(2, result.Details.WithoutIdentical!.Muse.Words);
        Assert.Equal(2, result.Details.WithoutIdentical.Fasttext.Words);
    }

    [Fact]
    public async Task RunAsync_NoWordToAskFor_SaysWhyWithNumbers()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions made = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(made);
        File.WriteAllText(directory["reversed.txt"], "t1\ts1\nt2\ts2\nunheard\tnever\n");

        InvalidDictionaryException error = await Assert.ThrowsAsync<InvalidDictionaryException>(() => EvaluateAlignment.RunAsync(
            new EvaluateAlignmentOptions { Alignment = made.Output, Dictionary = directory["reversed.txt"] }));

        Assert.Contains("3 pairs", error.Found, StringComparison.Ordinal);
        Assert.Contains("2 words could be asked for", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_AlignmentThatWorks_SaysSo()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions made = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(made);

        EvaluateAlignmentResult result = await EvaluateAlignment.RunAsync(new EvaluateAlignmentOptions { Alignment = made.Output, Dictionary = directory["test.txt"] });

        Assert.False(result.Details.Verdict.Failed);
        Assert.Equal("The alignment works.", result.Details.Verdict.Text);
    }

    [Fact]
    public void Judge_SpacesThatAreNotAligned_SaysThatItFailedAndWhy()
    {
        // Two spaces that have nothing to do with one another.
        VocabularyVectors source = VocabularyVectors.FromRows([.. Enumerable.Range(0, 400).Select(i => $"s{i}")], AlignmentCase.Normal("left", 400 * 20), 20);
        VocabularyVectors target = VocabularyVectors.FromRows([.. Enumerable.Range(0, 400).Select(i => $"t{i}")], AlignmentCase.Normal("right", 400 * 20), 20);
        AlignmentFit fit = AlignSpaces.Fit(source, target, null, new AlignmentOptions { Method = "identity" });
        AlignedVocabularies aligned = new(fit.Alignment, source, target, source, target, []) { SourceWords = 400, TargetWords = 400 };
        ScoreIntervals none = new(new(0, 0), new(0, 0), new(0, 0), new(0, 0));

        AlignmentVerdict verdict = AlignmentDiagnosis.Judge(
            aligned, new TranslationScores(0, 0, 0, 0, 100), none, new HubFigures(400, 1, 0, "t1", 30, 0.2), 1, 2, null, default);

        Assert.True(verdict.Failed);
        Assert.Contains(verdict.Reasons, reason => reason.Contains("0.0 % are right", StringComparison.Ordinal));
        Assert.Contains(verdict.Reasons, reason => reason.Contains("not clearly more than chance", StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_AlignedSpaces_StandClearOfRandomStarts()
    {
        AlignedFixture spaces = new(400, 20, 0.3, "diagnosis");
        AlignmentFit fit = AlignSpaces.Fit(spaces.Source, spaces.Target, AlignedFixture.FirstPairs(200));
        VocabularyVectors mapped = VocabularyVectors.FromRows(spaces.Source.Words, fit.Alignment.ApplySource(spaces.Source.Rows), 20);

        NullFigures figures = AlignmentDiagnosis.Compare(mapped, spaces.Target, 1, 2, null, default);

        Assert.True(figures.Objective > 1.1 * figures.NullObjective, $"{figures}");
        Assert.True(figures.Mutual > figures.NullMutual, $"{figures}");
        Assert.Equal(figures, AlignmentDiagnosis.Compare(mapped, spaces.Target, 1, 1, null, default));
    }

    /// <summary>All three scores from the formulas, in double, over all words; ties to the lower row.</summary>
    private static int[] PlainRanks(AlignedVocabularies aligned, string[] lines, RetrievalMethod method, out int all)
    {
        int n = aligned.Source.Count, m = aligned.Target.Count, d = aligned.Source.Dimension;
        double[,] score = new double[n, m];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < m; j++)
                score[i, j] = Cosine(aligned.Source.Rows.AsSpan(i * d, d), aligned.Target.Rows.AsSpan(j * d, d));
        }

        if (method == RetrievalMethod.Csls)
        {
            double[] r = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, m).Select(j => score[i, j]).OrderDescending().Take(10).Average())];
            double[] s = [.. Enumerable.Range(0, m).Select(j => Enumerable.Range(0, n).Select(i => score[i, j]).OrderDescending().Take(10).Average())];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < m; j++)
                    score[i, j] = (2 * score[i, j]) - r[i] - s[j];
            }
        }
        else if (method == RetrievalMethod.InvertedSoftmax)
        {
            for (int j = 0; j < m; j++)
            {
                double sum = Enumerable.Range(0, n).Sum(i => Math.Exp(30 * score[i, j]));
                for (int i = 0; i < n; i++)
                    score[i, j] = Math.Exp(30 * score[i, j]) / sum;
            }
        }

        Dictionary<string, HashSet<string>> gold = [];
        foreach (string[] fields in lines.Select(line => line.Split('\t')))
        {
            gold.TryAdd(fields[0], []);
            gold[fields[0]].Add(fields[1]);
        }

        all = gold.Count;
        List<int> ranks = [];
        foreach ((string word, HashSet<string> answers) in gold)
        {
            int i = aligned.Source.IndexOf(word);
            if (i < 0 || !answers.Any(answer => aligned.Target.IndexOf(answer) >= 0))
                continue;
            int[] order = [.. Enumerable.Range(0, m).OrderByDescending(j => score[i, j]).ThenBy(j => j)];
            int rank = 1 + Array.FindIndex(order, j => answers.Contains(aligned.Target.Words[j]));
            ranks.Add(rank > 10 ? 0 : rank);
        }

        return [.. ranks];
    }

    private static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double xy = 0, xx = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xy += (double)x[i] * y[i];
            xx += (double)x[i] * x[i];
            yy += (double)y[i] * y[i];
        }

        return xy / Math.Sqrt(xx * yy);
    }
}
