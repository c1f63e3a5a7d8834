using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Commands;

/// <summary>What a user sees, and what is left on the disk, when an input of <c>calque transfer</c> is broken.</summary>
public sealed class BrokenInputTests
{
    public static TheoryData<string> Ways() => [.. BrokenInputs.Ways.Keys];

    [Fact]
    public async Task Transfer_NothingBroken_Works()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);

        CommandRun run = await CommandRun.RunAsync(arguments);

        Assert.Equal("", string.Join('\n', run.Error.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("calque: ", StringComparison.Ordinal))));
        Assert.Equal(0, run.ExitCode);
        Assert.True(File.Exists(Path.Combine(directory["output"], "model.safetensors")));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Transfer_BrokenInput_SaysWhereAndLeavesNothing(string way)
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        BrokenInputs.Ways[way](directory.Path);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun run = await CommandRun.RunAsync(arguments);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("", run.Output);
        CheckMessage(run.Error, directory.Path);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Transfer_BrokenInputWithJson_PrintsOneObject(string way)
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        BrokenInputs.Ways[way](directory.Path);

        CommandRun run = await CommandRun.RunAsync([.. arguments, "--json"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("", run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement error = json.RootElement.GetProperty("error");
        Assert.Equal(3, error.GetProperty("exit_code").GetInt32());
        Assert.NotEqual("fault", error.GetProperty("kind").GetString());
        foreach (string part in (string[])["place", "found", "expected", "hint"])
            Assert.False(string.IsNullOrWhiteSpace(error.GetProperty(part).GetString()), part);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task DryRun_BrokenInput_SaysTheSame(string way)
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        BrokenInputs.Ways[way](directory.Path);

        CommandRun run = await CommandRun.RunAsync([.. arguments, "--dry-run"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.False(Directory.Exists(directory["output"]));
    }

    [Fact]
    public async Task Transfer_DictionaryWithoutUsablePair_CountsWhatFellOut()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        BrokenInputs.Ways["dictionary has no usable pair"](directory.Path);

        CommandRun run = await CommandRun.RunAsync(arguments);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("2 lines", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transfer_PointerInPlaceOfWeights_NamesTheWayOut()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        BrokenInputs.Ways["weights are a Git LFS pointer"](directory.Path);

        CommandRun run = await CommandRun.RunAsync(arguments);

        Assert.Contains("git lfs pull", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transfer_BrokenInput_LeavesAnOldOutputAlone()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        Directory.CreateDirectory(directory["output"]);
        File.WriteAllText(Path.Combine(directory["output"], "model.safetensors"), "old");
        BrokenInputs.Ways["dictionary is empty"](directory.Path);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun run = await CommandRun.RunAsync([.. arguments, "--force"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Fact]
    public async Task Transfer_TooManyRandomRows_FailsTheGateAndLeavesNothing()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        // The word zebra has no vector, so its two tokens are drawn.
        CommandRun run = await CommandRun.RunAsync([.. arguments, "--strict", "0"]);

        Assert.Equal(4, run.ExitCode);
        Assert.Equal("", run.Output);
        CheckMessage(run.Error, directory.Path);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    /// <summary>The four parts in one line, with the broken thing's place, and no stack trace.</summary>
    private static void CheckMessage(string error, string root)
    {
        string[] messages = [.. error.Split('\n').Where(line => line.Contains(": found ", StringComparison.Ordinal))];
        string message = Assert.Single(messages);
        Assert.StartsWith("calque: ", message, StringComparison.Ordinal);
        Assert.Contains(", expected ", message, StringComparison.Ordinal);
        // The message names the file or the option, and ends with what to do.
        Assert.True(message.Contains(root, StringComparison.Ordinal) || message.Contains("--", StringComparison.Ordinal), message);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
        Assert.DoesNotContain("a fault in Calque", error, StringComparison.Ordinal);
    }
}
