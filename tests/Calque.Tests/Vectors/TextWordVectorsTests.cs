using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Calque.Tests.Support;
using Calque.Vectors;
using Xunit;

namespace Calque.Tests.Vectors;

public sealed class TextWordVectorsTests
{
    [Fact]
    public void Open_FileWrittenByFastText_HasItsWordsAndValues()
    {
        string path = Fixtures.Path("fasttext", "text-form.vec");
        using WordVectors vectors = WordVectors.Open(path);
        string[] lines = File.ReadAllLines(path);
        Assert.Equal("word2vec text", vectors.Format);
        Assert.Equal(lines.Length - 1, vectors.Count);
        Assert.Empty(vectors.Warnings);
        for (int index = 0; index < vectors.Count; index++)
        {
            string[] fields = lines[index + 1].TrimEnd(' ').Split(' ');
            Assert.Equal(fields[0], vectors.GetWord(index));
            Assert.Equal(fields.Skip(1).Select(value => float.Parse(value, CultureInfo.InvariantCulture)), Row(vectors, index));
            Assert.Equal(vectors.Count - index, vectors.GetFrequency(index));
        }
    }

    [Theory]
    [InlineData("2 3\nthe 1 2 3\nof 4 5 6\n")]
    [InlineData("2 3\r\nthe 1 2 3\r\nof 4 5 6\r\n")]
    [InlineData("2 3\nthe 1 2 3 \nof 4 5 6 ")]
    [InlineData("the 1 2 3\nof 4 5 6")]
    [InlineData("\uFEFF2 3\nthe 1 2 3\nof 4 5 6\n")]
    [InlineData("the\t1.0\t2.0\t3.0\nof\t4e0\t50e-1\t+6\n")]
    public void Open_FormsOfTheSameVectors_AreRead(string text)
    {
        using TemporaryDirectory directory = new();
        using WordVectors vectors = Open(directory, text);
        Assert.Equal(["the", "of"], Words(vectors));
        Assert.Equal([1f, 2f, 3f], Row(vectors, 0));
        Assert.Equal([4f, 5f, 6f], Row(vectors, 1));
        Assert.Empty(vectors.Warnings);
        Assert.Equal(1, vectors.IndexOf("of"u8));
    }

