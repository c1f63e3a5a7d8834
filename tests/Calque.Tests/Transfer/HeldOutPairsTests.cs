using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Calque.Transfer;
using Xunit;

namespace Calque.Tests.Transfer;

/// <summary>What a transfer says of its alignment: held-out words whose right answer is known.</summary>
public sealed class HeldOutPairsTests
{
    private const int Words = 220;

    /// <summary>Intervals of Newcombe 1998, table I, method 3.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Interval_PublishedExamples_AreMet(int right, int of, double low, double high)
    {
        (double actualLow, double actualHigh) = HeldOutPairs.Interval(right, of);
        Assert.Equal(low, actualLow, 4);
        Assert.Equal(high, actualHigh, 4);
    }

    [Fact]
    public void Draw_WordsOfSeveralPairs_StandOnOneSideOnly()
    {
        string[] words = [.. Enumerable.Range(0, 500).Select(i => $"word{i % 170}")];
        HeldOutPairs part = HeldOutPairs.Draw(words, 7)!;
        Assert.Equal(Enumerable.Range(0, 500), part.HeldOut.Concat(part.Rest).Order());
        HashSet<string> held = [.. part.HeldOut.Select(i => words[i])];
        Assert.Equal(20, held.Count); // a tenth would be 17: too few to say anything
        Assert.DoesNotContain(part.Rest, i => held.Contains(words[i]));
        Assert.Equal(part.HeldOut, HeldOutPairs.Draw(words, 7)!.HeldOut);
        Assert.NotEqual(part.HeldOut, HeldOutPairs.Draw(words, 8)!.HeldOut);
    }

    [Fact]
    public void Draw_FewWords_AreNotDivided() =>
        Assert.Null(HeldOutPairs.Draw([.. Enumerable.Range(0, 39).Select(i => $"word{i}")], 1));

    [Theory]
    [InlineData("procrustes")]
    [InlineData("identity")]
    [InlineData("least-squares")]
    public async Task Transfer_EqualSpaces_FindsAllButWhatTheDictionaryHasWrong(string method)
    {
        using TransferFixture fixture = Fixture(out string[] words);
        HashSet<string> held = [.. HeldOutPairs.Draw(words, 0)!.HeldOut.Select(i => words[i])];
        int wrong = 0;
        File.WriteAllLines(fixture.Dictionary, words.Select(word => held.Contains(word) && wrong++ < 3 ? $"{word}\t{words[(Array.IndexOf(words, word) + 1) % Words]}" : $"{word}\t{word}"));

        TransferResult result = await fixture.RunAsync(options => options with { Align = method });

        AlignmentFigures figures = result.Manifest.Alignment!;
        Assert.Equal(method, figures.Method);
        Assert.Equal(22, figures.HeldOut!.Words);
        Assert.Equal(19.0 / 22, figures.HeldOut.PrecisionAt1);
        Assert.Equal(fixture.TargetWords.Count, figures.HeldOut.TargetWords);
        Assert.DoesNotContain(result.Manifest.Warnings, warning => warning.Contains("poor", StringComparison.Ordinal));
        Assert.Equal(method == "procrustes", figures.SingularValueRatio is not null);
    }

