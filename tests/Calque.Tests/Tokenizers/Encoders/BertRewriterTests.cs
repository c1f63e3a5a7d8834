using System;
using System.Linq;
using System.Text;
using Calque.Tokenizers;
using Calque.Tokenizers.Encoders;
using Calque.Tokenizers.Normalizers;
using Xunit;

namespace Calque.Tests.Tokenizers.Encoders;

/// <summary>BERT's normalizer in memory that is used again against the component, and the encoder that uses it, on words of many scripts.</summary>
public sealed class BertRewriterTests
{
    // Letters with accents, marks of several classes in any order, syllables, Chinese characters that change in NFD, letters whose lower case is longer.
    private static readonly string[] Parts =
    [
        "a", "B", "e\u0301", "\u0301", "\u0323", "\u302E", "\u0344", "\u0F71", "\u0F74", "\u0F73", "\U0001D165", "\U0001D15E", "é", "Ǖ", "ǖ", "Ấ", "ß", "İ", "Ω", "\u212B", "\u1F82", "ΐ",
        "Ж", "й", "Ё", "Σ", "ς", "한", "각", "\u1112\u1161\u11AB", "中", "\uF900", "\U0002F800", "𠮷", "が", "ガ", "\u3099", "नि", "क़", "\u0958", "ไท", "กำ", "שׁ", "\uFB2A", "ﬁ", "①", "½", "Ⅷ",
        "２", "𝒳", "\u200B", "\u200D", "\u00AD", "\uFEFF", "\uFFFD", "\uE000", "\u0001", "\u007F", "\0", "\v", "\u0085", "\u00A0", "\u3000", "\u2028", "!", "—", "،", "…", " ", "\t", "\u0378",
        "\U000E0001", "😀", "👩‍👩‍👧", "\u2260", "\u037E", "\u1E9E", "Ɐ", "ჱ", "Ა", "Ꭰ", "ꭰ",
    ];

    public static TheoryData<bool, bool, bool?, bool> Settings
    {
        get
        {
            var data = new TheoryData<bool, bool, bool?, bool>();
            foreach (int bits in Enumerable.Range(0, 24))
                data.Add((bits & 1) != 0, (bits & 2) != 0, (bits / 8) switch { 0 => null, 1 => false, _ => true }, (bits & 4) != 0);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Rewrite_DrawnWords_EqualsTheComponent(bool clean, bool chinese, bool? accents, bool lower)
    {
        var component = new BertNormalizer(clean, chinese, accents, lower);
        var rewriter = new BertRewriter(component);
        var word = new RewrittenWord();
        var random = new SplitMix(31);
        int longest = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] utf8 = DrawWord(random, round);
            var expected = new NormalizedText(utf8, 0, trackOffsets: true);
            component.Normalize(expected);
            rewriter.Rewrite(utf8, word);
            Assert.True(expected.Bytes.SequenceEqual(word.Bytes), Convert.ToHexString(utf8));
            for (int i = 0; i < word.Length; i++)
                Assert.True(expected.OriginalStartOf(i) == word.StartOf(i) && expected.OriginalEndOf(i) == word.EndOf(i), $"{Convert.ToHexString(utf8)} at {i}");
            longest = Math.Max(longest, utf8.Length);
        }

        Assert.InRange(longest, 200, BertRewriter.LongestWord);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("bert-cased")]
    [InlineData("bert-unclean")]
    [InlineData("bert-lower-only")]
    [InlineData("bert-no-normalizer")]
    public void Encode_DrawnWordsAndBytes_EqualsTheComponents(string name)
    {
        Tokenizer tokenizer = EncoderCases.Load(name);
        EncodingBuffer expected = new(withOffsets: true), found = new(withOffsets: true);
        var random = new SplitMix(32);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] text = round % 2 == 0 ? [.. Enumerable.Range(0, random.Next(120)).Select(_ => (byte)random.Next(256))] : DrawWord(random, round);
            expected.Clear();
            found.Clear();
            tokenizer.EncodeGenerally(text, expected);
            tokenizer.Encode(text, found);
            Assert.True(expected.Ids.SequenceEqual(found.Ids) && expected.Offsets.SequenceEqual(found.Offsets) && expected.WordIds.SequenceEqual(found.WordIds),
                Convert.ToHexString(text));
        }
    }

    [Fact]
    public void Repair_DrawnBytes_EqualsTheFrameworksDecoder()
    {
        var random = new SplitMix(33);
        byte[] odd = [0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xA0, 0xED, 0x9F, 0xEF, 0xF0, 0x90, 0xF4, 0x8F, 0xF5, 0xFF, 0x41];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. Enumerable.Range(0, random.Next(60)).Select(_ => round % 2 == 0 ? (byte)random.Next(256) : odd[random.Next(odd.Length)])];
            Assert.Equal(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)), Utf8Repair.Repair(bytes).ToArray());
        }
    }

    // A word of the parts above, of any characters, or of one part again and again; never longer than the rewriter takes.
    private static byte[] DrawWord(SplitMix random, int round)
    {
        var text = new StringBuilder();
        string repeated = Parts[random.Next(Parts.Length)];
        int length = round % 50 == 0 ? 250 : 1 + random.Next(40);
        while (true)
        {
            string part = (round % 4) switch
            {
                0 => new Rune(DrawCodePoint(random)).ToString(),
                1 when random.Next(3) > 0 => repeated,
                _ => random.Next(8) == 0 ? new Rune(DrawCodePoint(random)).ToString() : Parts[random.Next(Parts.Length)],
            };
            if (Encoding.UTF8.GetByteCount(text.ToString() + part) > length)
                return Encoding.UTF8.GetBytes(text.ToString());
            text.Append(part);
        }
    }

    private static int DrawCodePoint(SplitMix random)
    {
        while (true)
        {
            int codePoint = random.Next(random.Next(4) switch { 0 => 0x250, 1 => 0x3400, 2 => 0x10000, _ => 0x110000 });
            if (Rune.IsValid(codePoint))
                return codePoint;
        }
    }
}
