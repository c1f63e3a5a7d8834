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

/// <summary><c>calque dictionary</c> with input that cannot be used and options that cannot be: the exit code, what is wrong in numbers, nothing written.</summary>
public sealed class DictionaryBrokenInputTests
{
    private static readonly Dictionary<string, Action<DictionaryCase>> Broken = new()
    {
        ["dictionary is missing"] = files => File.Delete(files.Dictionary),
        ["dictionary is empty"] = files => File.WriteAllText(files.Dictionary, ""),
        ["dictionary has no pair"] = files => File.WriteAllText(files.Dictionary, "alone\n\n"),
        ["dictionary has no known word"] = files => File.WriteAllText(files.Dictionary, "unheard\tnever\nspoken\tsaid\n"),
        ["dictionary has one pair"] = files => File.WriteAllText(files.Dictionary, files.Right(1)[0] + "\nunheard\tnever\n"),
        ["dictionary is a directory"] = files =>
        {
            File.Delete(files.Dictionary);
            Directory.CreateDirectory(files.Dictionary);
        },
        ["dictionary is gzip cut short"] = files => File.WriteAllBytes(files.Dictionary, [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B]),
        ["source vectors are missing"] = files => File.Delete(files.Source),
        ["target vectors are empty"] = files => File.WriteAllText(files.Target, ""),
        ["target vectors have no rows"] = files => File.WriteAllText(files.Target, "0 10\n"),
        ["source vectors are all zero"] = files => TinyVectors.Write(files.Source, [("one", new float[32]), ("two", new float[32])]),
        ["dimensions differ"] = files => TinyVectors.Write(files.Target, TinyVectors.Hashed(7, [.. File.ReadLines(files.Dictionary).Select(line => line.Split('\t')[1]).Distinct()])),
    };

    public static TheoryData<string, string> Ways()
    {
        TheoryData<string, string> ways = new();
        foreach (string verb in (string[])["check", "repair"])
        {
            foreach (string way in Broken.Keys)
                ways.Add(verb, way);
        }

        return ways;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task CheckAndRepair_BrokenInput_SayWhereAndLeaveNothing(string verb, string way)
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        Broken[way](files);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);
        string[] arguments = verb == "check" ? files.Check : files.Repair;

        // One with, one without, as each is the same code for both verbs.
        CommandRun run = await CommandRun.RunAsync(verb == "check" ? [.. arguments, "--json"] : arguments);

        Assert.Equal(3, run.ExitCode);
        string message = run.Error;
        if (verb == "check")
        {
            Assert.Equal("", run.Error);
            using JsonDocument json = JsonDocument.Parse(run.Output);
            JsonElement error = json.RootElement.GetProperty("error");
            Assert.Equal(3, error.GetProperty("exit_code").GetInt32());
            message = error.GetProperty("message").GetString()!;
        }
        else
        {
            Assert.Equal("", run.Output);
        }

        Assert.Contains(directory.Path, message, StringComparison.Ordinal);
        Assert.Contains(": found ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Theory]
    [InlineData("dimensions differ", " and 7 dimensions")]
    [InlineData("dictionary has one pair", "1 pair with a vector on both sides (2 pairs; source word without a vector in 1, target word in 1)")]
    [InlineData("dictionary has no known word", "0 pairs with a vector on both sides (2 pairs; source word without a vector in 2, target word in 2)")]
    [InlineData("dictionary has no pair", "no pair in 2 lines (1 empty, 1 with one field)")]
    [InlineData("source vectors are all zero", "2 words, of which 2 have a zero vector")]
    public async Task Check_BrokenInput_HasTheNumbers(string way, string numbers)
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        Broken[way](files);

        CommandRun run = await CommandRun.RunAsync(files.Check);

        Assert.Contains(numbers, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no alignment")]
    [InlineData("cut alignment")]
    [InlineData("vectors are gone")]
    [InlineData("dimensions differ")]
    [InlineData("no known pairs")]
    public async Task Induce_BrokenInput_SaysWhereAndLeavesNothing(string way)
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        await CommandRun.RunAsync(["align", .. files.Embeddings, "--dictionary", files.Dictionary, "--output", directory["a"]]);
        string maps = Path.Combine(directory["a"], "alignment.safetensors");
        List<string> arguments = [.. files.Induce(directory["a"])];
        switch (way)
        {
            case "no alignment":
                File.Delete(maps);
                break;
            case "cut alignment":
                File.WriteAllBytes(maps, File.ReadAllBytes(maps)[..^100]);
                break;
            case "vectors are gone":
                File.Delete(files.Target);
                break;
            case "dimensions differ":
                arguments.AddRange(["--source-embeddings", TinyVectors.Write(directory["seven.vec"], TinyVectors.Hashed(7, "a", "b", "c"))]);
                break;
            default:
                arguments.AddRange(["--exclude", directory["nothing.txt"]]);
                break;
        }

        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun run = await CommandRun.RunAsync(arguments);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(": found ", run.Error, StringComparison.Ordinal);
        Assert.Contains(directory.Path, run.Error, StringComparison.Ordinal);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Theory]
    [InlineData("--dictionary", "nothing.txt", "nothing.txt")]
    [InlineData("--stop-words", "nothing.txt", "nothing.txt")]
    [InlineData("--quality-threshold", "2", "none of 2 pairs left (2 below the quality threshold)")]
    public async Task Convert_NothingToWrite_EndsWith3(string option, string value, string expected)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["d.txt"], "a\tb\t1\nc\td\t0.5\n");
        string[] given = option == "--dictionary" ? [] : ["--dictionary", directory["d.txt"]];

