using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Calque.Formats.FastText;
using Calque.Tests.Support;
using Calque.Vectors;
using Xunit;

namespace Calque.Tests.Vectors;

public sealed class FastTextWordVectorsTests
{
    public static TheoryData<string> Models => ["five", "one", "none", "usual", "labels"];

    [Theory]
    [MemberData(nameof(Models))]
    public void GetVector_EveryWord_IsWhatFastTextPrints(string model)
    {
        using WordVectors vectors = WordVectors.Open(Fixtures.Path("fasttext", model + ".bin"));
        string[] lines = File.ReadAllLines(Fixtures.Path("fasttext", model + ".printed.txt"));
        Assert.True(lines.Length >= 34);
        foreach (string line in lines)
        {
            string[] fields = line.TrimEnd(' ').Split(' ');
            float[] actual = Get(vectors, fields[0], out _);
            Assert.Equal(fields.Length - 1, actual.Length);
            for (int index = 0; index < actual.Length; index++)
            {
                double printed = double.Parse(fields[index + 1], CultureInfo.InvariantCulture);
                // Five digits are printed: half a unit of the fifth is at most 5e-5 of the value.
                Assert.InRange(actual[index] - printed, -5.1e-5 * Math.Abs(printed) - 1e-12, 5.1e-5 * Math.Abs(printed) + 1e-12);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void GetVector_EveryWord_IsTheMeanInDoubleRoundedOnce(string model)
    {
        using WordVectors vectors = WordVectors.Open(Fixtures.Path("fasttext", model + ".bin"));
        string[] lines = File.ReadAllLines(Fixtures.Path("fasttext", model + ".reference.txt"));
        Assert.True(lines.Length >= 37);
        foreach (string line in lines)
        {
            string[] fields = line.Split('\t');
            double[] expected = [.. fields[1].Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
            float[] actual = Get(vectors, fields[0], out _);
            double norm = Math.Sqrt(expected.Sum(value => value * value));
            for (int index = 0; index < actual.Length; index++)
                Assert.InRange(Math.Abs(actual[index] - expected[index]), 0, 1e-7 * norm);
        }
    }

    [Fact]
    public void GetVector_ShortUnknownWordWithoutNgrams_KnowsNothing()
    {
        using WordVectors vectors = WordVectors.Open(Fixtures.Path("fasttext", "five.bin"));
        Assert.All(Get(vectors, "zz", out VectorOrigin origin), value => Assert.Equal(0f, value));
        Assert.Equal(VectorOrigin.None, origin);
        Get(vectors, "the", out origin);
        Assert.Equal(VectorOrigin.Word, origin);
        Get(vectors, "rivers", out origin);
        Assert.Equal(VectorOrigin.Subwords, origin);
    }

    [Fact]
    public void GetVector_EndOfSentence_IsItsOwnRow()
    {
        using WordVectors vectors = WordVectors.Open(Fixtures.Path("fasttext", "one.bin"));
        int index = vectors.IndexOf("</s>"u8);
        Assert.True(index >= 0);
        float[] row = new float[vectors.Dimension];
        vectors.GetWordRow(index, row);
        Assert.Equal(row, Get(vectors, "</s>", out _));
    }

    [Fact]
    public void GetVector_WordsOnlyModel_KnowsNothingElse()
    {
        using WordVectors vectors = WordVectors.Open(Fixtures.Path("fasttext", "none.bin"));
        Assert.False(vectors.HasSubwords);
        Get(vectors, "rivers", out VectorOrigin origin);
        Assert.Equal(VectorOrigin.None, origin);
    }

    [Fact]
    public void Open_Model_KnowsWordsAndCounts()
    {
        using WordVectors vectors = WordVectors.Open(Fixtures.Path("fasttext", "usual.bin"));
        string[] text = File.ReadAllLines(Fixtures.Path("fasttext", "text.txt"));
        Dictionary<string, long> counts = text.SelectMany(line => line.Split(' ')).CountBy(word => word).ToDictionary(pair => pair.Key, pair => (long)pair.Value);
        counts["</s>"] = text.Length;
        Assert.Equal(counts.Count, vectors.Count);
        foreach ((string word, long count) in counts)
        {
            int index = vectors.IndexOf(Encoding.UTF8.GetBytes(word));
            Assert.Equal(word, vectors.GetWord(index));
            Assert.Equal(count, vectors.GetFrequency(index));
        }

        Assert.Equal(-1, vectors.IndexOf("rivers"u8));
        Assert.Equal(-1, vectors.IndexOf(""u8));
    }

    [Fact]
    public void Open_Classifier_LeavesLabelsOutAndSaysSo()
    {
        using WordVectors vectors = WordVectors.Open(Fixtures.Path("fasttext", "labels.bin"));
        Assert.Equal(-1, vectors.IndexOf("__label__water"u8));
        Assert.Contains("2 labels", Assert.Single(vectors.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_GzippedModel_GivesTheSameVectors()
    {
        using TemporaryDirectory directory = new();
        using (FileStream goal = File.Create(directory["model.bin.gz"]))
        using (GZipStream zip = new(goal, CompressionLevel.Fastest))
            zip.Write(File.ReadAllBytes(Fixtures.Path("fasttext", "usual.bin")));
        using WordVectors plain = WordVectors.Open(Fixtures.Path("fasttext", "usual.bin"));
        using WordVectors unpacked = WordVectors.Open(directory["model.bin.gz"]);
        Assert.Equal(Get(plain, "rivers", out _), Get(unpacked, "rivers", out _));
    }

    [Theory]
    [InlineData("quantised.ftz", "quantised")]
    [InlineData("pruned.ftz", "pruned")]
    public void Open_CompressedModel_IsRefusedByName(string file, string found)
    {
        InvalidVectorsException error = Assert.Throws<InvalidVectorsException>(() => WordVectors.Open(Fixtures.Path("fasttext", file)));
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
        Assert.Contains(".vec", error.Hint, StringComparison.Ordinal);
        Assert.Equal(3, error.ExitCode);
    }

    [Fact]
    public void Open_OtherVersion_IsNamed()
    {
        byte[] model = Model();
        BinaryPrimitives.WriteInt32LittleEndian(model.AsSpan(4), 11);
        Assert.Contains("version 11", Refusal(model).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ModelCutAnywhere_IsRefused()
    {
        foreach (byte[] cut in BrokenFile.Cuts(Model()))
            Assert.NotEmpty(Refusal(cut).Place);
    }

    [Fact]
    public void Open_ModelWithDamagedBytes_IsReadOrRefusedButNothingElse()
    {
        using TemporaryDirectory directory = new();
        int refused = 0;
        foreach (byte[] bytes in BrokenFile.Flips(Model(), 600, 12))
        {
            File.WriteAllBytes(directory["model.bin"], bytes);
            try
            {
                using WordVectors vectors = WordVectors.Open(directory["model.bin"]);
                for (int index = 0; index < vectors.Count; index++)
                {
                    Get(vectors, vectors.GetWord(index), out _);
                    vectors.GetFrequency(index);
                }
            }
            catch (InvalidVectorsException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 50, 599);
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(8, -1)]
    [InlineData(8, int.MaxValue)]
    [InlineData(40, 0)]
    [InlineData(40, -5)]
    [InlineData(40, int.MaxValue)]
    [InlineData(64, int.MaxValue)]
    [InlineData(64, -1)]
    [InlineData(68, 0)]
    [InlineData(68, int.MaxValue)]
    [InlineData(72, int.MaxValue)]
    [InlineData(72, -1)]
    [InlineData(84, 5)]
    public void Open_NumberThatLies_IsRefused(int offset, int value)
    {
        byte[] model = Model();
        BinaryPrimitives.WriteInt32LittleEndian(model.AsSpan(offset), value);
        Refusal(model);
    }

    [Fact]
    public void Open_MatrixLargerThanTheFile_IsRefused()
    {
        byte[] model = Model();
        int matrix = MatrixOffset(model);
        BinaryPrimitives.WriteInt64LittleEndian(model.AsSpan(matrix - 16), int.MaxValue);
        Assert.Contains("bytes for the input matrix", Refusal(model).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void GetVector_NotANumberInTheMatrix_IsAnErrorThatNamesTheWord()
    {
        byte[] model = Model();
        int matrix = MatrixOffset(model);
        BinaryPrimitives.WriteSingleLittleEndian(model.AsSpan(matrix), float.NaN);
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["model.bin"], model);
        using WordVectors vectors = WordVectors.Open(directory["model.bin"]);
        string word = vectors.GetWord(0);
        InvalidVectorsException error = Assert.Throws<InvalidVectorsException>(() => Get(vectors, word, out _));
        Assert.Contains($"'{word}'", error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Hash_NonAsciiBytes_AreSignExtended()
    {
        // By hand: 0xC3 becomes 0xFFFFFFC3 before the exclusive or.
        uint expected = unchecked((2166136261u ^ 0xFFFFFFC3u) * 16777619u);
        Assert.Equal(expected, FastTextSubwords.Hash([0xC3]));
        Assert.Equal(0xE40C292Cu, FastTextSubwords.Hash("a"u8)); // FNV-1a's published test value
    }

    private static byte[] Model() => File.ReadAllBytes(Fixtures.Path("fasttext", "one.bin"));

    /// <summary>The matrix is where its rows and columns stand before it: 7 columns, words + 100 rows.</summary>
    private static int MatrixOffset(byte[] model)
    {
        int words = BinaryPrimitives.ReadInt32LittleEndian(model.AsSpan(68));
        byte[] sizes = [.. BitConverter.GetBytes((long)words + 100), .. BitConverter.GetBytes(7L)];
        return model.AsSpan().IndexOf(sizes) + sizes.Length;
    }

    private static InvalidVectorsException Refusal(byte[] model)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory["model.bin"], model);
        return Assert.Throws<InvalidVectorsException>(() => WordVectors.Open(directory["model.bin"]));
    }

    private static float[] Get(WordVectors vectors, string word, out VectorOrigin origin)
    {
        float[] vector = new float[vectors.Dimension];
        origin = vectors.GetVector(Encoding.UTF8.GetBytes(word), vector);
        return vector;
    }
}
