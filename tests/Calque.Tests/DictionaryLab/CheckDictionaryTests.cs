using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Calque.DictionaryLab;
using Calque.Tests.Support;
using Calque.World;
using Xunit;

namespace Calque.Tests.DictionaryLab;

public sealed class CheckDictionaryTests
{
    [Theory]
    [InlineData(0.1, 2000)]
    [InlineData(0.2, 2000)]
    [InlineData(0.4, 2000)]
    [InlineData(0.1, 300)]
    [InlineData(0.2, 300)]
    [InlineData(0.4, 300)]
    public async Task RunAsync_ReversedLinesOfTheWorld_FindsThem(double share, int lines)
    {
        using TemporaryDirectory directory = new();
        IReadOnlyList<CorruptedLine> truth = LabWorld.Default.Spoil(lines, new DictionaryErrors { Reversed = share });
        DictionaryCheckResult result = await Check(directory, truth);

        AssertFound(truth, DictionaryFault.Reversed, result, FindingNames.Reversed, recall: 0.95, precision: 0.95);
    }

    [Theory]
    [InlineData(0.1, 2000)]
    [InlineData(0.2, 2000)]
    [InlineData(0.4, 2000)]
    [InlineData(0.1, 300)]
    [InlineData(0.2, 300)]
    [InlineData(0.4, 300)]
    public async Task RunAsync_ShuffledLinesOfTheWorld_FindsThem(double share, int lines)
    {
        using TemporaryDirectory directory = new();
        IReadOnlyList<CorruptedLine> truth = LabWorld.Default.Spoil(lines, new DictionaryErrors { Shuffled = share });
        DictionaryCheckResult result = await Check(directory, truth);

        AssertFound(truth, DictionaryFault.Shuffled, result, FindingNames.Outlier, recall: 0.8, precision: 0.95);
    }

    [Fact]
    public async Task RunAsync_MisspeltLinesOfTheWorld_FindsThem()
    {
        using TemporaryDirectory directory = new();
        IReadOnlyList<CorruptedLine> truth = LabWorld.Default.Spoil(300, new DictionaryErrors { Misspelt = 0.1 });
        DictionaryCheckResult result = await Check(directory, truth);

        AssertFound(truth, DictionaryFault.Misspelt, result, FindingNames.NonWord, recall: 0.8, precision: 0.95);
    }

    [Fact]
    public async Task RunAsync_CleanLinesOfTheWorld_FindsHardlyAnything()
    {
        using TemporaryDirectory directory = new();
        IReadOnlyList<CorruptedLine> truth = LabWorld.Default.Spoil(2000, new DictionaryErrors());
        DictionaryCheckResult result = await Check(directory, truth);

        Assert.InRange(result.Totals.WithoutFinding, 1980, 2000);
        Assert.Equal(2000, result.Totals.Pairs);
    }

    [Fact]
    public async Task RunAsync_AnyNumberOfThreads_SaysTheSame()
    {
        using TemporaryDirectory directory = new();
        IReadOnlyList<CorruptedLine> truth = LabWorld.Default.Spoil(400, new DictionaryErrors { Reversed = 0.1, Shuffled = 0.1, Misspelt = 0.1 });
        string one = JsonSerializer.Serialize(await Check(directory, truth, threads: 1), DictionaryLabJson.Default.DictionaryCheckResult);
        string three = JsonSerializer.Serialize(await Check(directory, truth, threads: 3), DictionaryLabJson.Default.DictionaryCheckResult);

        Assert.Equal(one, three);
    }

