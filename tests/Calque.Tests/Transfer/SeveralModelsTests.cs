using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.Transfer;
using Xunit;

namespace Calque.Tests.Transfer;

/// <summary>One plan for several models in one run: the same bytes as a run for each, planned once.</summary>
public sealed class SeveralModelsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_TwoModels_WritesWhatTwoRunsWrite(int threads)
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare() with { Threads = threads };
        // Named, so that a run of the second model reads the same tokenizer.
        options = options with { SourceTokenizer = options.SourceModel };
        Copy(options.SourceModel!, fixture["second"]);
        await TransferModel.RunAsync(options with { Output = fixture["alone-1"] });
        await TransferModel.RunAsync(options with { SourceModel = fixture["second"], Output = fixture["alone-2"] });

        Stages stages = new();
        TransferResult result = await TransferModel.RunAsync(
            options with { Output = fixture["both-1"], FurtherModels = [new FurtherModel(fixture["second"], fixture["both-2"])] }, stages);
        Assert.Equal(fixture["both-2"], Assert.Single(result.Further!).Output);
        Assert.Equal(1, stages.Count("alignment"));
        Assert.Equal(2, stages.Count("statistics"));
        AssertSame(fixture["alone-1"], fixture["both-1"]);
        AssertSame(fixture["alone-2"], fixture["both-2"]);
    }

    [Fact]
    public async Task Run_GivenPlanAndTwoModels_AppliesItToBoth()
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare();
        Copy(options.SourceModel!, fixture["second"]);
        await TransferModel.RunAsync(options with { Output = fixture["direct"] });
        await TransferModel.RunAsync(options with { Output = fixture["plan"], PlanOnly = true });
        Stages stages = new();
        await TransferModel.RunAsync(
            new TransferOptions
            {
                SourceModel = options.SourceModel,
                TargetTokenizer = options.TargetTokenizer,
                Plan = fixture["plan"],
                Output = fixture["one"],
                FurtherModels = [new FurtherModel(fixture["second"], fixture["two"])],
            },
            stages);
        Assert.Equal(0, stages.Count("alignment"));
        foreach (string output in new[] { "one", "two" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(fixture["direct"], "model.safetensors")), File.ReadAllBytes(Path.Combine(fixture[output], "model.safetensors")));
    }

    [Fact]
    public async Task Run_SecondModelWithAnotherTokenizer_IsRefusedAndNothingWritten()
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare();
        Copy(options.SourceModel!, fixture["second"]);
        string vocabulary = Directory.GetFiles(fixture["second"], "vocab.txt").Concat(Directory.GetFiles(fixture["second"], "tokenizer.json")).First();
        string text = File.ReadAllText(vocabulary);
        File.WriteAllText(vocabulary, text.Replace("house", "hause", StringComparison.Ordinal));
        InvalidModelException error = await Assert.ThrowsAsync<InvalidModelException>(() => TransferModel.RunAsync(
            options with { Output = fixture["one"], FurtherModels = [new FurtherModel(fixture["second"], fixture["two"])] }));
        Assert.Contains("another vocabulary", error.Found, StringComparison.Ordinal);
        Assert.False(Directory.Exists(fixture["one"]));
        Assert.False(Directory.Exists(fixture["two"]));
    }

    [Theory]
    [InlineData("one", "one")]
    [InlineData("one", "one/two")]
    [InlineData("one/two", "one")]
    public async Task Run_OutputsThatTouch_AreRefused(string first, string second)
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare();
        Copy(options.SourceModel!, fixture["second"]);
        InvalidOptionException error = await Assert.ThrowsAsync<InvalidOptionException>(() => TransferModel.RunAsync(
            options with { Output = fixture[first], FurtherModels = [new FurtherModel(fixture["second"], fixture[second])] }));
        Assert.Equal("--output", error.Place);
        Assert.False(Directory.Exists(fixture["one"]));
    }

    [Fact]
    public async Task Run_SecondModelIsBroken_LeavesNoOutput()
    {
        using TransferFixture fixture = new();
        TransferOptions options = fixture.Prepare();
        Copy(options.SourceModel!, fixture["second"]);
        using (FileStream weights = File.OpenWrite(Path.Combine(fixture["second"], "model.safetensors")))
            weights.SetLength(weights.Length - 1);
        await Assert.ThrowsAsync<InvalidModelException>(() => TransferModel.RunAsync(
            options with { Output = fixture["one"], FurtherModels = [new FurtherModel(fixture["second"], fixture["two"])] }));
        Assert.False(Directory.Exists(fixture["one"]));
        Assert.Empty(Directory.GetFileSystemEntries(fixture[""], "*partial*"));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    // The manifest names the paths of the inputs and of nothing else that could differ.
    private static void AssertSame(string expected, string actual)
    {
        string[] names = [.. Directory.GetFiles(expected, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(expected, file)).Order(StringComparer.Ordinal)];
        Assert.Equal(names, Directory.GetFiles(actual, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(actual, file)).Order(StringComparer.Ordinal));
        foreach (string name in names)
            Assert.True(File.ReadAllBytes(Path.Combine(expected, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, name))), name);
    }

    /// <summary>How often each stage began.</summary>
    private sealed class Stages : IProgress<OperationProgress>
    {
        private readonly List<string> begun = [];

        public void Report(OperationProgress value)
        {
            lock (begun)
            {
                if (begun.Count == 0 || begun[^1] != value.Stage)
                    begun.Add(value.Stage);
            }
        }

        public int Count(string stage) => begun.FindAll(one => one == stage).Count;
    }
}
