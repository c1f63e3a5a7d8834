using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Calque.Tests.Support;
using Calque.Tests.Tokenizers;
using Calque.Tokenizers;
using Calque.Transfer;
using Xunit;

namespace Calque.Tests.Transfer;

/// <summary>
/// A target tokenizer in older files, or as one file of any name: the output names the class whose files these are, for the family
/// of the model would have another one looked for, and reads back to the same vocabulary.
/// </summary>
public sealed class TargetTokenizerFilesTests
{
    [Theory]
    [InlineData("vocab.txt", "BertTokenizer", "vocab.txt")]
    [InlineData("my words.txt", "BertTokenizer", "vocab.txt")]
    [InlineData("merges.txt", "RobertaTokenizer", "vocab.json", "merges.txt")]
    [InlineData("plain merges", "GPT2Tokenizer", "vocab.json", "merges.txt")]
    [InlineData("mine.model", "LlamaTokenizer", "tokenizer.model")]
    [InlineData("mine.json", "PreTrainedTokenizerFast", "tokenizer.json")]
    [InlineData("spiece.model", null, "spiece.model")]
    public async Task Output_FromOlderFiles_NamesTheirClass(string name, string? expected, params string[] files)
    {
        using TransferFixture fixture = new();
        string target = Write(fixture["files"], name);

        TransferResult result = await fixture.RunAsync(options => options with { TargetTokenizer = target });

        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(fixture.Output, file)), file));
        string config = Path.Combine(fixture.Output, "tokenizer_config.json");
        Assert.Equal(expected, File.Exists(config) ? JsonNode.Parse(File.ReadAllText(config))!["tokenizer_class"]!.GetValue<string>() : null);
        Assert.Contains(result.Manifest.Warnings, warning => warning.Contains("tokenizer_config.json", StringComparison.Ordinal));
        Tokenizer given = Tokenizer.Load(target);
        Tokenizer written = Tokenizer.Load(fixture.Output);
        Assert.Equal(
            Enumerable.Range(0, given.VocabularySize).Select(given.GetToken), Enumerable.Range(0, written.VocabularySize).Select(written.GetToken));
    }

    private static string Write(string directory, string name)
    {
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, name);
        switch (name)
        {
            case "merges.txt":
            case "plain merges":
                string first = name == "merges.txt" ? "\"<s>\":0,\"<pad>\":1,\"</s>\":2,\"<unk>\":3,\"<mask>\":4" : "\"<|endoftext|>\":0";
                File.WriteAllText(Path.Combine(directory, "vocab.json"), $"{{{first},\"d\":5,\"o\":6,\"do\":7}}");
                File.WriteAllText(Path.Combine(directory, "merges.txt"), "#version: 0.2\nd o\n");
                return directory;
            case "mine.json":
                TinyTokenizers.WordPiece(directory, "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "dog");
                File.Move(Path.Combine(directory, "tokenizer.json"), path);
                return path;
            case var words when words.EndsWith(".txt", StringComparison.Ordinal):
                File.WriteAllLines(path, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "dog", "##s"]);
                return path;
            default:
                File.WriteAllBytes(path, TinySentencePiece.Make(2));
                return path;
        }
    }
}
