using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Calque.Tests.Tokenizers.Encoders;
using Calque.Tokenizers;
using Calque.Tokenizers.Corpora;
using Xunit;

namespace Calque.Tests.Tokenizers.Corpora;

/// <summary>Lines that are written without strings against encodings that are put together.</summary>
public sealed class EncodedLineTests
{
    [SharedDataTheory]
    [InlineData("bert-base-uncased", true)]
    [InlineData("roberta-base", true)]
    [InlineData("llama-2", true)]
    [InlineData("llama-2", false)]
    [InlineData("sw-bpe-50k", true)]
    [InlineData("sw-unigram-50k", true)]
    [InlineData("t5-legal-fr-en", true)]
    public async Task Encode_Lines_SayWhatTheEncodingSays(string name, bool addSpecialTokens)
    {
        using var directory = new TemporaryDirectory();
        TokenizerGoldens.UnpackInto(name, directory.Path);
        var drawn = new DrawnTexts(3);
        string[] texts = [.. Enumerable.Range(0, 400).Select(_ => Encoding.UTF8.GetString(drawn.Next()).ReplaceLineEndings("").Replace('\r', ' ').Replace("\u0085", "", System.StringComparison.Ordinal))];
        File.WriteAllText(directory["in.txt"], string.Join('\n', texts));
        var options = new EncodeFileOptions
        {
            Tokenizer = directory.Path,
            Input = directory["in.txt"],
            Output = directory["out.jsonl"],
            AddSpecialTokens = addSpecialTokens,
            Threads = 2,
        };

        await EncodeFile.RunAsync(options);

        Tokenizer tokenizer = TokenizerGoldens.Load(name);
        string[] lines = File.ReadAllLines(directory["out.jsonl"]);
        Assert.Equal(texts.Length, lines.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            TokenEncoding expected = tokenizer.Encode(texts[i], new EncodeOptions { AddSpecialTokens = addSpecialTokens });
            JsonObject found = JsonNode.Parse(lines[i])!.AsObject();
            Assert.Equal(string.Join(',', expected.Ids), string.Join(',', found["ids"]!.AsArray().Select(id => id!.GetValue<int>())));
            Assert.Equal(expected.Tokens, found["tokens"]!.AsArray().Select(token => token!.GetValue<string>()));
            Assert.Equal(
                expected.Offsets.Select(range => string.Create(CultureInfo.InvariantCulture, $"[{range.Start},{range.End}]")),
                found["offsets"]!.AsArray().Select(range => range!.ToJsonString()));
        }
    }
}
