using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Calque.Vectors;
using Xunit;

namespace Calque.Tests.Vectors;

public sealed class TokenVectorsTests
{
    [Fact]
    public void FromSurfaces_TokensOfOneSurface_ShareARow()
    {
        using WordVectors vectors = Model("usual");
        TokenVectors tokens = Compute(vectors, "mill", "river", "mill", null, "rivers");
        Assert.Equal([0, 1, 0, -1, 2], tokens.VectorOfToken);
        Assert.Equal(3, tokens.RowCount);
        Assert.Equal(3 * 8, tokens.Rows.Length);
        Assert.Equal(
            [VectorOrigin.Word, VectorOrigin.Word, VectorOrigin.Word, VectorOrigin.None, VectorOrigin.Subwords],
            tokens.Origins);
        foreach ((string word, int row) in (ReadOnlySpan<(string, int)>)[("mill", 0), ("river", 1), ("rivers", 2)])
            Assert.Equal(Vector(vectors, word), tokens.Rows[(row * 8)..(row * 8 + 8)]);
    }

    [Fact]
    public void FromSurfaces_WithoutSurfaceOrNgram_KnowsNothing()
    {
        // Transfer tools' bug B18: with minn 1, fastText gives the empty word the vector of the n-gram <>.
        using WordVectors one = Model("one");
        Assert.NotEqual(new float[one.Dimension], Vector(one, ""));
        Assert.Equal([-1, -1, 0], Compute(one, null, "", "x").VectorOfToken);
        // minn = maxn = 5: a short unknown word has no n-gram.
        using WordVectors five = Model("five");
        TokenVectors tokens = Compute(five, "zz", "mill");
        Assert.Equal([-1, 0], tokens.VectorOfToken);
        Assert.Equal(VectorOrigin.None, tokens.Origins[0]);
    }

    [Fact]
    public void FromSurfaces_EqualVectorsOfOtherWords_ShareARow()
    {
        using TemporaryDirectory directory = new();
        using WordVectors vectors = Text(directory, "4 2\na 1 0\nb 1 -0\nc 0 0\nd 2 0\n");
        TokenVectors tokens = Compute(vectors, "d", "c", "b", "a");
        Assert.Equal([0, -1, 1, 1], tokens.VectorOfToken);
        Assert.Equal([2f, 0f, 1f, 0f], tokens.Rows);
        Assert.Equal(VectorOrigin.None, tokens.Origins[1]);
    }

    [Fact]
    public void FromSurfaces_NothingKnown_HasNoRows()
    {
        using WordVectors vectors = Model("none");
        TokenVectors tokens = Compute(vectors, "unknown", null);
        Assert.Equal(0, tokens.RowCount);
        Assert.Empty(tokens.Rows);
    }

    [Fact]
    public void FromSurfaces_MoreThreads_GivesTheSameBits()
    {
        using WordVectors vectors = Model("one");
        string?[] surfaces = [.. Enumerable.Range(0, 5000).Select(token => token % 7 == 0 ? null : "mto" + token % 3001)];
        TokenVectors single = TokenVectors.FromSurfaces(vectors, surfaces, 1, null, default);
        foreach (int threads in (int[])[2, 3, 8])
            AssertSame(single, TokenVectors.FromSurfaces(vectors, surfaces, threads, null, default));
    }

    [Theory]
    [InlineData("one")]
    [InlineData("five")]
    [InlineData("none")]
    public void Sweep_AnyModel_GivesTheBitsOfGetVector(string model)
    {
        using FastTextWordVectors vectors = (FastTextWordVectors)Model(model);
        Utf8Words words = new();
        foreach (string word in File.ReadAllLines(Fixtures.Path("fasttext", "words.txt")).Concat(Enumerable.Range(0, 9000).Select(index => "w" + index)))
            words.Add(word);
        float[] swept = new float[words.Count * vectors.Dimension];
        VectorOrigin[] origins = new VectorOrigin[words.Count];
        FastTextSweep.GetVectors(vectors, words, swept, origins, 2, null, default);
        float[] vector = new float[vectors.Dimension];
        for (int index = 0; index < words.Count; index++)
        {
            Assert.Equal(vectors.GetVector(words[index], vector), origins[index]);
            Assert.Equal(vector, swept.AsSpan(index * vector.Length, vector.Length).ToArray());
        }
    }

