using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Xunit;

namespace Calque.Tests.Tokenizers;

/// <summary>Damaged files: always an <see cref="InvalidTokenizerException"/> with a place, never anything else.</summary>
public sealed class BrokenTokenizerTests
{
    private const string Whole = """
        {"version":"1.0","truncation":{"direction":"Right","max_length":8,"strategy":"LongestFirst","stride":0},
        "padding":{"strategy":{"Fixed":8},"direction":"Right","pad_to_multiple_of":null,"pad_id":0,"pad_type_id":0,"pad_token":"<unk>"},
        "added_tokens":[{"id":0,"content":"<unk>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}],
        "normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Lowercase"}]},
        "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
        "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<unk>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
        "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],"special_tokens":{"<unk>":{"id":"<unk>","ids":[0],"tokens":["<unk>"]}}},
        "decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
        "model":{"type":"BPE","dropout":null,"unk_token":"<unk>","continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":false,
        "byte_fallback":false,"vocab":{"<unk>":0,"a":1,"b":2,"ab":3,"é":4},"merges":["a b"]}}
        """;

    private const string Unigram = """{"model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["a",-1.5],["ab",-2]]}}""";

    [Fact]
    public void Load_TheWholeFiles_Succeeds()
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal(5, LoadText(directory, Whole).VocabularySize);
        Assert.Equal(3, LoadText(directory, Unigram).VocabularySize);
        Assert.Equal(8, LoadBytes(directory, "tiny.model", TinySentencePiece.Make(2)).VocabularySize);
    }

    [Theory]
    [InlineData(Whole)]
    [InlineData(Unigram)]
    public void Load_CutAtEveryByte_Throws(string json)
    {
        using var directory = new TemporaryDirectory();
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidTokenizerException>(() => LoadBytes(directory, "tokenizer.json", bytes[..length]));
    }

    [Fact]
    public void Load_EveryValueOfAnotherKind_ThrowsOrLoads()
    {
        using var directory = new TemporaryDirectory();
        string[] others = ["null", "true", "-1", "1e300", "2000000000", "\"x\"", "[]", "{}", "[[]]", "{\"type\":\"x\"}", "[1,2,3]"];
        int refused = 0;
        foreach (string json in (string[])[Whole, Unigram])
        {
            int places = CountPlaces(JsonNode.Parse(json)!);
            for (int place = 1; place < places; place++)
            {
                foreach (string other in others)
                {
                    JsonNode root = JsonNode.Parse(json)!;
                    int counter = 0;
                    Exchange(root, place, ref counter, other);
                    refused += LoadsOrThrows(directory, "tokenizer.json", Encoding.UTF8.GetBytes(root.ToJsonString())) ? 0 : 1;
                }
            }
        }

        Assert.True(refused > 500, $"{refused} refused");
    }

    [Fact]
    public void Load_RandomBytesExchanged_ThrowsOrLoads()
    {
        using var directory = new TemporaryDirectory();
        ulong state = 42;
        foreach ((string name, byte[] whole) in ((string, byte[])[])[("tokenizer.json", Encoding.UTF8.GetBytes(Whole)), ("tiny.model", TinySentencePiece.Make(1)), ("tiny.model", TinySentencePiece.Make(2))])
        {
            for (int round = 0; round < 1500; round++)
            {
                byte[] bytes = (byte[])whole.Clone();
                for (int change = 0; change < 3; change++)
                {
                    state = (state * 6364136223846793005) + 1442695040888963407;
                    bytes[(int)((state >> 33) % (ulong)bytes.Length)] = (byte)(state >> 24);
                }

                LoadsOrThrows(directory, name, bytes);
            }
        }
    }

    [Fact]
    public void Load_SentencePieceCutAtEveryByte_ThrowsOrLoadsWhatIsThere()
    {
        using var directory = new TemporaryDirectory();
        byte[] whole = TinySentencePiece.Make(1);
        int refused = 0;
        for (int length = 0; length < whole.Length; length++)
            refused += LoadsOrThrows(directory, "tiny.model", whole[..length]) ? 0 : 1;
        // A cut between two messages leaves a file that is whole by all one can see.
        Assert.True(refused > whole.Length * 3 / 4, $"{refused} of {whole.Length}");
    }

    [Fact]
    public void Load_SentencePieceLengthThatLies_ThrowsWithoutAllocating()
    {
        using var directory = new TemporaryDirectory();
        byte[] lying = [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x0A, 0x01, (byte)'a'];
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidTokenizerException error = Assert.Throws<InvalidTokenizerException>(() => LoadBytes(directory, "tiny.model", lying));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        Assert.Contains("tiny.model", error.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"merges\":[\"a b\"]", "\"merges\":[\"a b\",\"a x\"]", "merges[1]", "\"x\"")]
    [InlineData("\"merges\":[\"a b\"]", "\"merges\":[[\"b\",\"a\"]]", "merges[0]", "\"ba\"")]
    [InlineData("\"merges\":[\"a b\"]", "\"merges\":[\"a  b\"]", "merges[0]", "\"a  b\"")]
    [InlineData("\"ab\":3", "\"ab\":2", "vocab", "both \"b\" and \"ab\"")]
    [InlineData("\"ab\":3", "\"a\":3", "vocab", "\"a\" twice")]
    [InlineData("\"ab\":3", "\"ab\":-3", "vocab", "-3")]
    [InlineData("\"ab\":3", "\"ab\":2000000000", "vocab", "2000000000")]
    [InlineData("\"ab\":3", "\"ab\":3.5", "vocab", "\"ab\"")]
    [InlineData("\"vocab\":{\"<unk>\":0,\"a\":1,\"b\":2,\"ab\":3,\"é\":4},\"merges\":[\"a b\"]", "\"vocab\":{},\"merges\":[]", "vocab", "empty")]
    [InlineData("\"type\":\"BPE\"", "\"type\":\"Elsewhere\"", "model.type", "Elsewhere")]
    [InlineData("\"version\":\"1.0\"", "\"version\":\"2.0\"", "version", "2.0")]
    [InlineData("\"id\":0,\"content\"", "\"id\":99999999999,\"content\"", "added_tokens[0].id", "99999999999")]
    [InlineData("\"SpecialToken\":{\"id\":\"<unk>\"", "\"SpecialToken\":{\"id\":\"<s>\"", "single[0]", "<s>")]
    public void Load_OneFault_NamesPlaceAndWhatWasFound(string whole, string broken, string place, string found)
    {
        using var directory = new TemporaryDirectory();
        Assert.Contains(whole, Whole, StringComparison.Ordinal);
        InvalidTokenizerException error = Assert.Throws<InvalidTokenizerException>(() => LoadText(directory, Whole.Replace(whole, broken, StringComparison.Ordinal)));
        Assert.Contains(place, error.Place, StringComparison.Ordinal);
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NestedDeeply_Throws()
    {
        using var directory = new TemporaryDirectory();
        foreach (int depth in (int[])[40, 100, 100000])
        {
            string nested = string.Concat(Enumerable.Repeat("{\"type\":\"Sequence\",\"normalizers\":[", depth)) + string.Concat(Enumerable.Repeat("]}", depth));
            Assert.Throws<InvalidTokenizerException>(() => LoadText(directory, Whole.Replace("{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},{\"type\":\"Lowercase\"}]}", nested, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Load_OtherFilesCutOrForeign_Throws()
    {
        using var directory = new TemporaryDirectory();
        Assert.Throws<InvalidTokenizerException>(() => Tokenizer.Load(directory["nothing"]));
        Assert.Throws<InvalidTokenizerException>(() => Tokenizer.Load(directory.Path));
        Assert.Throws<InvalidTokenizerException>(() => LoadText(directory, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"));
        File.Delete(directory["tokenizer.json"]);
        File.WriteAllText(directory["vocab.json"], "{\"a\":0,\"b\":1,\"ab\":2}");
        foreach (string merges in (string[])["a b c\n", "#version: 0.2\na x\n", "ab\n"])
        {
            File.WriteAllText(directory["merges.txt"], merges);
            Assert.Throws<InvalidTokenizerException>(() => Tokenizer.Load(directory.Path));
        }

        File.WriteAllText(directory["merges.txt"], "#version: 0.2\r\na b\r\n");
        Assert.Equal(3, Tokenizer.Load(directory.Path).VocabularySize);
        foreach (string config in (string[])["{", "[]", "{\"bos_token\": 3}", "{\"bos_token\": {\"lstrip\": true}}", "{\"bos_token\": \"\\ud800\"}"])
        {
            File.WriteAllText(directory["special_tokens_map.json"], config);
            Assert.Throws<InvalidTokenizerException>(() => Tokenizer.Load(directory.Path));
        }

        File.Delete(directory["special_tokens_map.json"]);
        File.WriteAllText(directory["vocab.json"], "{\"a\":0,\"b\"");
        Assert.Throws<InvalidTokenizerException>(() => Tokenizer.Load(directory.Path));
        File.WriteAllBytes(directory["vocab.txt"], [0xFF, 0xFE, (byte)'a']);
        Assert.Throws<InvalidTokenizerException>(() => Tokenizer.Load(directory["vocab.txt"]));
        File.WriteAllBytes(directory["vocab.txt"], []);
        Assert.Throws<InvalidTokenizerException>(() => Tokenizer.Load(directory["vocab.txt"]));
    }

    private static bool LoadsOrThrows(TemporaryDirectory directory, string name, byte[] bytes)
    {
        try
        {
            Tokenizer tokenizer = LoadBytes(directory, name, bytes);
            try
            {
                // What loads has to work, too: text either becomes tokens or names the file's fault.
                _ = tokenizer.Decode(tokenizer.Encode("ab é\u0301 <unk> xyz").Ids);
                for (int id = 0; id < Math.Min(tokenizer.VocabularySize, 10); id++)
                    _ = tokenizer.GetSurface(id);
            }
            catch (InvalidTokenizerException)
            {
                return true;
            }

            return true;
        }
        catch (InvalidTokenizerException error)
        {
            Assert.NotEqual("", error.Place);
            return false;
        }
    }

    private static Tokenizer LoadText(TemporaryDirectory directory, string json) => LoadBytes(directory, "tokenizer.json", Encoding.UTF8.GetBytes(json));

    private static Tokenizer LoadBytes(TemporaryDirectory directory, string name, byte[] bytes)
    {
        File.WriteAllBytes(directory[name], bytes);
        return Tokenizer.Load(directory[name]);
    }

    private static int CountPlaces(JsonNode? node) => 1 + node switch
    {
        JsonObject map => map.Sum(pair => CountPlaces(pair.Value)),
        JsonArray list => list.Sum(CountPlaces),
        _ => 0,
    };

    private static void Exchange(JsonNode? node, int place, ref int counter, string other)
    {
        counter++;
        if (node is JsonObject map)
        {
            foreach (string key in map.Select(pair => pair.Key).ToList())
            {
                if (counter == place)
                {
                    map[key] = JsonNode.Parse(other);
                    counter++;
                    return;
                }

                Exchange(map[key], place, ref counter, other);
            }
        }
        else if (node is JsonArray list)
        {
            for (int i = 0; i < list.Count; i++)
            {
                if (counter == place)
                {
                    list[i] = JsonNode.Parse(other);
                    counter++;
                    return;
                }

                Exchange(list[i], place, ref counter, other);
            }
        }
    }
}
