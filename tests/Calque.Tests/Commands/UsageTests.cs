using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Commands;

/// <summary>Wrong usage: exit code 2, what is wrong on standard error, nothing on standard output, nothing written.</summary>
public sealed class UsageTests
{
    public static TheoryData<string, string> Mistakes() => new()
    {
        { "--neighbors", "0" },
        { "--neighbors", "-3" },
        { "--neighbors", "ten" },
        { "--temperature", "0" },
        { "--temperature", "NaN" },
        { "--temperature", "0,1" },
        { "--strict", "0,5" },
        { "--threads", "-1" },
        { "--strict", "101" },
        { "--strict", "-1" },
        { "--seed", "-1" },
        { "--method", "wechsle" },
        { "--subword-vectors", "words" },
        { "--body", "keep" },
        { "--special-token", "no-pair" },
        { "--special-token", "<unheard>=<pad>" },
        { "--embedding-tensor", "no.such.tensor" },
        { "--neigbours", "3" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Transfer_WrongOption_SaysWhichAndLeavesNothing(string option, string value)
    {
        using TemporaryDirectory directory = new();
        List<string> arguments = [.. BrokenInputs.Write(directory.Path)];
        int given = arguments.IndexOf(option);
        if (given >= 0)
            arguments.RemoveRange(given, 2);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun run = await CommandRun.RunAsync([.. arguments, option, value]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.True(run.Error.Contains(option, StringComparison.Ordinal) || run.Error.Contains(value, StringComparison.Ordinal), run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Transfer_WrongOptionWithJson_PrintsOneObject(string option, string value)
    {
        using TemporaryDirectory directory = new();
        List<string> arguments = [.. BrokenInputs.Write(directory.Path)];
        int given = arguments.IndexOf(option);
        if (given >= 0)
            arguments.RemoveRange(given, 2);

        CommandRun run = await CommandRun.RunAsync([.. arguments, option, value, "--json"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(2, json.RootElement.GetProperty("error").GetProperty("exit_code").GetInt32());
    }

    [Theory]
    [InlineData("transfre")]
    [InlineData("--neighbors", "3")]
    [InlineData("transfer")]
    [InlineData("inspect")]
    [InlineData("inspect", "a", "b")]
    [InlineData("inspect", "README.md", "--limit", "-1")]
    [InlineData("inspect", "README.md", "--limit", "many")]
    public async Task Command_WrongUsage_EndsWith2(params string[] arguments)
    {
        CommandRun run = await CommandRun.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.NotEqual("", run.Error.Trim());
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--plan-only", "--plan")]
    [InlineData("--dry-run", "--plan")]
    public async Task Transfer_OptionsThatExcludeEachOther_EndWith2(string option, string other)
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);

        CommandRun run = await CommandRun.RunAsync([.. arguments, option, other, directory["target"]]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(other, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory["output"]));
    }

    [Fact]
    public async Task Transfer_OutputExists_EndsWith2AndLeavesItAlone()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        Directory.CreateDirectory(directory["output"]);
        File.WriteAllText(Path.Combine(directory["output"], "mine.txt"), "mine");
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun run = await CommandRun.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--output", run.Error, StringComparison.Ordinal);
        Assert.Contains("--force", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Theory]
    [InlineData("source")]
    [InlineData("source/inside")]
    [InlineData("target")]
    [InlineData(".")]
    public async Task Transfer_OutputTouchesAnInput_EndsWith2(string output)
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        arguments[^1] = directory[output];
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun run = await CommandRun.RunAsync([.. arguments, "--force"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }
}