    [Theory]
    [InlineData("usual", 1)]
    [InlineData("usual", 2)]
    [InlineData("none", 1)]
    public void FromWords_Model_IsTheWeightedMeanOfTheWordsThatHoldTheToken(string model, int threads)
    {
        using WordVectors vectors = Model(model);
        TokenVectors tokens = Frequency(vectors, threads);
        Dictionary<int, (double[] Sum, double Weight)> expected = Reference(vectors, skipEndOfSentence: true);
        for (int token = 0; token < tokens.TokenCount; token++)
        {
            Assert.Equal(expected.ContainsKey(token), tokens.VectorOfToken[token] >= 0);
            if (!expected.TryGetValue(token, out (double[] Sum, double Weight) sum))
                continue;
            Assert.Equal(VectorOrigin.Word, tokens.Origins[token]);
            ReadOnlySpan<float> row = tokens.Rows.AsSpan(tokens.VectorOfToken[token] * vectors.Dimension, vectors.Dimension);
            double norm = Math.Sqrt(sum.Sum.Sum(value => value * value)) / sum.Weight;
            for (int index = 0; index < row.Length; index++)
                Assert.InRange(Math.Abs(row[index] - sum.Sum[index] / sum.Weight), 0, 2e-7 * norm);
        }

        Assert.True(expected.Count > 50);
    }

    [Fact]
    public void FromWords_EndOfSentence_ChangesNoToken()
    {
        // Transfer tools' bug B13: the count of </s> is the number of lines and swamps its pieces.
        using WordVectors vectors = Model("usual");
        Dictionary<int, (double[] Sum, double Weight)> with = Reference(vectors, skipEndOfSentence: false);
        Dictionary<int, (double[] Sum, double Weight)> without = Reference(vectors, skipEndOfSentence: true);
        TokenVectors tokens = Frequency(vectors, 1);
        Assert.True(with.ContainsKey('<') && !without.ContainsKey('<'));
        Assert.Equal(-1, tokens.VectorOfToken['<']);
        Assert.True(with['s'].Weight > without['s'].Weight);
    }

    [Fact]
    public void FromWords_UnwantedToken_HasNoVectorAndOthersStay()
    {
        using WordVectors vectors = Model("usual");
        TokenVectors all = Frequency(vectors, 1);
        TokenVectors some = TokenVectors.FromWords(vectors, Bytes, EncodeBytes, token => token != 'm', 1, null, default);
        Assert.Equal(-1, some.VectorOfToken['m']);
        Assert.Equal(all.RowCount - 1, some.RowCount);
        Assert.Equal(Row(all, 'r'), Row(some, 'r'));
    }

    [Fact]
    public void FromWords_MoreThreadsAndBlocks_GivesTheSameBits()
    {
        using TemporaryDirectory directory = new();
        StringBuilder text = new("9000 3\n");
        foreach ((ulong draw, int word) in BrokenFile.Draws(11).Take(9000).Select((draw, word) => (draw, word)))
            text.Append(CultureInfo.InvariantCulture, $"{draw % 100_000}-{word} {(draw & 0xFFFF) / 7e4f} {(draw >> 16 & 0xFFFF) / -3e4f} {(draw >> 32 & 0xFFFF) / 9e5f}\n");
        using WordVectors vectors = Text(directory, text.ToString());
        TokenVectors single = Frequency(vectors, 1);
        Assert.True(single.RowCount >= 12);
        foreach (int threads in (int[])[2, 5])
            AssertSame(single, Frequency(vectors, threads));
    }

