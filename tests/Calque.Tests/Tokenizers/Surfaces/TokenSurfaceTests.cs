using System.IO;
using System.Linq;
using System.Text;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Xunit;

namespace Calque.Tests.Tokenizers.Surfaces;

public sealed class TokenSurfaceTests
{
    private const string ByteLevel = """
        {"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},"decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
        "added_tokens":[{"id":9,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
        {"id":10,"content":"été","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":false}],
        "model":{"type":"BPE","vocab":{"Ġthe":0,"the":1,"Ã©":2,"Ã":3,"Ġ":4,"Ċ":5,"Ġâ":6,"中":7,"Ġ  x":8,"<0x41>":12},"merges":[]}}
        """;

    private const string Metaspace = """
        {"decoder":{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]},
        "added_tokens":[{"id":0,"content":"<unk>","single_word":false,"lstrip":false,"rstrip":false,"normalized":true,"special":true}],
        "model":{"type":"BPE","byte_fallback":true,"unk_token":"<unk>","vocab":{"<unk>":0,"▁the":1,"the":2,"▁":3,"▁▁":4,"<0x0A>":5,"<0xE2>":6,"a▁b":7,"<0xZZ>":8},"merges":[]}}
        """;

    private const string WordPiece = """
        {"decoder":{"type":"WordPiece","prefix":"##","cleanup":true},"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
        "vocab":{"[UNK]":0,"the":1,"##ing":2,"##":3,"##\u00a0":4}}}
        """;

    private const string Suffix = """
        {"decoder":{"type":"BPEDecoder","suffix":"</w>"},"model":{"type":"BPE","end_of_word_suffix":"</w>","vocab":{"low":0,"low</w>":1,"</w>":2},"merges":[]}}
        """;

    [Theory]
    [InlineData(ByteLevel, 0, TokenSurfaceKind.Text, "the", true, " the")]
    [InlineData(ByteLevel, 1, TokenSurfaceKind.Text, "the", false, "the")]
    [InlineData(ByteLevel, 2, TokenSurfaceKind.Text, "é", false, "é")]
    [InlineData(ByteLevel, 4, TokenSurfaceKind.Empty, "", true, " ")]
    [InlineData(ByteLevel, 5, TokenSurfaceKind.Empty, "", false, "\n")]
    [InlineData(ByteLevel, 7, TokenSurfaceKind.Text, "中", false, "中")]
    [InlineData(ByteLevel, 10, TokenSurfaceKind.Special, "<s>", false, "<s>")]
    [InlineData(ByteLevel, 11, TokenSurfaceKind.Text, "été", false, "été")]
    [InlineData(ByteLevel, 9, TokenSurfaceKind.Hole, "", false, "")]
    [InlineData(ByteLevel, 12, TokenSurfaceKind.Text, "<0x41>", false, "<0x41>")]
    [InlineData(Metaspace, 0, TokenSurfaceKind.Special, "<unk>", false, "<unk>")]
    [InlineData(Metaspace, 1, TokenSurfaceKind.Text, "the", true, " the")]
    [InlineData(Metaspace, 2, TokenSurfaceKind.Text, "the", false, "the")]
    [InlineData(Metaspace, 3, TokenSurfaceKind.Empty, "", true, " ")]
    [InlineData(Metaspace, 4, TokenSurfaceKind.Empty, "", true, "  ")]
    [InlineData(Metaspace, 5, TokenSurfaceKind.Byte, "", false, "\n")]
    [InlineData(Metaspace, 7, TokenSurfaceKind.Text, "a b", false, "a b")]
    [InlineData(Metaspace, 8, TokenSurfaceKind.Text, "<0xZZ>", false, "<0xZZ>")]
    [InlineData(WordPiece, 1, TokenSurfaceKind.Text, "the", true, "the")]
    [InlineData(WordPiece, 2, TokenSurfaceKind.Text, "ing", false, "ing")]
    [InlineData(WordPiece, 3, TokenSurfaceKind.Text, "##", true, "##")]
    [InlineData(WordPiece, 4, TokenSurfaceKind.Empty, "", false, "\u00a0")]
    [InlineData(Suffix, 0, TokenSurfaceKind.Text, "low", false, "low")]
    [InlineData(Suffix, 1, TokenSurfaceKind.Text, "low", true, "low ")]
    [InlineData(Suffix, 2, TokenSurfaceKind.Empty, "", true, " ")]
    public void GetSurface_Token_IsWhatItStandsFor(string json, int id, TokenSurfaceKind kind, string text, bool beginsWord, string bytes)
    {
        TokenSurface surface = Load(json).GetSurface(id);
        Assert.Equal(kind, surface.Kind);
        Assert.Equal(text, surface.Text);
        Assert.Equal(beginsWord, surface.BeginsWord);
        Assert.Equal(Encoding.UTF8.GetBytes(bytes), surface.Bytes.ToArray());
    }

