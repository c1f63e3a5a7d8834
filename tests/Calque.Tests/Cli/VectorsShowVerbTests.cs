using System;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Calque.Cli;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Cli;

public sealed class VectorsShowVerbTests
{
    [Fact]
    public async Task Run_WithJson_PrintsTheResultAndWritesTheFile()
    {
        using TemporaryDirectory directory = new();
        using StringWriter output = new();
        int exit = await CalqueCommand.RunAsync(
            ["vectors", "show", "--embeddings", Fixtures.Path("fasttext", "one.bin"), "--input", Fixtures.Path("fasttext", "words.txt"), "--output", directory["o.vec"], "--json"],
            Terminal(output, TextWriter.Null), default);
        Assert.Equal(0, exit);
        using JsonDocument json = JsonDocument.Parse(output.ToString());
        int words = json.RootElement.GetProperty("words").GetInt32();
        Assert.Equal(File.ReadAllLines(directory["o.vec"]).Length - 1, words);
    }

    [Theory]
    [InlineData("pruned.ftz", 3)]
    [InlineData("none.vec", 3)]
    public async Task Run_BadVectors_EndsWithOneSentenceAndNoFile(string model, int expected)
    {
        using TemporaryDirectory directory = new();
        using StringWriter error = new();
        int exit = await CalqueCommand.RunAsync(
            ["vectors", "show", "--embeddings", Fixtures.Path("fasttext", model), "--input", Fixtures.Path("fasttext", "words.txt"), "--output", directory["o.vec"]],
            Terminal(TextWriter.Null, error), default);
        Assert.Equal(expected, exit);
        Assert.Contains(model, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(directory.Path));
    }

    private static Terminal Terminal(TextWriter output, TextWriter error) => new(output, error, outputIsTerminal: false, errorIsTerminal: false, noColor: true);
}