    [Fact]
    public void Compute_WordPiece_UsesSurfacesWithoutPrefixAndNoSpecialToken()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllLines(directory["vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "mill", "##mill", "river", "##s", "zz"]);
        Tokenizer tokenizer = Tokenizer.Load(directory.Path);
        using WordVectors vectors = Model("five");
        TokenVectors ngrams = TokenVectors.Compute(SubwordVectorMode.Ngrams, vectors, tokenizer, 1);
        // mill and ##mill are one surface; s and zz are no words and too short for an n-gram of five.
        Assert.Equal([-1, -1, -1, -1, -1, 0, 0, 1, -1, -1], ngrams.VectorOfToken);
        Assert.Equal(Vector(vectors, "mill"), ngrams.Rows[..10]);

        TokenVectors frequency = TokenVectors.Compute(SubwordVectorMode.Frequency, vectors, tokenizer, 2);
        Assert.Equal([-1, -1, -1, -1, -1, 0, -1, 1, -1, -1], frequency.VectorOfToken);
        // Only the word itself is cut into [mill]: the mean of one word, listed twice, is that word.
        Assert.Equal(Vector(vectors, "mill"), frequency.Rows[..10]);
    }

    [Fact]
    public void Compute_ByteLevelTokenizer_GivesPartOfACharacterNoVector()
    {
        // Transfer tools' bug B14: tokens that are no whole UTF-8 all had the vector of U+FFFD; B18: a blank alone is no surface.
        using TemporaryDirectory directory = new();
        // The 256 bytes as GPT-2 writes them, then " m" and the two bytes of "é".
        string[] tokens = [.. ByteCharacters(), "\u0120m", "\u00C3\u00A9"];
        File.WriteAllText(directory["vocab.json"], "{" + string.Join(',', tokens.Select((token, id) => $"\"{JsonEncodedText.Encode(token)}\":{id}")) + "}");
        File.WriteAllText(directory["merges.txt"], "#version: 0.2\n\u0120 m\n\u00C3 \u00A9\n");
        Tokenizer tokenizer = Tokenizer.Load(directory.Path);
        using WordVectors vectors = Model("one");
        TokenVectors computed = TokenVectors.Compute(SubwordVectorMode.Ngrams, vectors, tokenizer, 2);
        for (int value = 0; value < 256; value++)
        {
            bool isText = value < 0x80 && !char.IsWhiteSpace((char)value) && value is not (>= 0x1C and <= 0x1F);
            Assert.Equal(isText, computed.VectorOfToken[value] >= 0);
        }

        Assert.Equal(computed.VectorOfToken['m'], computed.VectorOfToken[256]);
        Assert.Equal(Vector(vectors, "é"), Row(computed, 257));

        // In the other mode a piece of a character has the words that hold it: here those with a letter of two bytes.
        TokenVectors frequency = TokenVectors.Compute(SubwordVectorMode.Frequency, vectors, tokenizer, 2);
        Assert.True(frequency.VectorOfToken[0xC3] >= 0);
        Assert.Equal(-1, frequency.VectorOfToken[0xFF]);
    }

    [Fact]
    public void Compute_Cancelled_Stops()
    {
        using WordVectors vectors = Model("usual");
        CancellationToken cancelled = new(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => TokenVectors.FromSurfaces(vectors, ["mill"], 1, null, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => TokenVectors.FromWords(vectors, Bytes, EncodeBytes, _ => true, 2, null, cancelled));
    }

    [Fact]
    public void FromSurfaces_NotANumber_IsTheReadersErrorOnAnyThread()
    {
        using TemporaryDirectory directory = new();
        byte[] bytes = [.. "2 2\na "u8, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f), .. "b "u8, .. BitConverter.GetBytes(float.NaN), .. BitConverter.GetBytes(2f)];
        File.WriteAllBytes(directory["v.bin"], bytes);
        using WordVectors vectors = WordVectors.Open(directory["v.bin"]);
        string?[] surfaces = [.. Enumerable.Range(0, 2000).Select(token => token == 1500 ? "b" : "w" + token)];
        foreach (int threads in (int[])[1, 4])
            Assert.Throws<InvalidVectorsException>(() => TokenVectors.FromSurfaces(vectors, surfaces, threads, null, default));
    }

    /// <summary>A tokenizer for tests: every byte is a token; a byte at a word's start after a space has an id 256 higher.</summary>
    private const int Bytes = 512;

    private static void EncodeBytes(ReadOnlySpan<byte> text, List<int> ids)
    {
        bool marked = text.StartsWith(" "u8);
        foreach (byte value in marked ? text[1..] : text)
        {
            ids.Add(marked ? value + 256 : value);
            marked = false;
        }
    }

    private static TokenVectors Frequency(WordVectors vectors, int threads) =>
        TokenVectors.FromWords(vectors, Bytes, EncodeBytes, _ => true, threads, null, default);

    /// <summary>The equation as it stands: a word is listed under each distinct token of each of its two encodings.</summary>
    private static Dictionary<int, (double[] Sum, double Weight)> Reference(WordVectors vectors, bool skipEndOfSentence)
    {
        Dictionary<int, (double[] Sum, double Weight)> sums = [];
        for (int word = 0; word < vectors.Count; word++)
        {
            string text = vectors.GetWord(word);
            if (skipEndOfSentence && text == "</s>")
                continue;
            float[] vector = Vector(vectors, text);
            foreach (string form in (string[])[text, " " + text])
            {
                List<int> ids = [];
                EncodeBytes(Encoding.UTF8.GetBytes(form), ids);
                foreach (int token in ids.ToHashSet())
                {
                    (double[] sum, double weight) = sums.TryGetValue(token, out (double[], double) seen) ? seen : (new double[vector.Length], 0);
                    for (int index = 0; index < sum.Length; index++)
                        sum[index] += vectors.GetFrequency(word) * (double)vector[index];
                    sums[token] = (sum, weight + vectors.GetFrequency(word));
                }
            }
        }

        return sums;
    }

    /// <summary>GPT-2's character for each byte: itself where it can be seen, else the next from U+0100 on.</summary>
    private static IEnumerable<string> ByteCharacters()
    {
        int hidden = 0;
        for (int value = 0; value < 256; value++)
        {
            bool visible = value is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            yield return ((char)(visible ? value : 0x100 + hidden++)).ToString();
        }
    }

    private static void AssertSame(TokenVectors expected, TokenVectors actual)
    {
        Assert.Equal(expected.VectorOfToken, actual.VectorOfToken);
        Assert.Equal(expected.Origins, actual.Origins);
        Assert.Equal(expected.Rows.Select(BitConverter.SingleToInt32Bits), actual.Rows.Select(BitConverter.SingleToInt32Bits));
    }

    private static float[] Row(TokenVectors tokens, int token) =>
        tokens.Rows.AsSpan(tokens.VectorOfToken[token] * tokens.Dimension, tokens.Dimension).ToArray();

    private static TokenVectors Compute(WordVectors vectors, params string?[] surfaces) =>
        TokenVectors.FromSurfaces(vectors, surfaces, 1, null, default);

    private static WordVectors Model(string name) => WordVectors.Open(Fixtures.Path("fasttext", name + ".bin"));

    private static WordVectors Text(TemporaryDirectory directory, string text)
    {
        File.WriteAllText(directory["v.vec"], text);
        return WordVectors.Open(directory["v.vec"]);
    }

    private static float[] Vector(WordVectors vectors, string word)
    {
        float[] vector = new float[vectors.Dimension];
        vectors.GetVector(Encoding.UTF8.GetBytes(word), vector);
        return vector;
    }
}
