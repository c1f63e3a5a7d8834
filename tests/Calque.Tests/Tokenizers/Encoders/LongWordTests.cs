using System;
using System.Linq;
using System.Text;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Xunit;

namespace Calque.Tests.Tokenizers.Encoders;

/// <summary>Words far longer than a window, over few letters, so that merges reach far, against one queue over the whole word.</summary>
public sealed class LongWordTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Encode_LongWordsOfFewLetters_EqualsTheComponents(bool unordered, bool marked)
    {
        var random = new TinyGenerator(unordered ? 5UL : 4UL);
        EncodingBuffer found = new(withOffsets: true), expected = new(withOffsets: true);
        for (int round = 0; round < 60; round++)
        {
            int letters = 1 + random.Next(4);
            string[] words = [.. Enumerable.Range(0, 5 + random.Next(40)).Select(_ => Draw(random, letters, 1 + random.Next(200)))];
            int merges = 1 + random.Next(300);
            Tokenizer tokenizer = marked ? EncoderCases.TrainMarked(words, merges, unordered) : EncoderCases.TrainByteLevel(words, merges, unordered);
            Assert.NotNull(tokenizer.Encoder);
            for (int i = 0; i < 8; i++)
            {
                // Drawn letters, or one piece over and over.
                string piece = Draw(random, letters, 1 + random.Next(40));
                string text = random.Next(2) == 0 ? Draw(random, letters, random.Next(4000)) : string.Concat(Enumerable.Repeat(piece, random.Next(200)));
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                found.Clear();
                expected.Clear();
                tokenizer.Encode(utf8, found);
                tokenizer.EncodeGenerally(utf8, expected);
                Assert.True(expected.Ids.SequenceEqual(found.Ids), $"{round}: {text}");
                Assert.True(expected.Offsets.SequenceEqual(found.Offsets), $"{round}: {text}");
            }
        }
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("abx")]
    [InlineData("xyz")]
    public void Encode_VeryLongWordWhereSomeMergesAreOutOfOrder_EqualsTheComponents(string letters)
    {
        var random = new TinyGenerator(6);
        string[] words = [.. Enumerable.Range(0, 60).Select(i => Draw(random, 2, 1 + random.Next(12)) + (i % 2 == 0 ? "" : string.Concat(Draw(random, 3, 8).Select(c => (char)(c + 23)))))];
        Tokenizer tokenizer = EncoderCases.TrainMarked(words, 150, reverse: false, reversedLetters: "xyz");
        Assert.NotNull(tokenizer.Encoder);
        byte[] utf8 = [.. Enumerable.Range(0, 90_000).Select(_ => (byte)letters[random.Next(letters.Length)])];
        EncodingBuffer found = new(withOffsets: true), expected = new(withOffsets: true);
        tokenizer.Encode(utf8, found);
        tokenizer.EncodeGenerally(utf8, expected);
        Assert.True(expected.Ids.SequenceEqual(found.Ids));
        Assert.True(expected.Offsets.SequenceEqual(found.Offsets));
        Assert.InRange(found.Count, 9_000, 80_000); // something was merged
    }

    [Fact]
    public void Encode_OneLetterOverAndOver_TakesNoMemoryForEach()
    {
        Tokenizer tokenizer = EncoderCases.TrainMarked([new string('a', 16), "ab", "ba"], 6, reverse: false);
        byte[] text = Encoding.UTF8.GetBytes(new string('a', 200_000));
        var output = new EncodingBuffer();
        tokenizer.Encode(text, output);
        int[] ids = output.Ids.ToArray();
        output.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        tokenizer.Encode(text, output);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(ids, output.Ids.ToArray());
        // The text with its marks once, and what the tokens grow to by doubling; links and pairs for each letter took 70 bytes of it.
        Assert.InRange(allocated, 0, 20 * text.Length);
    }

    private static string Draw(TinyGenerator random, int letters, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(letters))));
}
