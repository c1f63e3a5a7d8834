using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Calque.Tokenizers.Corpora;
using Xunit;

namespace Calque.Tests.Tokenizers.Corpora;

public sealed class CorpusTests
{
    private const string Tokenizer = """
        {"truncation":{"direction":"Right","max_length":3,"strategy":"LongestFirst","stride":0},
        "padding":{"strategy":{"Fixed":4},"direction":"Right","pad_to_multiple_of":null,"pad_id":0,"pad_type_id":0,"pad_token":"[UNK]"},
        "pre_tokenizer":{"type":"WhitespaceSplit"},"post_processor":{"type":"BertProcessing","sep":["S",3],"cls":["C",2]},
        "added_tokens":[{"id":2,"content":"C","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
        {"id":3,"content":"S","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}],
        "model":{"type":"WordLevel","unk_token":"[UNK]","vocab":{"[UNK]":0,"a":1,"C":2,"S":3,"中":4}}}
        """;

    [Fact]
    public async Task Encode_JsonLines_WritesIdsTokensAndCodePoints()
    {
        using var directory = new TemporaryDirectory();
        string[] lines = await Encode(directory, "in.jsonl", "{\"text\":\"a 中 x\"}\r\n\n{\"id\":7,\"text\":\"\"}\n");
        Assert.Equal(
            [
                "{\"ids\":[2,1,4,0,3],\"tokens\":[\"C\",\"a\",\"中\",\"[UNK]\",\"S\"],\"offsets\":[[0,0],[0,1],[2,3],[4,5],[0,0]]}",
                "{\"ids\":[2,3],\"tokens\":[\"C\",\"S\"],\"offsets\":[[0,0],[0,0]]}",
            ],
            lines);
    }

    [Fact]
    public async Task Encode_PlainText_TakesEveryLineAsAText()
    {
        using var directory = new TemporaryDirectory();
        string[] lines = await Encode(directory, "in.txt", "a\r\n\r\n{\"text\":1}\r\na", addSpecialTokens: false);
        Assert.Equal(["[1]", "[]", "[0]", "[1]"], lines.Select(line => line[7..(line.IndexOf(']', System.StringComparison.Ordinal) + 1)]));
    }

    [Fact]
    public async Task Encode_TextWithSignsThatEndLinesElsewhere_StaysOneLine()
    {
        using var directory = new TemporaryDirectory();
        string[] lines = await Encode(directory, "in.jsonl", "{\"text\":\"C\\u2028\\u0085\\u000b\\u2029😀\"}");
        Assert.DoesNotContain(Assert.Single(lines), sign => sign is '\u2028' or '\u2029' or '\u0085' or '\u000b');
    }

    [Theory]
    [InlineData(false, false, "[2,1,1,1,3]")]
    [InlineData(true, false, "[2,1,3]")]
    [InlineData(false, true, "[2,1,1,1,3]")]
    [InlineData(true, true, "[2,1,3,0]")]
    public async Task Encode_StoredLimits_AreOffUnlessAskedFor(bool truncation, bool padding, string ids)
    {
        using var directory = new TemporaryDirectory();
        string[] lines = await Encode(directory, "in.txt", "a a a", truncation: truncation, padding: padding);
        Assert.StartsWith("{\"ids\":" + ids, Assert.Single(lines), System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task EncodeThenDecode_AnyNumberOfThreads_GivesTheSameBytes()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], Tokenizer);
        File.WriteAllLines(directory["in.txt"], Enumerable.Range(0, 9000).Select(i => i % 3 == 0 ? "a 中" : string.Concat(Enumerable.Repeat("a ", i % 17))));
        foreach (int threads in (int[])[1, 2, 5])
        {
            await EncodeFile.RunAsync(new EncodeFileOptions { Tokenizer = directory.Path, Input = directory["in.txt"], Output = directory[$"ids{threads}"], Threads = threads });
            await DecodeFile.RunAsync(new DecodeFileOptions { Tokenizer = directory.Path, Input = directory[$"ids{threads}"], Output = directory[$"text{threads}"], Threads = threads, SkipSpecialTokens = true });
        }

        foreach (string name in (string[])["ids", "text"])
        {
            Assert.Equal(File.ReadAllBytes(directory[name + "1"]), File.ReadAllBytes(directory[name + "2"]));
            Assert.Equal(File.ReadAllBytes(directory[name + "1"]), File.ReadAllBytes(directory[name + "5"]));
        }

        Assert.Equal("{\"text\":\"a 中\"}", File.ReadLines(directory["text1"]).First());
        Assert.Equal(9000, File.ReadLines(directory["text1"]).Count());
    }

    [Theory]
    [InlineData("{\"text\":\"a\"}\n{\"text\":3}\n", "line 2")]
    [InlineData("{\"text\":\"a\"}\n{\"txt\":\"a\"}\n", "line 2")]
    [InlineData("a\n", "line 1")]
    [InlineData("[]\n", "line 1")]
    [InlineData("{\"text\":\"\\ud800\"}\n", "line 1")]
    public async Task Encode_LineThatIsNoText_ThrowsWithItsNumberAndWritesNothing(string input, string place)
    {
        using var directory = new TemporaryDirectory();
        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => Encode(directory, "in.jsonl", input));
        Assert.Contains(place, error.Place, System.StringComparison.Ordinal);
        Assert.False(File.Exists(directory["out.jsonl"]));
    }

    [Fact]
    public async Task Encode_BytesThatAreNoUtf8_Throws()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], Tokenizer);
        File.WriteAllBytes(directory["in.txt"], [(byte)'a', (byte)'\n', 0xFF]);
        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() =>
            EncodeFile.RunAsync(new EncodeFileOptions { Tokenizer = directory.Path, Input = directory["in.txt"], Output = directory["out.jsonl"] }));
        Assert.Contains("line 2", error.Place, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decode_UnknownIds_AreLeftOutAndCounted()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], Tokenizer);
        File.WriteAllText(directory["in.jsonl"], "{\"ids\":[1,99,-1,4]}\n");
        CorpusResult result = await DecodeFile.RunAsync(new DecodeFileOptions { Tokenizer = directory.Path, Input = directory["in.jsonl"], Output = directory["out.jsonl"] });
        Assert.Equal(2, result.UnknownIds);
        Assert.Equal("{\"text\":\"a 中\"}\n", File.ReadAllText(directory["out.jsonl"], Encoding.UTF8));
    }

    private static async Task<string[]> Encode(TemporaryDirectory directory, string name, string input, bool addSpecialTokens = true, bool truncation = false, bool padding = false)
    {
        File.WriteAllText(directory["tokenizer.json"], Tokenizer);
        File.WriteAllText(directory[name], input);
        await EncodeFile.RunAsync(new EncodeFileOptions
        {
            Tokenizer = directory["tokenizer.json"],
            Input = directory[name],
            Output = directory["out.jsonl"],
            AddSpecialTokens = addSpecialTokens,
            UseStoredTruncation = truncation,
            UseStoredPadding = padding,
        });
        return File.ReadAllLines(directory["out.jsonl"]);
    }
}
