using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using Calque.Tokenizers;
using Calque.Tokenizers.Decoders;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.Patterns;
using Calque.Tokenizers.PreTokenizers;
using Xunit;

namespace Calque.Tests.Tokenizers;

public class ComponentReaderTests
{
    [Theory]
    [InlineData("null")]
    public void Read_NullPart_IsNull(string json)
    {
        Assert.Null(NormalizerReader.Read(Parse(json), "f: normalizer"));
        Assert.Null(PreTokenizerReader.Read(Parse(json), "f: pre_tokenizer"));
        Assert.Null(DecoderReader.Read(default, "f: decoder"));
    }

    [Fact]
    public void Read_DamagedPartInASequence_NamesItsPlace()
    {
        const string json = """{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Prepend","prepend":"x"},{"type":"Strip","strip_left":1,"strip_right":true}]}""";
        var error = Assert.Throws<InvalidTokenizerException>(() => NormalizerReader.Read(Parse(json), "tokenizer.json: normalizer"));
        Assert.Equal("tokenizer.json: normalizer.normalizers[2].strip_left", error.Place);
        Assert.Equal("1", error.Found);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"NFC\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"Sequence"}""")]
    [InlineData("""{"type":"Sequence","normalizers":[null]}""")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"("},"content":""}""")]
    [InlineData("""{"type":"Replace","pattern":{},"content":""}""")]
    [InlineData("""{"type":"Prepend","prepend":"\ud800"}""")]
    [InlineData("""{"type":"Precompiled","precompiled_charsmap":"!"}""")]
    [InlineData("""{"type":"Precompiled","precompiled_charsmap":""}""")]
    [InlineData("""{"type":"Precompiled","precompiled_charsmap":"/////w=="}""")]
    public void Read_DamagedNormalizer_IsRefusedWithAPlace(string json)
    {
        var error = Assert.Throws<InvalidTokenizerException>(() => NormalizerReader.Read(Parse(json), "f: normalizer"));
        Assert.StartsWith("f: normalizer", error.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"FixedLength","length":0}""")]
    [InlineData("""{"type":"FixedLength","length":1.5}""")]
    [InlineData("""{"type":"CharDelimiterSplit","delimiter":""}""")]
    [InlineData("""{"type":"Split","pattern":{"String":" "},"behavior":"Nope","invert":false}""")]
    [InlineData("""{"type":"Metaspace","replacement":"_","add_prefix_space":false}""")]
    public void Read_DamagedPreTokenizer_IsRefusedWithAPlace(string json)
    {
        var error = Assert.Throws<InvalidTokenizerException>(() => PreTokenizerReader.Read(Parse(json), "f: pre_tokenizer"));
        Assert.StartsWith("f: pre_tokenizer", error.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"Strip","content":"ab","start":0,"stop":0}""")]
    [InlineData("""{"type":"Strip","content":"a","start":-1,"stop":0}""")]
    [InlineData("""{"type":"Nope"}""")]
    public void Read_DamagedDecoder_IsRefusedWithAPlace(string json)
    {
        var error = Assert.Throws<InvalidTokenizerException>(() => DecoderReader.Read(Parse(json), "f: decoder"));
        Assert.StartsWith("f: decoder", error.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SequencesNestedDeeply_AreRefusedNotOverflown()
    {
        var json = new StringBuilder();
        for (int i = 0; i < 70; i++)
            json.Append("""{"type":"Sequence","normalizers":[""");
        json.Append("""{"type":"NFC"}""");
        for (int i = 0; i < 70; i++)
            json.Append("]}");
        JsonElement element = JsonDocument.Parse(json.ToString(), new JsonDocumentOptions { MaxDepth = 512 }).RootElement;
        Assert.Throws<InvalidTokenizerException>(() => NormalizerReader.Read(element, "f"));
    }

    [Theory]
    [InlineData("\\X")]
    [InlineData("a\\Kb")]
    [InlineData("\\y")]
    [InlineData("(?<n>a)\\g<n>")]
    [InlineData("(?~ab)")]
    [InlineData("\\p{InBasicLatin}")]
    [InlineData("(?i:\u00df)")]
    [InlineData("(?i:ss)")]
    [InlineData("(?i:[\u00df])")]
    [InlineData("(?W:a)")]
    public void Get_ExpressionThatIsNotTranslated_IsRefusedByName(string expression)
    {
        var error = Assert.Throws<InvalidTokenizerException>(() => PatternCatalog.Get(expression, "f: pattern"));
        Assert.Equal("f: pattern", error.Place);
        Assert.Contains(expression, error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_CharsmapCutOrFilledAtRandom_IsRefusedOrHarmless()
    {
        var random = new SplitMix(5);
        var text = "aé\u0301 中😀\u0000b";
        for (int round = 0; round < 400; round++)
        {
            var bytes = new byte[random.Next(200)];
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)random.Next(round % 2 == 0 ? 256 : 128);
            if (bytes.Length > 8 && round % 3 > 0)
                BitConverter.TryWriteBytes(bytes, (uint)random.Next(bytes.Length) & ~3u);
            PrecompiledNormalizer normalizer;
            try
            {
                normalizer = PrecompiledNormalizer.Parse(bytes, "f");
            }
            catch (InvalidTokenizerException)
            {
                continue;
            }

            var normalized = new NormalizedText(Encoding.UTF8.GetBytes(text), 0, true);
            normalizer.Normalize(normalized);
            Assert.InRange(normalized.Length, 0, 4000);
        }
    }

    [Fact]
    public void Get_ExpressionsAtRandom_AreTranslatedOrRefused()
    {
        var random = new SplitMix(9);
        string[] parts = ["a", "[", "]", "(", ")", "(?:", "(?i", "*", "+", "?", "{", "}", "1", ",", "2", "\\", "p", "{L}", "^", "$", "|", "&&", "-", "[:alpha:]", "\\w", "\\b", ".", "é", "😀", "(?=", "(?<!", ":", ")"];
        int translated = 0;
        for (int round = 0; round < 3000; round++)
        {
            var expression = new StringBuilder();
            for (int n = random.Next(8); n >= 0; n--)
                expression.Append(parts[random.Next(parts.Length)]);
            try
            {
                OnigurumaTranslator.Translate(expression.ToString(), "f");
                translated++;
            }
            catch (InvalidTokenizerException)
            {
                // Refused, with a place: what the test asks for.
            }
        }

        Assert.InRange(translated, 100, 2900);
    }

    [Fact]
    public void FindMatches_EmptyMatches_NeverPartACharacter()
    {
        List<PatternMatch> matches = [];
        PatternCatalog.Get("\\B", "f").FindMatches(Encoding.UTF8.GetBytes("a😀😁b"), matches);
        Assert.Equal([new PatternMatch(5, 5)], matches);
    }

    [Fact]
    public void FindMatches_Scanners_AgreeWithTheirTranslation()
    {
        string[] expressions =
        [
            PatternCatalog.Gpt2,
            PatternCatalog.SpaceRun,
            @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
            @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
            @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+",
            @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        ];
        string[] parts = ["a", "B", "é", "\u0301", "中", "ʰ", "ǅ", "1", "½", "😀", "𝐀", "𐐀", " ", "\u3000", "\n", "\r", "\t", "'s", "'LL", "'\u017f", "'", ".", "/", "\u200d", "\u0903"];
        var random = new SplitMix(3);
        foreach (string expression in expressions)
        {
            Pattern scanner = PatternCatalog.Get(expression, "f");
            Assert.IsNotType<OnigurumaPattern>(scanner);
            OnigurumaPattern translated = OnigurumaPattern.Parse(expression, "f");
            for (int round = 0; round < 400; round++)
            {
                var text = new StringBuilder();
                for (int n = random.Next(14); n >= 0; n--)
                    text.Append(parts[random.Next(parts.Length)]);
                byte[] utf8 = Encoding.UTF8.GetBytes(text.ToString());
                List<PatternMatch> actual = [], expected = [];
                scanner.FindMatches(utf8, actual);
                translated.FindMatches(utf8, expected);
                Assert.Equal(expected, actual);
            }
        }
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    [Fact]
    public void FindMatches_ExpressionThatComesToNoEnd_NamesItsPlace()
    {
        OnigurumaPattern pattern = OnigurumaPattern.Parse("(a+)+b", "tokenizer.json: pre_tokenizer", TimeSpan.FromMilliseconds(50));

        InvalidTokenizerException error = Assert.Throws<InvalidTokenizerException>(() => pattern.FindMatches(System.Text.Encoding.UTF8.GetBytes(new string('a', 200)), []));

        Assert.Equal("tokenizer.json: pre_tokenizer", error.Place);
    }

    [Fact]
    public void Parse_ExpressionOfABook_IsRefused() =>
        Assert.Throws<InvalidTokenizerException>(() => OnigurumaPattern.Parse(new string('a', 100_000), "tokenizer.json"));
}
