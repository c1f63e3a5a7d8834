using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Alignment.Directories;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Alignment.Directories;

public sealed class AlignVectorsTests
{
    [Fact]
    public async Task RunAsync_Defaults_WritesMapManifestAndReport()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);

        AlignVectorsResult result = await AlignVectors.RunAsync(options);

        Assert.Equal(["alignment.safetensors", "calque.manifest.json", "report.txt"], Directory.GetFiles(options.Output).Select(file => Path.GetFileName(file)!).Order());
        SpaceAlignment alignment = SpaceAlignmentFile.Load(options.Output);
        Assert.Equal(options.SourceEmbeddings, alignment.SourceFile!.Path);
        Assert.Equal(64, alignment.TargetFile!.Sha256.Length);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(options.Output, AlignmentManifest.FileName)));
        Assert.Equal("align", manifest.RootElement.GetProperty("operation").GetString());
        Assert.Equal(3, manifest.RootElement.GetProperty("inputs").GetArrayLength());
        Assert.Equal(AlignmentCase.TrainingPairs, manifest.RootElement.GetProperty("dictionary").GetProperty("used").GetInt32());
        Assert.Equal(AlignmentReport.Compose(result.Manifest), File.ReadAllText(Path.Combine(options.Output, AlignVectors.ReportName)));
        Assert.Contains("Method procrustes; normalization raw", AlignmentReport.Compose(result.Manifest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Twice_WritesTheSameBytes()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);

        await AlignVectors.RunAsync(options);
        await AlignVectors.RunAsync(options with { Output = directory["again"], Threads = 1 });

        foreach (string name in (string[])["alignment.safetensors", "calque.manifest.json", "report.txt"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(options.Output, name)), File.ReadAllBytes(Path.Combine(directory["again"], name)));
    }

    [Theory]
    [InlineData("procrustes")]
    [InlineData("least-squares")]
    [InlineData("identity")]
    public async Task RunAsync_EveryMethod_IsRemembered(string method)
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path) with { Method = method, Normalization = VectorNormalization.UnitCentreUnit, VocabularyLimit = 100 };

        AlignVectorsResult result = await AlignVectors.RunAsync(method == "identity" ? options with { Dictionary = null } : options);

        SpaceAlignment alignment = SpaceAlignmentFile.Load(options.Output);
        Assert.Equal(method, alignment.Method);
        Assert.Equal(VectorNormalization.UnitCentreUnit, alignment.Normalization);
        Assert.Equal(100, alignment.VocabularyLimit);
        Assert.Equal(AlignmentCase.Words - 100, result.Manifest.Source.BeyondLimit);
        Assert.Equal(method == "identity", result.Manifest.Dictionary is null);
    }

    [Fact]
    public async Task RunAsync_DictionaryWithWindowsLineEnds_GivesTheSameMap()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);
        File.WriteAllText(directory["windows.txt"], File.ReadAllText(options.Dictionary!).ReplaceLineEndings("\r\n"));
        File.WriteAllText(directory["windows.vec"], File.ReadAllText(options.SourceEmbeddings).ReplaceLineEndings("\r\n"));

        await AlignVectors.RunAsync(options with { Dictionary = directory["windows.txt"], SourceEmbeddings = directory["windows.vec"], Output = directory["windows"] });

        Assert.Equal(SpaceAlignmentFile.Load(options.Output).Source.Matrix, SpaceAlignmentFile.Load(directory["windows"]).Source.Matrix);
    }

    [Fact]
    public async Task RunAsync_SomeZeroVectors_LeavesThemOutAndSaysHowMany()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        string[] lines = File.ReadAllLines(options.SourceEmbeddings);
        lines[5] = "s4" + string.Concat(Enumerable.Repeat(" 0", AlignmentCase.Dimension));
        File.WriteAllLines(options.SourceEmbeddings, lines);

        AlignVectorsResult result = await AlignVectors.RunAsync(options);

        Assert.Equal(1, result.Manifest.Source.ZeroVectors);
        Assert.Contains(result.Manifest.Warnings, warning => warning.Contains("1 of 120 words left out", StringComparison.Ordinal));
    }
}
