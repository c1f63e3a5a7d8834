using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Calque.World;
using Xunit;

namespace Calque.Tests.World;

public sealed class RunDemoTests
{
    [Fact]
    public async Task RunAsync_EmbeddedWorld_FindsTheTranslationsOfNineWordsInTen()
    {
        using TemporaryDirectory directory = new();

        DemoResult result = await RunDemo.RunAsync(new DemoOptions { Output = directory["demo"], Threads = 1 });

        // Measured: 1,298 of 1,436 right (90.4 %), 92.3 % of the words that the dictionary does not have, 80.6 % of the rows.
        Assert.InRange(result.Score.WholeWords, 1400, 1500);
        Assert.InRange(result.Score.Share, 0.89, 1);
        Assert.InRange(result.Score.ShareAmongNeighbors, 0.94, 1);
        Assert.InRange(result.Score.UnseenShare, 0.89, 1);
        Assert.InRange(result.RightRows / (double)result.Score.WholeWords, 0.78, 1);
        Assert.Equal(12, result.Examples.Count);
        Assert.All(result.Examples, example => Assert.NotEmpty(example.Gold));
        Assert.True(File.Exists(directory["demo/model/model.safetensors"]));
        Assert.True(File.Exists(directory["demo/inputs/dictionary.tsv"]));
    }

    [Fact]
    public async Task RunAsync_TwoThreads_GivesTheSameModel()
    {
        using TemporaryDirectory directory = new();

        await RunDemo.RunAsync(new DemoOptions { Output = directory["one"], Threads = 1 });
        await RunDemo.RunAsync(new DemoOptions { Output = directory["two"], Threads = 2 });

        Assert.Equal(
            await File.ReadAllBytesAsync(directory["one/model/model.safetensors"]), await File.ReadAllBytesAsync(directory["two/model/model.safetensors"]));
    }

    [Fact]
    public async Task RunAsync_Cancelled_LeavesNothing()
    {
        using TemporaryDirectory directory = new();
        using CancellationTokenSource source = new();
        CancelAtTokenizers progress = new(source);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunDemo.RunAsync(new DemoOptions { Output = directory["demo"] }, progress, source.Token));

        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task RunAsync_OutputThatExists_IsRefusedAndKept()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["demo"]);
        await File.WriteAllTextAsync(directory["demo/mine.txt"], "mine");

        await Assert.ThrowsAsync<InvalidOptionException>(() => RunDemo.RunAsync(new DemoOptions { Output = directory["demo"] }));

        Assert.Equal("mine", await File.ReadAllTextAsync(directory["demo/mine.txt"]));
    }

    [Fact]
    public void DemoJson_Result_IsWrittenInSnakeCase()
    {
        DemoResult result = new(null, 1, 2, 3, new GoldScore(4, 3, 4, 2, 1), 2, 1, [new DemoExample("b", ["a"], [new TransferredNeighbor("a", 0.5, 1)], true)]);

        using JsonDocument json = JsonDocument.Parse(JsonSerializer.Serialize(result, DemoJson.Default.DemoResult));

        Assert.Equal(
            ["output", "source_tokens", "target_tokens", "dictionary_lines", "score", "right_rows", "random_rows", "examples"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(0.75, json.RootElement.GetProperty("score").GetProperty("share").GetDouble());
    }

    private sealed class CancelAtTokenizers(CancellationTokenSource source) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value)
        {
            if (value.Stage == "tokenizers")
                source.Cancel();
        }
    }
}
