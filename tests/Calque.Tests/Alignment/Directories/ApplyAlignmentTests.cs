using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Alignment.Directories;
using Calque.Tests.Support;
using Calque.Vectors;
using Xunit;

namespace Calque.Tests.Alignment.Directories;

public sealed class ApplyAlignmentTests
{
    [Theory]
    [InlineData("mapped.vec")]
    [InlineData("mapped.vec.gz")]
    [InlineData("mapped.bin")]
    public async Task RunAsync_EveryForm_KeepsWordsAndOrderAndMapsEveryRow(string name)
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);

        ApplyAlignmentResult result = await ApplyAlignment.RunAsync(Apply(options, options.SourceEmbeddings, directory[name]));

        using WordVectors own = WordVectors.Open(options.SourceEmbeddings);
        using WordVectors mapped = WordVectors.Open(directory[name]);
        Assert.Equal(Words(own), Words(mapped));
        Assert.Equal(SpaceAlignmentFile.Load(options.Output).ApplySource(Rows(own)), Rows(mapped));
        Assert.True(result.MadeOfThese);
        Assert.Equal(AlignmentCase.Words, result.Words);
        Assert.Equal(name.EndsWith(".bin", StringComparison.Ordinal) ? "word2vec binary" : "word2vec text", mapped.Format);
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("gzip")]
    [InlineData("no header")]
    [InlineData("wrong header")]
    public async Task RunAsync_EveryInputForm_GivesTheSameFile(string form)
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);
        await ApplyAlignment.RunAsync(Apply(options, options.SourceEmbeddings, directory["plain.vec"]));
        string[] lines = File.ReadAllLines(options.SourceEmbeddings);
        string other = directory["other"];
        switch (form)
        {
            case "binary":
                WriteBinary(options.SourceEmbeddings, other);
                break;
            case "gzip":
                using (GZipStream packed = new(File.Create(other), CompressionLevel.Fastest))
                    packed.Write(File.ReadAllBytes(options.SourceEmbeddings));
                break;
            case "no header":
                File.WriteAllLines(other, lines[1..]);
                break;
            default:
                File.WriteAllLines(other, lines.Select((line, i) => i == 0 ? "90 10" : line));
                break;
        }

        ApplyAlignmentResult result = await ApplyAlignment.RunAsync(Apply(options, other, directory["mapped.vec"]));

        Assert.Equal(File.ReadAllBytes(directory["plain.vec"]), File.ReadAllBytes(directory["mapped.vec"]));
        Assert.False(result.MadeOfThese);
        Assert.Equal(form == "wrong header", result.Warnings.Any(warning => warning.Contains("header promises 90", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task RunAsync_MoreRowsThanABlock_MapsAllOfThem()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path) with { Normalization = VectorNormalization.UnitCentreUnit };
        await AlignVectors.RunAsync(options);
        TinyVectors.Write(directory["many.vec"], TinyVectors.Hashed(AlignmentCase.Dimension, [.. Enumerable.Range(0, 5000).Select(i => $"w{i}")]));

        await ApplyAlignment.RunAsync(Apply(options, directory["many.vec"], directory["two.vec"]) with { Threads = 2 });
        await ApplyAlignment.RunAsync(Apply(options, directory["many.vec"], directory["one.vec"]) with { Threads = 1 });

        Assert.Equal(File.ReadAllBytes(directory["one.vec"]), File.ReadAllBytes(directory["two.vec"]));
        using WordVectors mapped = WordVectors.Open(directory["two.vec"]);
        using WordVectors own = WordVectors.Open(directory["many.vec"]);
        Assert.Equal(SpaceAlignmentFile.Load(options.Output).ApplySource(Rows(own)), Rows(mapped));
    }

    [Fact]
    public async Task RunAsync_TargetOfAMethodThatLeavesIt_SaysThatItStaysWhereItIs()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);

        ApplyAlignmentResult result = await ApplyAlignment.RunAsync(Apply(options, options.TargetEmbeddings, directory["mapped.vec"]) with { Side = AlignmentSide.Target });

        using WordVectors own = WordVectors.Open(options.TargetEmbeddings);
        using WordVectors mapped = WordVectors.Open(directory["mapped.vec"]);
        Assert.Equal(Rows(own), Rows(mapped));
        Assert.Contains(result.Warnings, warning => warning.Contains("leaves the target where it is", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_OtherDimension_SaysBothAndWritesNothing()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);
        TinyVectors.Write(directory["other.vec"], TinyVectors.Hashed(4, "a", "b"));

        InvalidVectorsException error = await Assert.ThrowsAsync<InvalidVectorsException>(
            () => ApplyAlignment.RunAsync(Apply(options, directory["other.vec"], directory["mapped.vec"])));

        Assert.Contains("4 dimensions", error.Found, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(directory.Path, "mapped*"));
    }

    [Fact]
    public async Task RunAsync_WordWithSpaceIntoBinary_IsRefusedAndWritesNothing()
    {
        using TemporaryDirectory directory = new();
        AlignVectorsOptions options = AlignmentCase.Write(directory.Path);
        await AlignVectors.RunAsync(options);
        TinyVectors.Write(directory["spaced.vec"], TinyVectors.Hashed(AlignmentCase.Dimension, "one", "new york"));

        InvalidVectorsException error = await Assert.ThrowsAsync<InvalidVectorsException>(
            () => ApplyAlignment.RunAsync(Apply(options, directory["spaced.vec"], directory["mapped.bin"])));

        Assert.Contains("new york", error.Found, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(directory.Path, "mapped*"));
    }

    [Fact]
    public async Task RunAsync_FastTextModel_MapsVectorsWithTheirNgrams()
    {
        using TemporaryDirectory directory = new();
        string model = Fixtures.Path("fasttext", "usual.bin");
        await AlignVectors.RunAsync(new AlignVectorsOptions { SourceEmbeddings = model, TargetEmbeddings = model, Method = "identity", Output = directory["alignment"] });

        ApplyAlignmentResult result = await ApplyAlignment.RunAsync(
            new ApplyAlignmentOptions { Alignment = directory["alignment"], Embeddings = model, Output = directory["mapped.vec"] });

        using WordVectors own = WordVectors.Open(model);
        using WordVectors mapped = WordVectors.Open(directory["mapped.vec"]);
        Assert.Equal(own.Count, result.Words);
        float[] expected = new float[own.Dimension], actual = new float[own.Dimension];
        for (int i = 0; i < own.Count; i++)
        {
            own.GetVector(own.GetWordUtf8(i), expected);
            mapped.GetWordRow(i, actual);
            Assert.Equal(expected, actual);
        }
    }

    private static ApplyAlignmentOptions Apply(AlignVectorsOptions made, string embeddings, string output) =>
        new() { Alignment = made.Output, Embeddings = embeddings, Output = output, Threads = 2 };

    private static string[] Words(WordVectors vectors) => [.. Enumerable.Range(0, vectors.Count).Select(vectors.GetWord)];

    private static float[] Rows(WordVectors vectors)
    {
        float[] rows = new float[vectors.Count * vectors.Dimension];
        for (int i = 0; i < vectors.Count; i++)
            vectors.GetWordRow(i, rows.AsSpan(i * vectors.Dimension, vectors.Dimension));
        return rows;
    }

    private static void WriteBinary(string text, string path)
    {
        using WordVectors vectors = WordVectors.Open(text);
        using BinaryWriter writer = new(File.Create(path));
        writer.Write(Encoding.ASCII.GetBytes($"{vectors.Count} {vectors.Dimension}\n"));
        float[] row = new float[vectors.Dimension];
        for (int i = 0; i < vectors.Count; i++)
        {
            writer.Write(vectors.GetWordUtf8(i));
            writer.Write((byte)' ');
            vectors.GetWordRow(i, row);
            foreach (float value in row)
                writer.Write(value);
            writer.Write((byte)'\n');
        }
    }
}
