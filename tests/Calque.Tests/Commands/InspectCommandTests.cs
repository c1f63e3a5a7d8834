using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Commands;

/// <summary><c>calque inspect</c> as a script or a person runs it.</summary>
public sealed class InspectCommandTests
{
    [Fact]
    public async Task Inspect_Directory_PrintsKindFactsAndTables()
    {
        using TemporaryDirectory directory = new();
        TinyModels.Write(directory.Path, new TinyModelOptions { ModelType = "gpt2" });

        CommandRun run = await CommandRun.RunAsync(["inspect", directory.Path]);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"{directory.Path}: model directory", run.Output, StringComparison.Ordinal);
        Assert.Contains("transformer.wte.weight", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task Inspect_WithJson_PrintsOneObject()
    {
        using TemporaryDirectory directory = new();
        TinyModels.Write(directory.Path, new TinyModelOptions { ModelType = "gpt2" });

        CommandRun run = await CommandRun.RunAsync(["inspect", directory.Path, "--json"]);

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal("model directory", json.RootElement.GetProperty("kind").GetString());
        JsonElement facts = json.RootElement.GetProperty("sections")[0].GetProperty("facts");
        Assert.Equal(20, facts.EnumerateArray().Single(fact => fact.GetProperty("name").GetString() == "embedding rows").GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task Inspect_TokensThatWouldActOnTheTerminal_ShowsThemEscaped()
    {
        using TemporaryDirectory directory = new();
        TinyTokenizers.WordPiece(directory.Path, "[UNK]", "bell\u0007", "\u001b[31mred", "right\u202Eleft", "[bold]");

        CommandRun run = await CommandRun.RunAsync(["inspect", directory.Path]);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(run.Output, letter => letter is '\u0007' or '\u001b' or '\u202E');
        Assert.Contains("\\u{7}", run.Output, StringComparison.Ordinal);
        Assert.Contains("[bold]", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing-here")]
    [InlineData("prose.txt")]
    public async Task Inspect_UnknownThing_EndsWith3(string name)
    {
        using TemporaryDirectory directory = new();
        if (name == "prose.txt")
            await System.IO.File.WriteAllTextAsync(directory[name], "These are some words that no program reads.\n");

        CommandRun run = await CommandRun.RunAsync(["inspect", directory[name]]);

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.StartsWith($"calque: {directory[name]}: found ", run.Error, StringComparison.Ordinal);
    }
}
