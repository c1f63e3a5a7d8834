using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Calque.Tokenizers.Encoders;
using Xunit;

namespace Calque.Tests.Tokenizers.Encoders;

/// <summary>Encoding word by word against the components one after the other: ids, ranges and words must be the same for any text.</summary>
public sealed class SpacedWordEncoderTests
{
    // Merges that reach over several marks, a token that occurs in text as written, byte tokens; and what Llama's file has round that.
    private static readonly string[] TinyMerges =
    [
        "▁ ▁", "▁▁ ▁▁", "a n", "▁ t", "h e", "▁t he", "e r", "o f", "▁ of", "l a", "m o", "d e", "mo de", "mode l", "s ,", "a a", "aa aa", "n d", "an d", "▁ and", "i t", "' s", "▁ a",
        "1 ,", "0 2", ". .", ".. .", "t r", "i n", "e s", "u n",
    ];

    private const string Mark = "▁";

    [SharedDataTheory]
    [InlineData("llama-2")]
    [InlineData("sw-unigram-50k")]
    [InlineData("t5-legal-fr-en")]
    public void Encode_DrawnTexts_EqualsTheComponents(string name) => Compare(TokenizerGoldens.Load(name), 700, 11);

    [SharedDataTheory]
    [InlineData("t5-legal-fr-en", "always")]
    [InlineData("t5-legal-fr-en", "first")]
    [InlineData("t5-legal-fr-en", "never")]
    public void Encode_OtherPrefixScheme_EqualsTheComponents(string name, string scheme)
    {
        using var directory = new TemporaryDirectory();
        TokenizerGoldens.UnpackInto(name, directory.Path);
        JsonNode json = JsonNode.Parse(File.ReadAllText(directory["tokenizer.json"]))!;
        json["pre_tokenizer"] = JsonNode.Parse($$"""{"type":"Metaspace","replacement":"▁","prepend_scheme":"{{scheme}}","split":true}""");
        json["normalizer"] = json["normalizer"]!["normalizers"]![0]!.DeepClone(); // runs of spaces stay
        json["added_tokens"]!.AsArray().Add(JsonNode.Parse("""{"id":32100,"content":"model","single_word":true,"lstrip":true,"rstrip":false,"normalized":true,"special":false}"""));
        File.WriteAllText(directory["tokenizer.json"], json.ToJsonString());
        Compare(Tokenizer.Load(directory.Path), 250, 12);
    }

