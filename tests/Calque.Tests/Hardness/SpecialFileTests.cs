using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.Tests.Commands;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Hardness;

/// <summary>Pipes, devices, sockets, directories and links to nothing where a file is expected. None of them may keep the command waiting.</summary>
public sealed class SpecialFileTests
{
    private static readonly string[] s_files =
    [
        "source/model.safetensors", "source/config.json", "source/generation_config.json", "source/tokenizer.json", "target/tokenizer.json", "target/special_tokens_map.json",
        "target/tokenizer_config.json", "source.vec", "dictionary.txt",
    ];

    private static readonly string[] s_kinds = ["pipe", "directory", "null device", "zero device", "link to nothing", "link to itself", "link to a directory"];

    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        foreach (string file in s_files)
        {
            foreach (string kind in s_kinds)
                cases.Add(file, kind);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Transfer_NoFileWhereOneIsExpected_IsRefusedOrPassedOver(string file, string kind)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        Replace(directory[file], kind);
        string[] others = [.. s_files.Where(other => other != file && File.Exists(directory[other]))];
        Dictionary<string, byte[]> before = others.ToDictionary(other => other, other => File.ReadAllBytes(directory[other]));

        // Some are not needed: what is no file counts as not there. All else is an error of the input.
        CommandRun run = await CommandRun.RunAsync([.. arguments, "--json"]);

        if (run.ExitCode != 0)
            await Refusal.ExpectAsync(3, arguments);
        else
            Assert.True(file is "source/generation_config.json" or "target/special_tokens_map.json" or "target/tokenizer_config.json", $"{file}, {kind}: was read");
        Assert.All(others, other => Assert.Equal(before[other], File.ReadAllBytes(directory[other])));
        Refusal.NothingPartial(directory.Path);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("null device")]
    [InlineData("zero device")]
    [InlineData("link to nothing")]
    [InlineData("link to itself")]
    public async Task Inspect_NoFile_IsRefused(string kind)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using TemporaryDirectory directory = new();
        Replace(directory["it"], kind);

        await Refusal.ExpectAsync(3, "inspect", directory["it"]);
    }

    [Theory]
    [InlineData("source/extra.txt", "pipe")]
    [InlineData("source/extra.txt", "link to nothing")]
    [InlineData("source/extra.txt", "link to itself")]
    [InlineData("source/extra.txt", "zero device")]
    public async Task Transfer_NoFileAmongThoseThatGoAlong_IsLeftOutOrRefused(string file, string kind)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using TemporaryDirectory directory = new();
        string[] arguments = BrokenInputs.Write(directory.Path);
        Replace(directory[file], kind);

        CommandRun run = await CommandRun.RunAsync(arguments);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.False(File.Exists(directory["output/extra.txt"]));
        Assert.Contains("extra.txt", File.ReadAllText(directory["output/calque.manifest.json"]), StringComparison.Ordinal);
    }

    private static void Replace(string path, string kind)
    {
        if (File.Exists(path))
            File.Delete(path);
        switch (kind)
        {
            case "pipe":
                using (Process process = Process.Start("mkfifo", [path]))
                    process.WaitForExit();
                break;
            case "directory":
                Directory.CreateDirectory(path);
                break;
            case "null device":
                File.CreateSymbolicLink(path, "/dev/null");
                break;
            case "zero device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "link to nothing":
                File.CreateSymbolicLink(path, path + ".gone");
                break;
            case "link to itself":
                File.CreateSymbolicLink(path, path);
                break;
            default:
                Directory.CreateDirectory(path + ".folder");
                File.CreateSymbolicLink(path, path + ".folder");
                break;
        }
    }
}
