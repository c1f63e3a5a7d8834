using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Xunit;

namespace Calque.Tests.Tokenizers.Encoders;

/// <summary>The encoders of whole pipelines against the components one after the other.</summary>
public sealed class TextEncoderTests
{
    private const int Rounds = 400;

    public static TheoryData<string> Cases => [.. EncoderCases.Names.Select(row => (string)row[0])];

    public static TheoryData<string> Published => [.. TokenizerGoldens.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Encode_DrawnTexts_EqualsTheComponents(string name)
    {
        Tokenizer tokenizer = EncoderCases.Load(name);
        Assert.NotNull(tokenizer.Encoder);

        Compare(tokenizer, new DrawnText(1), Rounds);
    }

    [SharedDataTheory]
    [MemberData(nameof(Published))]
    public void Encode_DrawnTextsWithPublishedTokenizers_EqualsTheComponents(string name) => Compare(TokenizerGoldens.Load(name), new DrawnText(2), Rounds);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Encode_IntoABuffer_GivesWhatAnEncodingOfItsOwnHas(string name)
    {
        Tokenizer tokenizer = EncoderCases.Load(name);
        var texts = new DrawnText(4);
        var buffer = new EncodingBuffer(withOffsets: true);
        for (int round = 0; round < 200; round++)
        {
            string text = Encoding.UTF8.GetString(texts.Next());
            TokenEncoding expected = tokenizer.Encode(text, new EncodeOptions { AddSpecialTokens = false });
            buffer.Clear();
            tokenizer.Encode(Encoding.UTF8.GetBytes(text), buffer);
            Assert.Equal(expected.Ids, buffer.Ids.ToArray());
            Assert.Equal(expected.Offsets, buffer.Offsets.ToArray());
            Assert.Equal(expected.WordIds, buffer.WordIds.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Encode_TextsOneAfterTheOther_AllocatesNothing(string name)
    {
        Tokenizer tokenizer = EncoderCases.Load(name);
        var buffer = new EncodingBuffer(withOffsets: true);
        byte[] text = Encoding.UTF8.GetBytes("The water of the state-of-the-art TRANSFORMER, they're 1234567 “quoted” unbelievably été <s> x²! ");
        byte[] plain = Encoding.UTF8.GetBytes("habari watu and don't we'll 3.14 ...");
        for (int i = 0; i < 40; i++)
            EncodeBoth();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            EncodeBoth();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void EncodeBoth()
        {
            buffer.Clear();
            tokenizer.Encode(text, buffer);
            tokenizer.Encode(plain, buffer);
        }
    }

    [Fact]
    public void Encode_FromSeveralThreads_GivesWhatOneThreadGives()
    {
        Tokenizer tokenizer = EncoderCases.Load("gpt2");
        var texts = new DrawnText(3);
        byte[][] drawn = [.. Enumerable.Range(0, 200).Select(_ => texts.Next())];
        int[][] expected = [.. drawn.Select(text => Ids(EncoderCases.Load("gpt2"), text))];

        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => Assert.Equal(expected[i % 200], Ids(tokenizer, drawn[i % 200])));
    }

    private static int[] Ids(Tokenizer tokenizer, byte[] text)
    {
        var ids = new List<int>();
        tokenizer.EncodeIds(text, ids);
        return [.. ids];
    }

    internal static void Compare(Tokenizer tokenizer, DrawnText texts, int rounds)
    {
        EncodingBuffer found = new(withOffsets: true), ids = new(), expected = new(withOffsets: true);
        for (int round = 0; round < rounds; round++)
        {
            byte[] text = texts.Next();
            found.Clear();
            ids.Clear();
            expected.Clear();
            tokenizer.EncodeGenerally(text, expected);
            tokenizer.Encode(text, found);
            tokenizer.Encode(text, ids);
            string place = $"text {round}: {Convert.ToHexString(text)} {Encoding.UTF8.GetString(text)}";
            Assert.True(expected.Ids.SequenceEqual(ids.Ids), $"{place}\nids {string.Join(',', expected.Ids.ToArray())}\n    {string.Join(',', ids.Ids.ToArray())}");
            Assert.True(expected.Ids.SequenceEqual(found.Ids), place);
            Assert.True(expected.Offsets.SequenceEqual(found.Offsets), $"{place}\noffsets {string.Join(',', expected.Offsets.ToArray())}\n        {string.Join(',', found.Offsets.ToArray())}");
            Assert.True(expected.WordIds.SequenceEqual(found.WordIds), $"{place}\nwords {string.Join(',', expected.WordIds.ToArray())}\n      {string.Join(',', found.WordIds.ToArray())}");
        }
    }
}