        CommandRun run = await CommandRun.RunAsync(
            ["dictionary", "convert", .. given, option, value == "2" ? value : directory[value], "--output", directory["o.txt"]]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(directory["o.txt"]));
    }

    [Theory]
    [InlineData("check", "--vocabulary-limit", "0", "from 1 on")]
    [InlineData("check", "--vocabulary-limit", "many", "whole number")]
    [InlineData("check", "--threads", "-1", "0 uses every processor")]
    [InlineData("check", "--seed", "-1", "--seed")]
    [InlineData("check", "--format", "html", "markdown")]
    [InlineData("check", "--multi-word", "sum", "compose")]
    [InlineData("check", "--sead", "1", "--seed")]
    [InlineData("repair", "--threads", "-1", "0 uses every processor")]
    [InlineData("repair", "--mutual", "-1", "--mutual")]
    [InlineData("repair", "--held-out", "1", "between 0 and 1")]
    [InlineData("repair", "--outliers", "burn", "replace")]
    [InlineData("repair", "--outlires", "drop", "--outliers")]
    [InlineData("convert", "--format", "xml", "muse")]
    [InlineData("convert", "--sample", "0", "from 1 on")]
    [InlineData("convert", "--quality-threshold", "0,5", "decimal point")]
    [InlineData("convert", "--anchor", "--swap", "--anchors")]
    public async Task Verbs_WrongOption_EndWith2AndSayWhatThereIs(string verb, string option, string value, string expected)
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        string[] arguments = verb switch
        {
            "check" => files.Check,
            "repair" => files.Repair,
            _ => files.Convert,
        };
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun run = await CommandRun.RunAsync([.. arguments, option, value]);
        CommandRun json = await CommandRun.RunAsync([.. arguments, option, value, "--json"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal("", json.Error);
        using JsonDocument error = JsonDocument.Parse(json.Output);
        Assert.Equal(2, error.RootElement.GetProperty("error").GetProperty("exit_code").GetInt32());
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Theory]
    [InlineData("--max-rank", "0")]
    [InlineData("--max-rank", "101")]
    [InlineData("--min-score", "NaN")]
    [InlineData("--count", "0")]
    [InlineData("--retrieval", "cosine")]
    [InlineData("--threads", "-1")]
    public async Task Induce_WrongOption_EndsWith2(string option, string value)
    {
        CommandRun run = await CommandRun.RunAsync(["dictionary", "induce", "--alignment", "somewhere", "--output", "o.txt", option, value]);

        Assert.Equal(2, run.ExitCode);
        Assert.True(run.Error.Contains(option, StringComparison.Ordinal) || run.Error.Contains($"'{value}'", StringComparison.Ordinal), run.Error);
    }

    [Theory]
    [InlineData("chekc", "check")]
    [InlineData("repiar", "repair")]
    public async Task Dictionary_Typo_NamesWhatWasMeant(string typed, string meant)
    {
        CommandRun run = await CommandRun.RunAsync(["dictionary", typed, "something"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(meant, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repair_WithoutInputs_NamesAllThree()
    {
        CommandRun run = await CommandRun.RunAsync(["dictionary", "repair", "--output", "o.txt"]);

        Assert.Equal(2, run.ExitCode);
        foreach (string option in (string[])["--dictionary", "--source-embeddings", "--target-embeddings"])
            Assert.Contains($"'{option}'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("repair")]
    [InlineData("convert")]
    public async Task Verbs_OutputThatIsTheirInput_AreRefusedEvenWithForce(string verb)
    {
        using TemporaryDirectory directory = new();
        DictionaryCase files = DictionaryCase.Write(directory);
        string[] arguments = verb == "repair" ? files.Repair : files.Convert;
        arguments[^1] = files.Dictionary;
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        CommandRun run = await CommandRun.RunAsync([.. arguments, "--force"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Fact]
    public async Task Induce_RowsAndJson_BothOnStandardOutput_AreRefused()
    {
        CommandRun run = await CommandRun.RunAsync(["dictionary", "induce", "--alignment", "x", "--output", "-", "--json"]);

        Assert.Equal(2, run.ExitCode);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal("--output", json.RootElement.GetProperty("error").GetProperty("place").GetString());
    }
}