    [Theory]
    [InlineData(3, false, new byte[] { 0xC3 })]
    [InlineData(6, true, new byte[] { 0x20, 0xE2 })]
    public void GetSurface_BytesThatAreNoWholeCharacter_IsAClassOfItsOwn(int id, bool beginsWord, byte[] bytes)
    {
        TokenSurface surface = Load(ByteLevel).GetSurface(id);
        Assert.Equal(TokenSurfaceKind.PartialUtf8, surface.Kind);
        Assert.Equal("", surface.Text);
        Assert.Equal(beginsWord, surface.BeginsWord);
        Assert.Equal(bytes, surface.Bytes.ToArray());
    }

    [Fact]
    public void GetSurface_ByteTokenThatIsWholeUtf8_HasItsDecodedText()
    {
        TokenSurface surface = Load("""
            {"model":{"type":"BPE","byte_fallback":true,"vocab":{"<0x41>":0,"<0x20>":1,"<0x00>":2,"<0x80>":3},"merges":[]},
            "decoder":{"type":"Sequence","decoders":[{"type":"ByteFallback"},{"type":"Fuse"}]}}
            """).GetSurface(0);
        Assert.Equal(TokenSurfaceKind.Byte, surface.Kind);
        Assert.Equal("A", surface.Text);
        Assert.False(surface.BeginsWord);
        Assert.Equal([0x41], surface.Bytes.ToArray());
    }

    [Fact]
    public void GetSurface_ByteTokenAboveAscii_IsThatByte()
    {
        TokenSurface surface = Load(Metaspace).GetSurface(6);
        Assert.Equal(TokenSurfaceKind.Byte, surface.Kind);
        Assert.Equal([0xE2], surface.Bytes.ToArray());
    }

    [SharedDataTheory]
    [InlineData("roberta-base")]
    [InlineData("sw-bpe-50k")]
    [InlineData("llama-2")]
    [InlineData("sw-unigram-50k")]
    public void GetSurface_WholeVocabulary_BytesOfAnEncodingAreTheText(string name)
    {
        // The bytes of the tokens of a text, one after the other, are the text (after the space that is put in front).
        Tokenizer tokenizer = TokenizerGoldens.Load(name);
        const string Text = "Habari ya asubuhi, rafiki yangu 123 caf\u00e9 \u4e2d \ud83d\ude00!";
        TokenEncoding encoding = tokenizer.Encode(Text, new EncodeOptions { AddSpecialTokens = false });
        byte[] bytes = [.. encoding.Ids.SelectMany(id => tokenizer.GetSurface(id).Bytes.ToArray())];
        if (encoding.Ids.Any(tokenizer.IsSpecial))
            return; // an unknown character: its token does not stand for it
        Assert.Equal(Text, Encoding.UTF8.GetString(bytes).TrimStart(' '));
    }

    private static Tokenizer Load(string json)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], json);
        return Tokenizer.Load(directory.Path);
    }
}
