using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.Tests.Commands;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Hardness;

/// <summary>Names and links of every kind, on both sides.</summary>
public sealed class OddPathTests
{
    public static TheoryData<string> Names() =>
    [
        "with two  blanks", "größe мир 中文 \U0001F600", "e\u0301 decomposed", "line\nfeed", "tab\tand 'quotes' \"double\" $HOME `x` \\ back", "%s{0}[red]", "-dash", "...", "trailing.", new string('n', 200),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Transfer_OddNames_Works(string name)
    {
        using TemporaryDirectory directory = new();
        string root = directory[name];
        Directory.CreateDirectory(root);
        string[] arguments = BrokenInputs.Write(root);
        string output = directory[name + " out"];

        CommandRun run = await CommandRun.RunAsync(Refusal.With(arguments, "--output", output));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(File.Exists(Path.Combine(output, "model.safetensors")));
        Refusal.NothingPartial(directory.Path);
        // The manifest is one JSON text whatever the names are, and inspect reads all of it.
        Assert.Equal(0, (await CommandRun.RunAsync(["inspect", output, "--json"])).ExitCode);
        Assert.Equal(0, (await CommandRun.RunAsync(["inspect", Path.Combine(output, "calque.manifest.json")])).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Transfer_OddNamesOfABrokenInput_AreToldOnOneLine(string name)
    {
        using TemporaryDirectory directory = new();
        string root = directory[name];
        Directory.CreateDirectory(root);
        string[] arguments = BrokenInputs.Write(root);
        File.WriteAllText(Path.Combine(root, "source", "config.json"), "{");

        CommandRun run = await CommandRun.RunAsync(arguments);

        Assert.Equal(3, run.ExitCode);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("found", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Error, letter => char.IsControl(letter) && letter is not '\n');
    }

    [Fact]
    public async Task Transfer_NamesThatNoDiskTakes_AreRefusedByTheOption()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        // The name itself would be possible, the one beside it that the output is built under is not.
        await Refusal.ExpectAsync(2, Refusal.With(arguments, "--output", directory[new string('x', 250)]));
        await Refusal.ExpectAsync(2, Refusal.With(arguments, "--output", directory[new string('x', 300)]));
        await Refusal.ExpectAsync(2, Refusal.With(arguments, "--output", directory["a\0b"]));
        await Refusal.ExpectAsync(2, Refusal.With(arguments, "--output", Path.Combine(directory["dictionary.txt"], "inside a file")));

        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [Theory]
    [InlineData("--source-model")]
    [InlineData("--target-tokenizer")]
    [InlineData("--source-embeddings")]
    [InlineData("--dictionary")]
    public async Task Transfer_InputNamesThatCannotBe_AreRefused(string option)
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        foreach (string path in (string[])[directory[new string('x', 300)], directory["a\0b"], Path.Combine(directory["dictionary.txt"], "inside"), directory["nothing there"]])
            await Refusal.ExpectAsync(3, Refusal.With(arguments, option, path));
        Refusal.NothingPartial(directory.Path);
    }

    /// <summary>The cache of the hub: a snapshot of links, relative ones, into a folder of blobs that are named by their hashes.</summary>
    [Fact]
    public async Task Transfer_ModelOfLinks_WritesFilesAndKeepsTheBlobs()
    {
        if (OperatingSystem.IsWindows())
            return;
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        Directory.CreateDirectory(directory["blobs"]);
        int number = 0;
        foreach (string folder in (string[])["source", "target"])
        {
            foreach (string file in Directory.GetFiles(directory[folder]))
            {
                string blob = directory[$"blobs/{number++:x8}"];
                File.Move(file, blob);
                File.CreateSymbolicLink(file, Path.GetRelativePath(directory[folder], blob));
            }
        }

        File.CreateSymbolicLink(directory["source/NOTICE"], Path.Combine("..", "dictionary.txt"));
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory["blobs"]);

        CommandRun run = await CommandRun.RunAsync(arguments);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(before, TransferCase.Snapshot(directory["blobs"]));
        Assert.All(Directory.GetFiles(directory["output"]), file => Assert.Null(new FileInfo(file).LinkTarget));
        Assert.True(File.Exists(directory["output/NOTICE"]));
    }

    [Theory]
    [InlineData("real")]
    [InlineData("not there yet")]
    public async Task Transfer_OutputIsALink_WritesWhatItNames(string real)
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        if (real == "real")
            Directory.CreateDirectory(directory[real]);
        Directory.CreateSymbolicLink(directory["link"], directory[real]);

        CommandRun run = await CommandRun.RunAsync(Refusal.With(arguments, "--output", directory["link"]));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.NotNull(new DirectoryInfo(directory["link"]).LinkTarget);
        Assert.True(File.Exists(Path.Combine(directory[real], "model.safetensors")));
        Refusal.NothingPartial(directory.Path);
    }

    /// <summary>Through a link, an output can lie in an input that it does not seem to lie in.</summary>
    [Fact]
    public async Task Transfer_OutputInAnInputBehindALink_EndsWith2()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        Directory.CreateSymbolicLink(directory["elsewhere"], directory["source"]);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory["source"]);

        await Refusal.ExpectAsync(2, [.. Refusal.With(arguments, "--output", directory["elsewhere/out"]), "--force"]);
        await Refusal.ExpectAsync(2, [.. Refusal.With(arguments, "--output", directory["elsewhere"]), "--force"]);

        Assert.Equal(before, TransferCase.Snapshot(directory["source"]));
    }

    [Fact]
    public async Task SingleFiles_OutputIsAnInput_EndsWith2()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        File.WriteAllText(directory["in.txt"], "house\n");
        File.CreateSymbolicLink(directory["link.txt"], directory["in.txt"]);
        string tokenizer = arguments[Array.IndexOf(arguments, "--target-tokenizer") + 1];
        string vectors = arguments[Array.IndexOf(arguments, "--source-embeddings") + 1];
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);

        foreach (string output in (string[])[directory["in.txt"], directory["link.txt"], Path.Combine(tokenizer, "tokenizer.json")])
            await Refusal.ExpectAsync(2, "tokenizer", "encode", "--tokenizer", tokenizer, "--input", directory["in.txt"], "--output", output);
        foreach (string output in (string[])[directory["in.txt"], directory["link.txt"], vectors])
            await Refusal.ExpectAsync(2, "vectors", "show", "--embeddings", vectors, "--input", directory["in.txt"], "--output", output);

        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    /// <summary>Several runs into one output: each is done or refused by the option, and a whole output stands.</summary>
    [Fact]
    public async Task Transfer_SeveralAtOnce_LeaveOneWholeOutput()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = [.. BrokenInputs.Write(directory.Path), "--force"];
        HashSet<string> whole = [];
        for (int seed = 0; seed < 4; seed++)
        {
            Assert.Equal(0, (await CommandRun.RunAsync([.. arguments, "--seed", $"{seed}"])).ExitCode);
            whole.Add(string.Join('\n', TransferCase.Snapshot(directory["output"])));
        }

        for (int round = 0; round < 6; round++)
        {
            CommandRun[] runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => CommandRun.RunAsync([.. arguments, "--seed", $"{seed}"])));

            Assert.Contains(runs, run => run.ExitCode == 0);
            Assert.All(runs, run => Assert.True(run.ExitCode == 0 || run.ExitCode == 2 && run.Error.Contains("another run", StringComparison.Ordinal), $"{run.ExitCode}: {run.Error}"));
            Assert.Contains(string.Join('\n', TransferCase.Snapshot(directory["output"])), whole);
            Assert.False(Directory.Exists(directory["output.partial"]));
        }
    }
}
