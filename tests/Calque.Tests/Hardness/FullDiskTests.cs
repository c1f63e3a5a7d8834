using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Calque.Tests.Commands;
using Calque.Tests.OpensElsewhere;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Hardness;

/// <summary>A disk that is full, at whatever point it becomes so, or that may not be written to.</summary>
public sealed class FullDiskTests
{
    /// <summary>From no room at all to room for everything: refused before the weights, in the weights, in the evidence, at last done.</summary>
    [MountedDiskFact]
    public async Task Transfer_DisksOfEverySize_IsDoneOrLeavesNothing()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = Write(directory);
        IReadOnlyDictionary<string, string> before = TransferCase.Snapshot(directory.Path);
        bool done = false;
        int refused = 0;
        for (int kilobytes = 16; kilobytes < 4096 && !done; kilobytes += 8)
        {
            using MountedDisk disk = new(kilobytes);
            string output = Path.Combine(disk.Path, "new", "output");
            CommandRun run = await CommandRun.RunAsync(Refusal.With(arguments, "--output", output));

            done = run.ExitCode == 0;
            if (done)
                break;
            refused++;
            Assert.True(run.ExitCode is 2 or 3, $"{kilobytes} KB: exit code {run.ExitCode}: {run.Error}");
            Assert.DoesNotContain("fault in Calque", run.Error, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Path));
        }

        Assert.True(done && refused > 5, $"{refused} refused, done: {done}");
        Assert.Equal(before, TransferCase.Snapshot(directory.Path));
    }

    [MountedDiskFact]
    public async Task Transfer_TooLittleRoom_SaysHowMuchIsNeededBeforeItWrites()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = Write(directory);
        using MountedDisk disk = new(32);

        string message = await Refusal.ExpectAsync(2, Refusal.With(arguments, "--output", Path.Combine(disk.Path, "output")));

        Assert.Contains("MB free for", message, StringComparison.Ordinal);
        Assert.Contains("at least", message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Path));
    }

    [MountedDiskFact]
    public async Task Transfer_FullDiskOverAnOldOutput_KeepsIt()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = Write(directory);
        using MountedDisk disk = new(4096);
        string output = Path.Combine(disk.Path, "output");
        arguments = [.. Refusal.With(arguments, "--output", output), "--force"];
        Assert.Equal(0, (await CommandRun.RunAsync(arguments)).ExitCode);
        IReadOnlyDictionary<string, string> old = TransferCase.Snapshot(disk.Path);
        // The weights find room, what comes after them does not.
        long free = new DriveInfo(disk.Path).AvailableFreeSpace;
        File.WriteAllBytes(Path.Combine(disk.Path, "filler"), new byte[free - (new FileInfo(Path.Combine(output, "model.safetensors")).Length + 36_000)]);

        await Refusal.ExpectAsync(3, [.. arguments, "--seed", "5"]);

        File.Delete(Path.Combine(disk.Path, "filler"));
        Assert.Equal(old, TransferCase.Snapshot(disk.Path));
        Assert.Equal(0, (await CommandRun.RunAsync([.. arguments, "--seed", "5"])).ExitCode);
        Refusal.NothingPartial(disk.Path);
    }

    [MountedDiskFact]
    public async Task SingleFiles_FullDisk_AreNotLeftHalf()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = Write(directory);
        File.WriteAllText(directory["in.txt"], string.Concat(System.Linq.Enumerable.Repeat("house water tree dog\n", 5000)));
        using MountedDisk disk = new(128);
        string output = Path.Combine(disk.Path, "out");
        string tokenizer = arguments[Array.IndexOf(arguments, "--source-model") + 1];
        string vectors = arguments[Array.IndexOf(arguments, "--source-embeddings") + 1];

        await Refusal.ExpectAsync(3, "tokenizer", "encode", "--tokenizer", tokenizer, "--input", directory["in.txt"], "--output", output);
        await Refusal.ExpectAsync(3, "vectors", "show", "--embeddings", vectors, "--input", directory["in.txt"], "--output", output);

        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Path));
    }

    [Fact]
    public async Task SingleFiles_DeviceThatIsFull_IsRefused()
    {
        if (!File.Exists("/dev/full"))
            return;
        using TemporaryDirectory directory = new();
        string[] arguments = Write(directory);
        File.WriteAllText(directory["in.txt"], "house\n");

        await Refusal.ExpectAsync(
            3, "vectors", "show", "--embeddings", arguments[Array.IndexOf(arguments, "--source-embeddings") + 1], "--input", directory["in.txt"], "--output", "/dev/full");
    }

    [MountedDiskFact]
    public async Task Outputs_ReadOnlyDisk_AreRefusedByTheOption()
    {
        using TemporaryDirectory directory = new();
        string[] arguments = Write(directory);
        File.WriteAllText(directory["in.txt"], "house\n");
        using MountedDisk disk = new(1024);
        disk.MakeReadOnly();
        string output = Path.Combine(disk.Path, "output");

        string message = await Refusal.ExpectAsync(2, Refusal.With(arguments, "--output", output));
        Assert.Contains(output, message, StringComparison.Ordinal);
        string deeper = await Refusal.ExpectAsync(2, Refusal.With(arguments, "--output", Path.Combine(disk.Path, "a", "b")));
        Assert.Contains("--output", deeper, StringComparison.Ordinal);
        await Refusal.ExpectAsync(
            2, "vectors", "show", "--embeddings", arguments[Array.IndexOf(arguments, "--source-embeddings") + 1], "--input", directory["in.txt"], "--output", output);
    }

    /// <summary>The inputs may well lie where nothing can be written.</summary>
    [MountedDiskFact]
    public async Task Inputs_ReadOnlyDisk_AreRead()
    {
        using TemporaryDirectory directory = new();
        using MountedDisk disk = new(4096);
        string[] arguments = BrokenInputs.Write(disk.Path);
        disk.MakeReadOnly();

        CommandRun run = await CommandRun.RunAsync(Refusal.With(arguments, "--output", directory["output"]));

        Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>A model of 70 KB, so that disks can be too small for it.</summary>
    private static string[] Write(TemporaryDirectory directory)
    {
        string[] arguments = BrokenInputs.Write(directory.Path);
        File.Delete(directory["source/model.safetensors"]);
        TinyModels.Write(directory["source"], new TinyModelOptions { ModelType = "gpt2", Vocabulary = 5 + (2 * TransferCase.SourceWords.Length), Hidden = 64 });
        return arguments;
    }
}
