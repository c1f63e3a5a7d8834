using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Calque.Tokenizers.Encoders;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.Patterns;
using Xunit;

namespace Calque.Tests.Tokenizers.Encoders;

/// <summary>Rewriting in memory that is used again against the component: the same bytes, from the same characters.</summary>
public sealed class RewrittenWordTests
{
    // Singles and clusters of every kind that the rules or the boundaries of clusters know.
    private static readonly string[] Parts =
    [
        "a", "B", "e\u0301", "\u0301", " \u0301", "ﬁ", "㍿", "①", "ｱ", "ﾞ", "Ａ", "ß", "İ", "é", "ĳ", "½", " ", "  ", "\t", "\r", "\n", "\r\n", "\u00a0", "\u3000", "\u0085", "\u2028",
        "\u0001", "\u007f", "\u200b", "\u200d", "\ufeff", "\ufffd", "한", "\u1112\u1161\u11ab", "각", "\u0e33", "ๅ", "नि", "क्ष", "👩‍👩‍👧", "🇹🇿", "🇹", "\u0600", "ﷺ", "…", "′′", "Ⅷ", "▁", "\u0000", "中",
    ];

    [SharedDataFact]
    public void Rewrite_DrawnClusters_EqualsTheComponent()
    {
        using var directory = new TemporaryDirectory();
        TokenizerGoldens.UnpackInto("t5-legal-fr-en", directory.Path);
        JsonNode json = JsonNode.Parse(System.IO.File.ReadAllText(directory["tokenizer.json"]))!;
        byte[] charsmap = Convert.FromBase64String(json["normalizer"]!["normalizers"]![0]!["precompiled_charsmap"]!.GetValue<string>());
        PrecompiledNormalizer rules = PrecompiledNormalizer.Parse(charsmap, "test");
        bool[] kept = [.. Enumerable.Range(0, 0x80).Select(sign => !rules.TryRewrite([(byte)sign], out _))];
        var word = new RewrittenWord();
        var random = new SplitMix(21);
        int changed = 0;
        for (int round = 0; round < 20_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, 1 + random.Next(12)).Select(_ =>
                random.Next(4) > 0 ? Parts[random.Next(Parts.Length)] : new Rune(DrawCodePoint(random)).ToString()));
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            var expected = new NormalizedText(utf8, 0, trackOffsets: true);
            rules.Normalize(expected);
            word.Rewrite(rules, kept, utf8);
            Compare(expected, word, text);
            changed += expected.Bytes.SequenceEqual(utf8) ? 0 : 1;
            new ReplaceNormalizer(PatternCatalog.Get(PatternCatalog.SpaceRun, "test"), " ").Normalize(expected);
            word.CollapseSpaces();
            Compare(expected, word, text);
        }

        Assert.InRange(changed, 10_000, 19_999);
    }

    private static void Compare(NormalizedText expected, RewrittenWord actual, string text)
    {
        Assert.True(expected.Bytes.SequenceEqual(actual.Bytes), ComponentCase.Escape(text));
        for (int i = 0; i < actual.Length; i++)
            Assert.True(expected.OriginalStartOf(i) == actual.StartOf(i) && expected.OriginalEndOf(i) == actual.EndOf(i), $"{ComponentCase.Escape(text)} at {i}");
    }

    private static int DrawCodePoint(SplitMix random)
    {
        while (true)
        {
            int codePoint = random.Next(random.Next(3) switch { 0 => 0x800, 1 => 0x10000, _ => 0x110000 });
            if (Rune.IsValid(codePoint))
                return codePoint;
        }
    }
}
