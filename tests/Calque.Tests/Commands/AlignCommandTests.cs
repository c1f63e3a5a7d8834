using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Calque.Alignment.Directories;
using Calque.Tests.Alignment.Directories;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Commands;

/// <summary><c>calque align</c> and the verbs below it, as a script or a person runs them.</summary>
public sealed class AlignCommandTests
{
    private static readonly Dictionary<string, Action<AlignVectorsOptions>> Broken = new()
    {
        ["source vectors are missing"] = options => File.Delete(options.SourceEmbeddings),
        ["target vectors are empty"] = options => File.WriteAllText(options.TargetEmbeddings, ""),
        ["target vectors have no rows"] = options => File.WriteAllText(options.TargetEmbeddings, "0 10\n"),
        ["source vectors are all zero"] = options => File.WriteAllLines(
            options.SourceEmbeddings, File.ReadAllLines(options.SourceEmbeddings).Select((line, i) => i == 0 ? line : line.Split(' ')[0] + string.Concat(Enumerable.Repeat(" 0", 10)))),
        ["source vectors are a web page"] = options => File.WriteAllText(options.SourceEmbeddings, "<!DOCTYPE html>\n<html></html>\n"),
        ["dimensions differ"] = options => TinyVectors.Write(options.TargetEmbeddings, TinyVectors.Hashed(7, [.. Enumerable.Range(0, 120).Select(i => $"t{i}")])),
        ["dictionary is missing"] = options => File.Delete(options.Dictionary!),
        ["dictionary is empty"] = options => File.WriteAllText(options.Dictionary!, ""),
        ["dictionary has no usable pair"] = options => File.WriteAllText(options.Dictionary!, "unheard\tnever\nspoken\tsaid\n"),
        ["dictionary has one pair"] = options => File.WriteAllText(options.Dictionary!, "s1\tt1\nunheard\tnever\n"),
        ["dictionary is a directory"] = options =>
        {
            File.Delete(options.Dictionary!);
            Directory.CreateDirectory(options.Dictionary!);
        },
    };

    public static TheoryData<string> Ways() => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Align_BrokenInput_SaysWhereAndLeavesNothing(string way)
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        Broken[way](options);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun run = await CommandRun.RunAsync(AlignmentCase.Arguments(options));

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(directory.Path, run.Error, StringComparison.Ordinal);
        Assert.Contains(": found ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Theory]
    [InlineData("dimensions differ", "10 and 7 dimensions")]
    [InlineData("dictionary has one pair", "1 usable pair (2 lines, 2 pairs, 1 of them")]
    [InlineData("dictionary has no usable pair", "2 lines, 2 pairs")]
    [InlineData("source vectors are all zero", "120 words, of which 120 have a zero vector")]
    public async Task Align_BrokenInput_HasTheNumbers(string way, string numbers)
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        Broken[way](options);

        CommandRun run = await CommandRun.RunAsync(AlignmentCase.Arguments(options));

        Assert.Contains(numbers, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--method", "procrustse", "least-squares")]
    [InlineData("--normalization", "unity", "unit-centre-unit")]
    [InlineData("--start", "zero", "numerals")]
    [InlineData("--vocabulary-limit", "0", "from 1 on")]
    [InlineData("--vocabulary-limit", "many", "whole number")]
    [InlineData("--ridge", "-1", "--ridge")]
    [InlineData("--folds", "1", "--folds")]
    [InlineData("--threads", "-1", "--threads")]
    [InlineData("--seed", "-1", "--seed")]
    public async Task Align_WrongOption_EndsWith2AndSaysWhatThereIs(string option, string value, string expected)
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        List<string> arguments = [.. AlignmentCase.Arguments(options)];
        int given = arguments.IndexOf(option);
        if (given >= 0)
            arguments.RemoveRange(given, 2);

        CommandRun run = await CommandRun.RunAsync([.. arguments, option, value]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.Output));
    }

    [Fact]
    public async Task Align_WithoutDictionary_NamesTheOption()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        string[] arguments = [.. AlignmentCase.Arguments(options).Where(argument => argument != "--dictionary" && argument != options.Dictionary)];

        CommandRun run = await CommandRun.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--dictionary", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Align_OutputThatExists_IsRefusedAndWithForceReplaced()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        Directory.CreateDirectory(options.Output);
        File.WriteAllText(Path.Combine(options.Output, "old"), "old");

