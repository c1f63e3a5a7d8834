using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Packaging;

/// <summary>The packages: what they hold, and that the tool installs from a folder and runs.</summary>
[Collection(nameof(Packaging))]
public sealed class PackageTests
{
    [Fact]
    public async Task Pack_TheSolution_GivesThePackagesWithReadmeLicenceAndSymbols()
    {
        using TemporaryDirectory folder = new();
        await PackAsync(folder.Path);

        Assert.Equal(
            [
                "Calque.0.1.0.nupkg", "Calque.0.1.0.snupkg", "Calque.Neural.0.1.0.nupkg", "Calque.Neural.0.1.0.snupkg", "Calque.Tool.0.1.0.nupkg",
                "Calque.Tool.0.1.0.snupkg",
            ],
            Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Superset(
            new HashSet<string> { "README.md", "LICENSE", "lib/net10.0/Calque.dll", "lib/net10.0/Calque.xml" },
            Entries(folder["Calque.0.1.0.nupkg"]));
        Assert.Contains("lib/net10.0/Calque.pdb", Entries(folder["Calque.0.1.0.snupkg"]));
        // Whoever refers to the neural engine builds the library over their own libtorch.
        HashSet<string> neural = Entries(folder["Calque.Neural.0.1.0.nupkg"]);
        Assert.Superset(
            new HashSet<string> { "README.md", "LICENSE", "lib/net10.0/Calque.Neural.dll", "buildTransitive/Calque.Neural.targets", "native/CMakeLists.txt", "native/calque_torch.h", "native/operators.cpp" },
            neural);
        Assert.DoesNotContain(neural, entry => entry.EndsWith(".so", StringComparison.Ordinal));
        HashSet<string> tool = Entries(folder["Calque.Tool.0.1.0.nupkg"]);
        Assert.Superset(new HashSet<string> { "README.md", "LICENSE", "tools/net10.0/any/Calque.Cli.dll" }, tool);
        Assert.Contains("tools/net10.0/any/Calque.Cli.pdb", Entries(folder["Calque.Tool.0.1.0.snupkg"]));
        // The package is for every platform: one platform's executable has no place in it.
        Assert.DoesNotContain(tool, entry => Path.GetFileName(entry) is "calque" or "calque.exe" or "Calque.Cli" or "Calque.Cli.exe");
        Assert.All(["Calque.0.1.0.nupkg", "Calque.Neural.0.1.0.nupkg", "Calque.Tool.0.1.0.nupkg"], name => Assert.Equal("MIT", Licence(folder[name])));
    }

    [Fact]
    public async Task Install_TheToolFromAFolder_GivesARunningCommand()
    {
        using TemporaryDirectory folder = new();
        await PackAsync(folder["packages"]);
        // Only the folder is a source: nothing outside the machine is asked.
        string configuration = folder["nuget.config"];
        await File.WriteAllTextAsync(
            configuration, "<configuration><packageSources><clear /><add key=\"local\" value=\"packages\" /></packageSources></configuration>");

        ProgramResult install = await DotNet.RunAsync(
            "tool", "install", "Calque.Tool", "--version", "0.1.0", "--tool-path", folder["tool"],
            "--configfile", configuration, "--no-cache");
        Assert.True(install.ExitCode == 0, install.Output + install.Error);
        ProgramResult help = await DotNet.RunProgramAsync(folder[Path.Combine("tool", "calque")], ["--help"]);

        Assert.Equal(0, help.ExitCode);
        Assert.Contains("calque [command] [options]", help.Output, StringComparison.Ordinal);
    }

    private static async Task PackAsync(string goal)
    {
        ProgramResult pack = await DotNet.RunAsync(
            "pack", "Calque.slnx", "--no-build", "-c", DotNet.Configuration, "-o", goal, "-nologo", "-v", "quiet");
        Assert.True(pack.ExitCode == 0, pack.Output + pack.Error);
    }

    private static HashSet<string> Entries(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    private static string? Licence(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        using Stream nuspec = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec).Descendants().Single(element => element.Name.LocalName == "license").Value;
    }
}
