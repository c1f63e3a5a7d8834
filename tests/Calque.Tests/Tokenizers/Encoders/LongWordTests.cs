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
    [InlineData(false)]
    [InlineData(true)]
    public void Encode_LongWordsOfFewLetters_EqualsTheComponents(bool unordered)
    {
        var random = new TinyGenerator(unordered ? 5UL : 4UL);
        EncodingBuffer found = new(withOffsets: true), expected = new(withOffsets: true);
        for (int round = 0; round < 60; round++)
        {
            int letters = 1 + random.Next(4);
            string[] words = [.. Enumerable.Range(0, 5 + random.Next(40)).Select(_ => Draw(random, letters, 1 + random.Next(200)))];
            Tokenizer tokenizer = EncoderCases.TrainByteLevel(words, merges: 1 + random.Next(300), unordered);
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

    private static string Draw(TinyGenerator random, int letters, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(letters))));
}
