using System;
using System.IO;
using System.IO.Compression;
using System.Text;
using Calque.Tests.Support;
using Calque.Vectors;
using Xunit;

namespace Calque.Tests.Vectors;

public sealed class BinaryWordVectorsTests
{
    private static readonly string[] Words = ["the", "Mühle", "река", "</s>"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_WithOrWithoutLineEnds_GivesTheSameRows(bool lineEnds)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["v.bin"], Make(5, lineEnds));
        using WordVectors vectors = WordVectors.Open(directory["v.bin"]);
        Assert.Equal("word2vec binary", vectors.Format);
        Assert.Equal(Words.Length, vectors.Count);
        Assert.Empty(vectors.Warnings);
        float[] row = new float[5];
        for (int index = 0; index < Words.Length; index++)
        {
            Assert.Equal(Words[index], vectors.GetWord(index));
            Assert.Equal(VectorOrigin.Word, vectors.GetVector(Encoding.UTF8.GetBytes(Words[index]), row));
            for (int value = 0; value < 5; value++)
                Assert.Equal(Value(index, value), row[value]);
        }

        Assert.Equal(VectorOrigin.None, vectors.GetVector("unknown"u8, row));
        Assert.All(row, value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Open_Gzip_IsUnpackedAndNothingStaysBehind()
    {
        using TemporaryDirectory directory = new();
        using (FileStream goal = File.Create(directory["v.bin.gz"]))
        using (GZipStream zip = new(goal, CompressionLevel.Fastest))
            zip.Write(Make(5, true));
        using WordVectors vectors = WordVectors.Open(directory["v.bin.gz"]);
        Assert.Equal("Mühle", vectors.GetWord(1));
        Assert.Equal(directory["v.bin.gz"], vectors.Path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_CutAnywhere_IsRefused(bool lineEnds)
    {
        using TemporaryDirectory directory = new();
        byte[] whole = Make(5, lineEnds);
        foreach (byte[] cut in BrokenFile.Cuts(whole))
        {
            // Without its last line end the file is whole.
            if (lineEnds && cut.Length == whole.Length - 1)
                continue;
            File.WriteAllBytes(directory["v.bin"], cut);
            Assert.Throws<InvalidVectorsException>(() => WordVectors.Open(directory["v.bin"]));
        }
    }

    [Theory]
    [InlineData("4000000000 5")]
    [InlineData("4 2000000000")]
    [InlineData("99999999999999999999 5")]
    [InlineData("5 5")]
    [InlineData("0 5")]
    public void Open_HeaderThatLies_IsRefused(string header)
    {
        using TemporaryDirectory directory = new();
        byte[] whole = Make(5, false);
        File.WriteAllBytes(directory["v.bin"], [.. Encoding.ASCII.GetBytes(header), .. whole.AsSpan(whole.AsSpan().IndexOf((byte)'\n'))]);
        Assert.Throws<InvalidVectorsException>(() => WordVectors.Open(directory["v.bin"]));
    }

    [Fact]
    public void Open_BytesAfterTheLastVector_AreReported()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["v.bin"], [.. Make(5, false), 1, 2, 3]);
        using WordVectors vectors = WordVectors.Open(directory["v.bin"]);
        Assert.Contains("3 bytes", Assert.Single(vectors.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void GetWordRow_NotANumber_IsAnErrorThatNamesTheWord()
    {
        using TemporaryDirectory directory = new();
        byte[] whole = Make(5, false);
        BitConverter.TryWriteBytes(whole.AsSpan(whole.Length - 4), float.NaN);
        File.WriteAllBytes(directory["v.bin"], whole);
        using WordVectors vectors = WordVectors.Open(directory["v.bin"]);
        float[] row = new float[5];
        Assert.Contains("'</s>'", Assert.Throws<InvalidVectorsException>(() => vectors.GetWordRow(3, row)).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DamagedBytes_IsReadOrRefused()
    {
        using TemporaryDirectory directory = new();
        float[] row = new float[1 << 16];
        foreach (byte[] bytes in BrokenFile.Flips(Make(5, true), 300, 3))
        {
            File.WriteAllBytes(directory["v.bin"], bytes);
            try
            {
                using WordVectors vectors = WordVectors.Open(directory["v.bin"]);
                for (int index = 0; index < vectors.Count; index++)
                    vectors.GetVector(vectors.GetWordUtf8(index), row);
            }
            catch (InvalidVectorsException error)
            {
                Assert.NotEmpty(error.Place);
            }
        }
    }

    private static float Value(int word, int index) => word * 0.37f - index * 1.1f + 0.013f;

    private static byte[] Make(int dimension, bool lineEnds)
    {
        using MemoryStream stream = new();
        stream.Write(Encoding.ASCII.GetBytes($"{Words.Length} {dimension}\n"));
        for (int word = 0; word < Words.Length; word++)
        {
            stream.Write(Encoding.UTF8.GetBytes(Words[word] + " "));
            for (int index = 0; index < dimension; index++)
                stream.Write(BitConverter.GetBytes(Value(word, index)));
            if (lineEnds)
                stream.WriteByte((byte)'\n');
        }

        return stream.ToArray();
    }
}