    [Fact]
    public async Task Transfer_ShuffledDictionary_IsCalledPoorWithItsNumber()
    {
        using TransferFixture fixture = Fixture(out string[] words);
        File.WriteAllLines(fixture.Dictionary, words.Select((word, i) => $"{word}\t{words[(i * 37 + 11) % Words]}"));

        TransferResult result = await fixture.RunAsync();

        Assert.True(result.Manifest.Alignment!.HeldOut!.PrecisionAt1 < 0.1);
        Assert.Contains(result.Manifest.Warnings, warning => warning.Contains("the alignment is poor", StringComparison.Ordinal) && warning.Contains("of 22 dictionary words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Transfer_FewPairs_SaysNothing()
    {
        using TransferFixture fixture = new();
        Assert.Null((await fixture.RunAsync()).Manifest.Alignment!.HeldOut);
    }

    [Theory]
    [InlineData("procrustes", 5)]
    [InlineData("least-squares", 5)]
    public async Task Transfer_MoreSourceDimensions_AreReducedOnlyWhereTheMethodNeedsIt(string method, int dimension)
    {
        using TransferFixture fixture = Fixture(out _);
        fixture.TargetWords = [.. fixture.TargetWords.Select(pair => (pair.Word, pair.Vector[..dimension]))];

        TransferResult result = await fixture.RunAsync(options => options with { Align = method });

        Assert.Equal(dimension, result.Manifest.Alignment!.Dimension);
        Assert.Equal(method == "procrustes", result.Manifest.Warnings.Any(warning => warning.Contains("principal components", StringComparison.Ordinal)));
        if (method == "least-squares")
            Assert.Equal(1, result.Manifest.Alignment.HeldOut!.PrecisionAt1); // the target is a linear image of the source
    }

    [Fact]
    public void Draw_ComposedPairs_StandInNoPartWithAWordThatIsHeldOut()
    {
        string[] words = [.. Enumerable.Range(0, 100).Select(i => $"word{i}"), "word0 word1", "other"];
        IReadOnlyList<string>?[] composed = [.. Enumerable.Repeat<IReadOnlyList<string>?>(null, 100), ["word0", "word1"], ["other"]];
        int kept = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            HeldOutPairs part = HeldOutPairs.Draw(words, seed, composed)!;

            Assert.DoesNotContain(100, part.HeldOut);
            Assert.Contains(101, part.Rest);
            bool given = part.HeldOut.Contains(0) || part.HeldOut.Contains(1);
            Assert.Equal(!given, part.Rest.Contains(100));
            kept += given ? 0 : 1;
        }

        Assert.InRange(kept, 1, 19);
    }

    [Theory]
    [InlineData("procrustes")]
    [InlineData("least-squares")]
    public async Task Transfer_MultiWordCompose_UsesEntriesOfSeveralWords(string method)
    {
        using TransferFixture fixture = Fixture(out string[] words);
        File.AppendAllLines(fixture.Dictionary!, Enumerable.Range(0, 10).Select(i => $"{words[2 * i]} {words[(2 * i) + 1]}\t{words[2 * i]} {words[(2 * i) + 1]}"));

        TransferResult skip = await fixture.RunAsync(options => options with { Align = method });
        TransferResult compose = await fixture.RunAsync(options => options with { Align = method, MultiWord = Calque.Alignment.MultiWordEntries.Compose, Overwrite = true });

        AlignmentFigures before = skip.Manifest.Alignment!, after = compose.Manifest.Alignment!;
        Assert.Equal((0, 10), (before.PairsComposed, before.MultiWord));
        Assert.Equal((10, 0), (after.PairsComposed, after.MultiWord));
        Assert.Equal(before.PairsUsed + 10, after.PairsUsed);
        Assert.Equal(before.HeldOut!.Words, after.HeldOut!.Words);
        Assert.Equal(1, after.HeldOut.PrecisionAt1);
        Assert.Equal(("skip", "compose"), (skip.Manifest.Options["multi-word"], compose.Manifest.Options["multi-word"]));
    }

    [Fact]
    public async Task Options_ComposeWithTheWeightsOfThePublicTool_AreRefused()
    {
        using TransferFixture fixture = new();
        InvalidOptionException error = await Assert.ThrowsAsync<InvalidOptionException>(() => fixture.RunAsync(options => options with
        {
            PairWeights = Calque.Alignment.PairWeighting.Wechsel,
            MultiWord = Calque.Alignment.MultiWordEntries.Compose,
        }));
        Assert.Equal("--multi-word", error.Place);
    }

    [Theory]
    [InlineData("procrust", "distinct", "--align")]
    [InlineData("least-squares", "wechsel", "--pair-weights")]
    public async Task Options_ThatCannotBe_AreNamed(string method, string weights, string option)
    {
        using TransferFixture fixture = new();
        InvalidOptionException error = await Assert.ThrowsAsync<InvalidOptionException>(() => fixture.RunAsync(options => options with
        {
            Align = method,
            PairWeights = weights == "wechsel" ? Calque.Alignment.PairWeighting.Wechsel : Calque.Alignment.PairWeighting.Distinct,
        }));
        Assert.Equal(option, error.Place);
        Assert.Contains("procrustes", error.Expected, StringComparison.Ordinal);
    }

    private static TransferFixture Fixture(out string[] words)
    {
        string[] all = [.. Enumerable.Range(0, Words).Select(i => $"word{i}")];
        words = all;
        TransferFixture fixture = new();
        fixture.SourceWords = [.. fixture.SourceWords, .. TinyVectors.Hashed(TransferFixture.Dimension, all)];
        fixture.TargetWords = [.. fixture.TargetWords, .. TinyVectors.Hashed(TransferFixture.Dimension, all)];
        fixture.Dictionary = fixture["words.txt"];
        File.WriteAllLines(fixture.Dictionary, all.Select(word => $"{word}\t{word}"));
        return fixture;
    }
}