        CommandRun refused = await CommandRun.RunAsync(AlignmentCase.Arguments(options));
        CommandRun forced = await CommandRun.RunAsync([.. AlignmentCase.Arguments(options), "--force"]);

        Assert.Equal(2, refused.ExitCode);
        Assert.Equal(0, forced.ExitCode);
        Assert.False(File.Exists(Path.Combine(options.Output, "old")));
        Assert.True(File.Exists(Path.Combine(options.Output, "alignment.safetensors")));
    }

    [Fact]
    public async Task Align_OutputThatHoldsAnInput_IsRefused()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path) with { Output = directory.Path };

        CommandRun run = await CommandRun.RunAsync([.. AlignmentCase.Arguments(options), "--force"]);

        Assert.Equal(2, run.ExitCode);
        Assert.True(File.Exists(options.SourceEmbeddings));
    }

    [Fact]
    public async Task Align_Interrupted_EndsWith130AndLeavesNothing()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);
        using CancellationTokenSource source = new();
        source.Cancel();

        CommandRun run = await CommandRun.RunAsync(AlignmentCase.Arguments(options), source.Token);

        Assert.Equal(130, run.ExitCode);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    public static TheoryData<string, string> BelowAlign() => new()
    {
        { "evaluate", "no alignment" },
        { "evaluate", "cut alignment" },
        { "evaluate", "other safetensors" },
        { "evaluate", "no dictionary" },
        { "evaluate", "nothing covered" },
        { "evaluate", "dimensions differ" },
        { "apply", "no alignment" },
        { "apply", "cut alignment" },
        { "apply", "no vectors" },
        { "apply", "dimensions differ" },
        { "nearest", "no alignment" },
        { "nearest", "vectors are gone" },
    };

    [Theory]
    [MemberData(nameof(BelowAlign))]
    public async Task VerbsBelow_BrokenInput_EndWith3AndWriteNothing(string verb, string way)
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);
        string maps = Path.Combine(options.Output, "alignment.safetensors"), dictionary = directory["test.txt"], vectors = options.SourceEmbeddings;
        switch (way)
        {
            case "no alignment":
                File.Delete(maps);
                break;
            case "cut alignment":
                File.WriteAllBytes(maps, File.ReadAllBytes(maps)[..^100]);
                break;
            case "other safetensors":
                File.Copy(Fixtures.Path("safetensors", "no-metadata.safetensors"), maps, overwrite: true);
                break;
            case "no dictionary":
                File.Delete(dictionary);
                break;
            case "nothing covered":
                File.WriteAllText(dictionary, "unheard\tnever\n");
                break;
            case "no vectors":
                vectors = directory["nothing.vec"];
                break;
            case "dimensions differ":
                vectors = TinyVectors.Write(directory["seven.vec"], TinyVectors.Hashed(7, "a", "b", "c"));
                break;
            default:
                File.Delete(options.TargetEmbeddings);
                break;
        }

        string[] arguments = verb switch
        {
            "evaluate" => ["--dictionary", dictionary, .. way == "dimensions differ" ? new[] { "--source-embeddings", vectors } : []],
            "apply" => ["--embeddings", vectors, "--output", directory["mapped.vec"]],
            _ => ["--word", "s1"],
        };
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun run = await CommandRun.RunAsync(["align", verb, "--alignment", options.Output, .. arguments]);
        CommandRun json = await CommandRun.RunAsync(["align", verb, "--alignment", options.Output, .. arguments, "--json"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(": found ", run.Error, StringComparison.Ordinal);
        using JsonDocument error = JsonDocument.Parse(json.Output);
        Assert.Equal(3, error.RootElement.GetProperty("error").GetProperty("exit_code").GetInt32());
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Fact]
    public async Task Evaluate_WithTheTrainingDictionary_WarnsHowManyWordsWereSeen()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);

        CommandRun run = await CommandRun.RunAsync(["align", "evaluate", "--alignment", options.Output, "--dictionary", options.Dictionary!]);
        CommandRun other = await CommandRun.RunAsync(["align", "evaluate", "--alignment", options.Output, "--dictionary", directory["test.txt"]]);

        Assert.Contains("70 of 70 words", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 53 words", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_WithJson_PrintsTheThreeDefinitions()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);

        CommandRun run = await CommandRun.RunAsync(
            ["align", "evaluate", "--alignment", options.Output, "--dictionary", directory["test.txt"], "--retrieval", "csls", "--json"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(["p1", "p5", "p10", "mrr", "words"], Names(json.RootElement.GetProperty("muse")));
        Assert.Equal(["p1", "p5", "p10", "mrr", "words", "coverage"], Names(json.RootElement.GetProperty("vecmap")));
        Assert.Equal(["p1", "p5", "p10", "mrr", "words"], Names(json.RootElement.GetProperty("fasttext")));
        Assert.InRange(json.RootElement.GetProperty("muse").GetProperty("p1").GetDouble(), 0, 1);
        Assert.Equal(50, json.RootElement.GetProperty("muse").GetProperty("words").GetInt32());
    }

    [Fact]
    public async Task Evaluate_ForAPerson_PrintsTableAndVerdict()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);

        CommandRun run = await CommandRun.RunAsync(["align", "evaluate", "--alignment", options.Output, "--dictionary", directory["test.txt"]]);

        Assert.Equal(0, run.ExitCode);
        foreach (string part in (string[])["MUSE", "vecmap", "fastText", "P@10", "MRR", "coverage", "Hubs (", "relational similarity", "Verdict: ", "95 % intervals"])
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_ChangedVectors_EndsWith3AndBothHashes()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        AlignVectorsResult made = await AlignVectors.RunAsync(options);
        File.AppendAllText(options.SourceEmbeddings, "late 1 2 3 4 5 6 7 8 9 10\n");

        CommandRun run = await CommandRun.RunAsync(["align", "evaluate", "--alignment", options.Output, "--dictionary", directory["test.txt"]]);
        CommandRun byHand = await CommandRun.RunAsync(
            ["align", "evaluate", "--alignment", options.Output, "--dictionary", directory["test.txt"], "--source-embeddings", options.SourceEmbeddings]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(made.Manifest.Inputs[0].Sha256, run.Error, StringComparison.Ordinal);
        Assert.Equal(0, byHand.ExitCode);
        Assert.Contains("warning: ", byHand.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_AndNearest_Work()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);

        CommandRun apply = await CommandRun.RunAsync(
            ["align", "apply", "--alignment", options.Output, "--embeddings", options.SourceEmbeddings, "--side", "source", "--output", directory["mapped.vec"], "--json"]);
        CommandRun nearest = await CommandRun.RunAsync(["align", "nearest", "--alignment", options.Output, "--word", "s7"]);

        Assert.Equal(0, apply.ExitCode);
        using JsonDocument json = JsonDocument.Parse(apply.Output);
        Assert.Equal(120, json.RootElement.GetProperty("words").GetInt32());
        Assert.Equal("120 10", File.ReadLines(directory["mapped.vec"]).First());
        Assert.Equal(0, nearest.ExitCode);
        Assert.Contains("t7", nearest.Output, StringComparison.Ordinal);
        Assert.Contains("is no target word", nearest.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_OutputThatExists_IsRefused()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);
        File.WriteAllText(directory["mapped.vec"], "old");

        CommandRun run = await CommandRun.RunAsync(
            ["align", "apply", "--alignment", options.Output, "--embeddings", options.SourceEmbeddings, "--output", directory["mapped.vec"]]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("old", File.ReadAllText(directory["mapped.vec"]));
    }

    [Fact]
    public async Task Align_OptionsBeforeAVerbBelowIt_AreRefused()
    {
        CommandRun run = await CommandRun.RunAsync(["align", "--seed", "3", "nearest", "--alignment", "somewhere", "--word", "house"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--seed", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evalute", "evaluate")]
    [InlineData("aply", "apply")]
    [InlineData("--mehtod", "--method")]
    public async Task Align_Typo_NamesWhatWasMeant(string typed, string meant)
    {
        CommandRun run = await CommandRun.RunAsync(["align", typed, "something"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Did you mean", run.Error, StringComparison.Ordinal);
        Assert.Contains(meant, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfAlign_ShowsItsOptionsAndTheVerbsBelowIt()
    {
        CommandRun run = await CommandRun.RunAsync(["align", "--help"]);

        Assert.Equal(0, run.ExitCode);
        foreach (string part in (string[])["--source-embeddings", "--normalization", "procrustes", "apply", "evaluate", "nearest", "Example:"])
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];
}