    [Theory]
    [InlineData("llama", true, true)]
    [InlineData("gemma", true, true)]
    [InlineData("always", false, true)]
    [InlineData("always", true, true)]
    [InlineData("first", false, true)]
    [InlineData("first", true, true)]
    [InlineData("never", false, true)]
    [InlineData("never", true, true)]
    [InlineData("llama", true, false)]
    public void Encode_TinyMergesWithMarks_EqualsTheComponents(string kind, bool split, bool byteFallback)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], MakeTiny(kind, split, byteFallback, []));
        Compare(Tokenizer.Load(directory.Path), 500, 13);
    }

    [Fact]
    public void Encode_MergeReachesFromWordIntoMark_LeavesTextToTheComponents()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], MakeTiny("llama", true, true, ["e ▁"]));
        Tokenizer tokenizer = Tokenizer.Load(directory.Path);
        Assert.Null(tokenizer.Encoder);
        var output = new EncodingBuffer();
        tokenizer.Encode("ze z"u8, output);
        Assert.Contains(output.Ids.ToArray(), id => tokenizer.GetToken(id) == "e▁");
    }

    [Fact]
    public void Encode_SameTextAgain_AllocatesNothing()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], MakeTiny("llama", true, true, []));
        Tokenizer tokenizer = Tokenizer.Load(directory.Path);
        var output = new EncodingBuffer(withOffsets: true);
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("the models of translation and antidisestablishmentarianism, русскийязыкдлинноеслово  ", 40)));
        long allocated = 0;
        for (int round = 0; round < 4; round++)
        {
            output.Clear();
            long before = GC.GetAllocatedBytesForCurrentThread();
            tokenizer.Encode(text, output);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Encode_SeveralThreads_GiveTheSame()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], MakeTiny("llama", true, true, []));
        Tokenizer tokenizer = Tokenizer.Load(directory.Path);
        Parallel.For(0, 4, worker => Compare(tokenizer, 150, (uint)(20 + worker)));
    }

    [Fact]
    public void IsSafe_PairOfTokens_IsNot()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], MakeTiny("llama", true, true, []));
        var cuts = new SafeCuts(Tokenizer.Load(directory.Path).Model.Vocabulary, allBytes: true);
        Assert.False(cuts.IsSafe('h', 'e'));
        Assert.False(cuts.IsSafe(Mark[0], 't'));
        Assert.True(cuts.IsSafe('e', 'h'));
        Assert.True(cuts.IsSafe('e', Mark[0]));
        Assert.True(cuts.IsSafe('я', 'з'));
        Assert.True(cuts.IsSafe('t', 'я'));
    }

    private static void Compare(Tokenizer tokenizer, int texts, uint seed)
    {
        Assert.IsType<SpacedWordEncoder>(tokenizer.Encoder);
        var drawn = new DrawnTexts(seed);
        var general = new EncodingBuffer(withOffsets: true);
        var fast = new EncodingBuffer(withOffsets: true);
        var ids = new EncodingBuffer();
        for (int i = 0; i < texts; i++)
        {
            byte[] text = drawn.Next();
            general.Clear();
            fast.Clear();
            ids.Clear();
            tokenizer.EncodeGenerally(text, general);
            tokenizer.Encode(text, fast);
            tokenizer.Encode(text, ids);
            string shown = $"text {i}: {Convert.ToHexString(text)}";
            Assert.True(general.Ids.SequenceEqual(fast.Ids), shown);
            Assert.True(general.Ids.SequenceEqual(ids.Ids), shown);
            Assert.True(general.Offsets.SequenceEqual(fast.Offsets), shown);
            Assert.True(general.WordIds.SequenceEqual(fast.WordIds), shown);
        }
    }

    private static string MakeTiny(string kind, bool split, bool byteFallback, string[] moreMerges)
    {
        var vocabulary = new JsonObject { ["<unk>"] = 0, ["<s>"] = 1, ["</s>"] = 2 };
        if (byteFallback)
        {
            for (int value = 0; value < 256; value++)
                vocabulary[$"<0x{value:X2}>"] = vocabulary.Count;
        }

        foreach (char letter in "▁abcdefghijklmnopqrstuvwxyzKLIT0123456789.,'()-\"!\n")
            vocabulary[letter.ToString()] = vocabulary.Count;
        var merges = new JsonArray();
        foreach (string merge in TinyMerges.Concat(moreMerges))
        {
            merges.Add(JsonValue.Create(merge));
            string joined = merge.Replace(" ", "", StringComparison.Ordinal);
            if (!vocabulary.ContainsKey(joined))
                vocabulary[joined] = vocabulary.Count;
        }

        var json = new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = JsonNode.Parse("""
                [{"id":1,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":true,"special":true},
                 {"id":2,"content":"</s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}]
                """),
            ["normalizer"] = kind switch
            {
                "llama" => JsonNode.Parse("""{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}"""),
                "gemma" => JsonNode.Parse("""{"type":"Replace","pattern":{"String":" "},"content":"▁"}"""),
                _ => null,
            },
            ["pre_tokenizer"] = kind is "llama" or "gemma"
                ? null
                : JsonNode.Parse($$"""{"type":"Metaspace","replacement":"▁","prepend_scheme":"{{kind}}","split":{{(split ? "true" : "false")}}}"""),
            ["post_processor"] = null,
            ["decoder"] = null,
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["unk_token"] = "<unk>",
                ["fuse_unk"] = true,
                ["byte_fallback"] = byteFallback,
                ["vocab"] = vocabulary,
                ["merges"] = merges,
            },
        };
        return json.ToJsonString();
    }
}
