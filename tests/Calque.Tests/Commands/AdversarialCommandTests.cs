using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Calque.Neural.Tensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Commands;

/// <summary><c>calque align --method adversarial</c> as a script runs it, with libtorch and without.</summary>
public sealed class AdversarialCommandTests
{
    [Fact]
    public async Task Align_AHiddenRotation_WritesTheMapWithItsFigures_OrSaysWhatToInstall()
    {
        using TemporaryDirectory directory = new();
        HiddenRotation.Draw(31, 300, 8, 6).Write(directory.Path);
        CommandRun run = await CommandRun.RunAsync(Arguments(directory.Path, "--restarts", "3", "--json"));
        if (!TensorEngine.IsAvailable)
        {
            AssertFailed(run, 3, directory.Path, "libtorch-dev", json: true);
            return;
        }

        Assert.Equal(0, run.ExitCode);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement manifest = json.RootElement.GetProperty("manifest"), report = manifest.GetProperty("adversarial");
        Assert.Equal("3", manifest.GetProperty("options").GetProperty("restarts").GetString());
        Assert.Equal(3, report.GetProperty("restarts").GetArrayLength());
        Assert.InRange(report.GetProperty("succeeded").GetInt32(), 1, 3);
        Assert.True(report.GetProperty("criterion").GetDouble() > 0.99);
        Assert.True(report.GetProperty("mutual_share").GetDouble() > report.GetProperty("null_mutual_share").GetDouble());
        Assert.Contains("against", report.GetProperty("verdict").GetString(), StringComparison.Ordinal);
        Assert.False(manifest.GetProperty("moves_target").GetBoolean());
        string text = File.ReadAllText(Path.Combine(directory["out"], "report.txt"));
        Assert.Contains("Restarts, judged on the 300 most frequent words:", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split("<- chosen").Length - 1);
        Assert.Contains("Verdict: sound.", text, StringComparison.Ordinal);

        string gold = directory["gold.tsv"];
        File.WriteAllLines(gold, HiddenRotation.Draw(31, 300, 8, 6).Translation.Select((target, i) => $"a{i}\tb{target}"));
        CommandRun scored = await CommandRun.RunAsync(["align", "evaluate", "--alignment", directory["out"], "--dictionary", gold, "--json"]);
        using JsonDocument scores = JsonDocument.Parse(scored.Output);
        Assert.True(scores.RootElement.GetProperty("muse").GetProperty("p1").GetDouble() > 0.99);
    }

    [Fact]
    public async Task Align_AnIsotropicCloud_EndsWithFourAndNoMap()
    {
        using TemporaryDirectory directory = new();
        HiddenRotation.Draw(32, 400, 8, 0).Write(directory.Path);
        CommandRun run = await CommandRun.RunAsync(Arguments(directory.Path, "--json"));
        bool available = TensorEngine.IsAvailable;
        AssertFailed(run, available ? 4 : 3, directory.Path, available ? "adversarial alignment has failed" : "libtorch-dev", json: true);
    }

    [Fact]
    public async Task Align_WithADictionary_RefusesIt()
    {
        using TemporaryDirectory directory = new();
        HiddenRotation.Draw(33, 120, 4, 3).Write(directory.Path);
        string dictionary = directory["d.tsv"];
        File.WriteAllText(dictionary, "a1\tb1\n");
        CommandRun run = await CommandRun.RunAsync(Arguments(directory.Path, "--dictionary", dictionary));
        AssertFailed(run, 2, directory.Path, $"--dictionary: found {dictionary}, expected no dictionary with the method adversarial.");
    }

    [Theory]
    [InlineData("0", "found 0, expected a number from 1 to 1000")]
    [InlineData("1001", "found 1001, expected a number from 1 to 1000")]
    [InlineData("some", "some")]
    public async Task Align_RestartsThatCannotBe_IsWrongUsage(string restarts, string message)
    {
        using TemporaryDirectory directory = new();
        HiddenRotation.Draw(33, 120, 4, 3).Write(directory.Path);
        CommandRun run = await CommandRun.RunAsync(Arguments(directory.Path, "--restarts", restarts));
        AssertFailed(run, 2, directory.Path, message);
    }

    [Fact]
    public async Task Align_TooFewWords_SaysHowMany()
    {
        using TemporaryDirectory directory = new();
        HiddenRotation.Draw(34, 99, 4, 3).Write(directory.Path);
        CommandRun run = await CommandRun.RunAsync(Arguments(directory.Path));
        AssertFailed(run, 3, directory.Path, "a.vec: found 99 words with a vector, expected at least 100");
    }

    [Fact]
    public async Task Align_ZeroRows_AreLeftOutOfTheCount()
    {
        using TemporaryDirectory directory = new();
        HiddenRotation.Draw(34, 100, 4, 3).Write(directory.Path);
        string path = directory["b.vec"];
        string[] lines = File.ReadAllLines(path);
        lines[7] = lines[7].Split(' ')[0] + " 0 0 0 0";
        File.WriteAllLines(path, lines);
        CommandRun run = await CommandRun.RunAsync(Arguments(directory.Path));
        AssertFailed(run, 3, directory.Path, "b.vec: found 99 words with a vector, expected at least 100");
    }

    [Fact]
    public async Task Align_OtherDimensions_SaysBoth()
    {
        using TemporaryDirectory directory = new();
        HiddenRotation.Draw(35, 120, 5, 3).Write(directory.Path);
        File.Move(directory["b.vec"], directory["c.vec"]);
        HiddenRotation.Draw(35, 120, 4, 3).Write(directory.Path);
        File.Move(directory["c.vec"], directory["b.vec"], overwrite: true);
        CommandRun run = await CommandRun.RunAsync(Arguments(directory.Path));
        AssertFailed(run, 3, directory.Path, "4 and 5 dimensions");
    }

    private static string[] Arguments(string folder, params string[] more) =>
    [
        "align", "--method", "adversarial", "--source-embeddings", Path.Combine(folder, "a.vec"), "--target-embeddings", Path.Combine(folder, "b.vec"),
        "--output", Path.Combine(folder, "out"), .. more,
    ];

    private static void AssertFailed(CommandRun run, int exitCode, string folder, string message, bool json = false)
    {
        Assert.Equal(exitCode, run.ExitCode);
        Assert.False(Directory.Exists(Path.Combine(folder, "out")));
        Assert.Contains(message, json ? run.Output : run.Error, StringComparison.Ordinal);
        if (!json)
        {
            Assert.Equal("", run.Output);
            return;
        }

        using JsonDocument error = JsonDocument.Parse(run.Output);
        Assert.Equal(exitCode, error.RootElement.GetProperty("error").GetProperty("exit_code").GetInt32());
        Assert.Equal(exitCode == 4 ? "quality-gate" : "input", error.RootElement.GetProperty("error").GetProperty("kind").GetString());
    }
}
