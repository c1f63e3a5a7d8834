using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Calque.Vectors;
using Xunit;

namespace Calque.Tests.Vectors;

public sealed class ShowVectorsTests
{
    [Fact]
    public async Task RunAsync_WordsOfAnyKind_WritesARowEachThatReadsBackToTheSameBits()
    {
        using TemporaryDirectory directory = new();
        string[] words = ["mill", "rivers", "zz", "New mill", "река", "mill"];
        await File.WriteAllTextAsync(directory["words.txt"], "\uFEFF" + string.Join("\r\n", words) + "\r\n\r\n");
        ShowVectorsResult result = await ShowVectors.RunAsync(Options(directory, "five.bin"));
        Assert.Equal((6, 3, 2, 1, 1), (result.Words, result.KnownWords, result.ComposedWords, result.UnknownWords, result.EmptyLines));
        Assert.Equal("fastText model", result.Format);

        string[] lines = await File.ReadAllLinesAsync(directory["out.vec"]);
        Assert.Equal("6 10", lines[0]);
        Assert.Equal(words, lines.Skip(1).Select(line => string.Join(' ', line.Split(' ')[..^10])));
        using WordVectors model = WordVectors.Open(Fixtures.Path("fasttext", "five.bin"));
        using WordVectors written = WordVectors.Open(directory["out.vec"]);
        float[] expected = new float[10];
        float[] actual = new float[10];
        for (int index = 0; index < written.Count; index++)
        {
            model.GetVector(written.GetWordUtf8(index), expected);
            written.GetWordRow(index, actual);
            Assert.Equal(expected, actual);
        }

        Assert.DoesNotContain("\r", await File.ReadAllTextAsync(directory["out.vec"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_BadVectors_LeavesNothingBehind()
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["words.txt"], "mill\n");
        await Assert.ThrowsAsync<InvalidVectorsException>(() => ShowVectors.RunAsync(Options(directory, "quantised.ftz")));
        Assert.Equal([directory["words.txt"]], Directory.GetFiles(directory.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n")]
    public async Task RunAsync_NoWords_IsAnErrorOfTheInput(string text)
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["words.txt"], text);
        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => ShowVectors.RunAsync(Options(directory, "five.bin")));
        Assert.StartsWith(directory["words.txt"], error.Place, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OutputThatIsAnInput_IsRefused()
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["words.txt"], "mill\n");
        ShowVectorsOptions options = Options(directory, "five.bin") with { Output = directory["words.txt"] };
        await Assert.ThrowsAsync<InvalidOptionException>(() => ShowVectors.RunAsync(options));
        Assert.Equal("mill\n", await File.ReadAllTextAsync(directory["words.txt"]));
    }

    [Fact]
    public async Task RunAsync_OutputThatExists_IsReplacedOnlyByAFinishedRun()
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["words.txt"], "mill\n");
        await File.WriteAllTextAsync(directory["out.vec"], "old");
        await Assert.ThrowsAsync<InvalidVectorsException>(() => ShowVectors.RunAsync(Options(directory, "absent.bin")));
        Assert.Equal("old", await File.ReadAllTextAsync(directory["out.vec"]));
        await ShowVectors.RunAsync(Options(directory, "five.bin"));
        Assert.StartsWith("1 10\nmill ", await File.ReadAllTextAsync(directory["out.vec"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Cancelled_WritesNothing()
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["words.txt"], "mill\n");
        CancellationToken cancelled = new(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ShowVectors.RunAsync(Options(directory, "five.bin"), null, cancelled));
        Assert.False(File.Exists(directory["out.vec"]));
    }

    [Fact]
    public async Task Result_AsJson_HasSnakeCaseNames()
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["words.txt"], "mill\n");
        ShowVectorsResult result = await ShowVectors.RunAsync(Options(directory, "five.bin"));
        string json = JsonSerializer.Serialize(result, VectorsJson.Default.ShowVectorsResult);
        Assert.Contains("\"known_words\":1", json, StringComparison.Ordinal);
    }

    private static ShowVectorsOptions Options(TemporaryDirectory directory, string model) => new()
    {
        Embeddings = Fixtures.Path("fasttext", model),
        Input = directory["words.txt"],
        Output = directory["out.vec"],
    };
}