    [Fact]
    public async Task RunAsync_LinesOfEveryKind_AreNamedWithTheirNumbers()
    {
        using TemporaryDirectory directory = new();
        CorruptedLine[] truth = [.. LabWorld.Default.Spoil(200, new DictionaryErrors())];
        GoldEntry first = truth[0].Entry, second = truth[1].Entry, third = truth[2].Entry;
        StringBuilder text = new("\uFEFF");
        foreach (CorruptedLine line in truth)
            text.Append(line.Entry.Source).Append('\t').Append(line.Entry.Target).Append("\r\n");
        text.Append(first.Source).Append('\t').Append(first.Target).Append("\r\n") // 201 duplicate
            .Append(second.Source.ToUpperInvariant()).Append('\t').Append(second.Target).Append("\r\n") // 202 casing, duplicate
            .Append("alone\r\n") // 203 malformed
            .Append(third.Source).Append(" of\t").Append(third.Target).Append("\r\n") // 204 multi-word, uncovered
            .Append("42#\t").Append(third.Target).Append("\r\n") // 205 non-word, uncovered
            .Append("same\tSame\r\n"); // 206 identical, uncovered
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text.ToString()), .. "bad\t"u8, 0xFF, .. "\r\n"u8]; // 207 malformed
        File.WriteAllBytes(directory["d.txt"], bytes);
        DictionaryCheckResult result = await Check(directory, null);

        Assert.Equal(207, result.Lines.Count);
        Assert.Equal(Enumerable.Range(1, 207), result.Lines.Select(line => line.Line));
        Assert.Equal([FindingNames.Duplicate], result.Lines[200].Findings);
        Assert.Equal([FindingNames.Duplicate, FindingNames.Casing], result.Lines[201].Findings);
        Assert.Equal([FindingNames.Malformed], result.Lines[202].Findings);
        Assert.Equal([FindingNames.MultiWord, FindingNames.Uncovered], result.Lines[203].Findings);
        Assert.Equal([FindingNames.NonWord, FindingNames.Uncovered], result.Lines[204].Findings);
        Assert.Contains(FindingNames.Identical, result.Lines[205].Findings);
        Assert.Equal([FindingNames.Malformed], result.Lines[206].Findings);
        Assert.Equal(2, result.Totals.Findings[FindingNames.Malformed]);
        Assert.Equal(203, result.Totals.Examples[FindingNames.Malformed].Line);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_OfAResult_NamesEveryFinding(bool markdown)
    {
        using TemporaryDirectory directory = new();
        DictionaryCheckResult result = await Check(directory, LabWorld.Default.Spoil(300, new DictionaryErrors { Reversed = 0.1, Shuffled = 0.1 }));
        using StringWriter writer = new();
        CheckReport.Write(result, writer, markdown);

        Assert.Contains(FindingNames.Reversed, writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("line " + result.Totals.Examples[FindingNames.Outlier].Line, writer.ToString(), StringComparison.Ordinal);
        Assert.Equal(markdown, writer.ToString().StartsWith("# ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("alone\n")]
    [InlineData("nothing\tknown\nnor\tthis\n")]
    public async Task RunAsync_DictionaryWithoutUsablePairs_SaysHowMany(string text)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["d.txt"], text);

        InvalidDictionaryException error = await Assert.ThrowsAsync<InvalidDictionaryException>(() => Check(directory, null));
        Assert.Contains("d.txt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OnePair_SaysThatItIsOne()
    {
        using TemporaryDirectory directory = new();
        LabWorld.Write(directory["d.txt"], LabWorld.Default.Spoil(1, new DictionaryErrors()));

        InvalidDictionaryException error = await Assert.ThrowsAsync<InvalidDictionaryException>(() => Check(directory, null));
        Assert.StartsWith("1 pair", error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FewPairs_ChecksWithoutFitAndSaysSo()
    {
        using TemporaryDirectory directory = new();
        DictionaryCheckResult result = await Check(directory, LabWorld.Default.Spoil(5, new DictionaryErrors()));

        Assert.Null(result.Totals.WrongShare);
        Assert.All(result.Lines, line => Assert.Null(line.Score));
        Assert.Contains("5 pairs", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_DifferentDimensions_SaysBoth()
    {
        using TemporaryDirectory directory = new();
        LabWorld.Write(directory["d.txt"], LabWorld.Default.Spoil(5, new DictionaryErrors()));
        string[] vectors = LabWorld.Default.WriteVectors(directory);
        TinyVectors.Write(directory["b.vec"], TinyVectors.Hashed(3, "x", "y"));

        InvalidVectorsException error = await Assert.ThrowsAsync<InvalidVectorsException>(() => CheckDictionary.RunAsync(
            new CheckDictionaryOptions { Dictionary = directory["d.txt"], SourceEmbeddings = vectors[0], TargetEmbeddings = vectors[1] }));
        Assert.Equal("32 and 3 dimensions", error.Found);
    }

    private static Task<DictionaryCheckResult> Check(TemporaryDirectory directory, IEnumerable<CorruptedLine>? lines, int threads = 2)
    {
        if (lines is not null)
            LabWorld.Write(directory["d.txt"], lines);
        string[] vectors = LabWorld.Default.WriteVectors(directory);
        return CheckDictionary.RunAsync(
            new CheckDictionaryOptions { Dictionary = directory["d.txt"], SourceEmbeddings = vectors[0], TargetEmbeddings = vectors[1], Threads = threads });
    }

    private static void AssertFound(
        IReadOnlyList<CorruptedLine> truth, DictionaryFault fault, DictionaryCheckResult result, string finding, double recall, double precision)
    {
        int spoilt = truth.Count(line => line.Fault == fault);
        bool[] flagged = [.. result.Lines.Select(line => line.Findings.Contains(finding, StringComparer.Ordinal))];
        int found = truth.Where((line, index) => line.Fault == fault && flagged[index]).Count();
        Assert.True(found >= recall * spoilt, $"{found} of {spoilt} found");
        Assert.True(found >= precision * flagged.Count(one => one), $"{found} of {flagged.Count(one => one)} flagged are right");
    }
}