    [Fact]
    public void Open_JunkAndRepeatedLines_AreCountedNotFatal()
    {
        using TemporaryDirectory directory = new();
        using WordVectors vectors = Open(
            directory, "9 2\nthe 1 2\n\nthe 3 4\nbroken 1\nlong 1.5 2.5 3.5\nnan nan 1\ninf 1 -inf\n 7 8\nnot numbers here\nof 5 6\n");
        Assert.Equal(["the", "of"], Words(vectors));
        Assert.Equal([1f, 2f], Row(vectors, 0));
        string warnings = string.Join('\n', vectors.Warnings);
        Assert.Contains("1 line left out: empty (first: line 3)", warnings, StringComparison.Ordinal);
        Assert.Contains("1 line left out: values without a word (first: line 9)", warnings, StringComparison.Ordinal);
        Assert.Contains("3 lines left out: not a word and 2 numbers (first: line 5)", warnings, StringComparison.Ordinal);
        Assert.Contains("2 lines left out: NaN or infinity among the values (first: line 7)", warnings, StringComparison.Ordinal);
        Assert.Contains("1 repeated word", warnings, StringComparison.Ordinal);
        Assert.Contains("the header promises 9 words, 2 were read", warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WordsWithBlanks_AreCutFromTheRight()
    {
        using TemporaryDirectory directory = new();
        using WordVectors vectors = Open(directory, "6 2\nNew York 1 2\ncatch 22 3 4\n. . . 5 6\na\u00A0b 7 8\n\u3000 9 10\nx\u0085y 11 12\n");
        Assert.Equal(["New York", "catch 22", ". . .", "a\u00A0b", "\u3000", "x\u0085y"], Words(vectors));
        Assert.Equal([3f, 4f], Row(vectors, 1));
    }

    [Fact]
    public void Open_WordThatIsNoUtf8_IsFoundByItsBytes()
    {
        using TemporaryDirectory directory = new();
        byte[] word = [0xE4, 0xF6];
        File.WriteAllBytes(directory["junk.vec"], [.. "2 2\n"u8, .. word, .. " 1 2\nok 3 4\n"u8]);
        using WordVectors vectors = WordVectors.Open(directory["junk.vec"]);
        Assert.Equal(0, vectors.IndexOf(word));
    }

    [Fact]
    public void Open_Gzip_IsUnpacked()
    {
        using TemporaryDirectory directory = new();
        using (FileStream goal = File.Create(directory["vectors.gz"]))
        using (GZipStream zip = new(goal, CompressionLevel.Fastest))
            zip.Write("1 2\nthe 1 2\n"u8);
        using WordVectors vectors = WordVectors.Open(directory["vectors.gz"]);
        Assert.Equal([1f, 2f], Row(vectors, 0));
    }

    [Fact]
    public void Open_GzipCutAnywhere_IsReadOrRefused()
    {
        using TemporaryDirectory directory = new();
        using (FileStream goal = File.Create(directory["whole.gz"]))
        using (GZipStream zip = new(goal, CompressionLevel.Fastest))
            zip.Write(File.ReadAllBytes(Fixtures.Path("fasttext", "text-form.vec")));
        byte[] whole = File.ReadAllBytes(directory["whole.gz"]);
        foreach (byte[] cut in BrokenFile.Cuts(whole).Where((_, index) => index % 9 == 3))
        {
            File.WriteAllBytes(directory["cut.gz"], cut);
            Assert.Throws<InvalidVectorsException>(() => WordVectors.Open(directory["cut.gz"]));
        }
    }

    [Fact]
    public void Open_MoreRowsThanABlock_KeepsEveryRow()
    {
        using TemporaryDirectory directory = new();
        StringBuilder text = new("300 4000\n");
        for (int word = 0; word < 300; word++)
        {
            text.Append(CultureInfo.InvariantCulture, $"w{word}");
            for (int index = 0; index < 4000; index++)
                text.Append(' ').Append(word * 3 + index % 7);
            text.Append('\n');
        }

        using WordVectors vectors = Open(directory, text.ToString());
        Assert.Equal(300, vectors.Count);
        for (int word = 0; word < 300; word++)
            Assert.Equal(Enumerable.Range(0, 4000).Select(index => (float)(word * 3 + index % 7)), Row(vectors, word));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("5 0\nthe\n", "dimension 0")]
    [InlineData("5 -3\nthe 1\n", "dimension -3")]
    [InlineData("5 99999999999\nthe 1\n", "dimension 99999999999")]
    [InlineData("5 3\n", "no vector in 1 line")]
    [InlineData("5 3\nthe 1 2\nof 1 2\n", "no vector in 3 lines")]
    [InlineData("just some prose\nwithout numbers\n", "none of the formats")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 3\n", "Git LFS pointer")]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>", "web page")]
    [InlineData("\n  <html lang=\"en\">", "web page")]
    [InlineData("PK\u0003\u0004rest", "zip archive")]
    public void Open_NoVectors_SaysWhatItIs(string text, string found)
    {
        using TemporaryDirectory directory = new();
        InvalidVectorsException error = Assert.Throws<InvalidVectorsException>(() => Open(directory, text));
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
        Assert.StartsWith(directory.Path, error.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RandomBytes_IsReadOrRefused()
    {
        using TemporaryDirectory directory = new();
        int refused = 0;
        foreach (byte[] bytes in BrokenFile.Noise(300, 5))
        {
            File.WriteAllBytes(directory["noise"], bytes);
            try
            {
                WordVectors.Open(directory["noise"]).Dispose();
            }
            catch (InvalidVectorsException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 290, 300);
    }

    [Fact]
    public void Open_MissingFileOrDirectory_IsAnErrorOfTheInput()
    {
        using TemporaryDirectory directory = new();
        Assert.Contains("no such file", Assert.Throws<InvalidVectorsException>(() => WordVectors.Open(directory["none.vec"])).Found, StringComparison.Ordinal);
        Assert.Contains("a directory", Assert.Throws<InvalidVectorsException>(() => WordVectors.Open(directory.Path)).Found, StringComparison.Ordinal);
    }

    private static WordVectors Open(TemporaryDirectory directory, string text)
    {
        File.WriteAllText(directory["vectors.vec"], text, new UTF8Encoding(false));
        return WordVectors.Open(directory["vectors.vec"]);
    }

    private static IEnumerable<string> Words(WordVectors vectors) => Enumerable.Range(0, vectors.Count).Select(vectors.GetWord);

    private static float[] Row(WordVectors vectors, int index)
    {
        float[] row = new float[vectors.Dimension];
        vectors.GetWordRow(index, row);
        return row;
    }
}
