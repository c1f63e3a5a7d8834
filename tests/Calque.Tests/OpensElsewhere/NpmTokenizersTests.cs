using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.Tests.Commands;
using Calque.Tests.Support;
using Calque.Transfer;
using Xunit;

namespace Calque.Tests.OpensElsewhere;

/// <summary>The tokenizer of an output, read by the public library: the same ids and tokens as <c>calque tokenizer encode</c>.</summary>
public sealed class NpmTokenizersTests
{
    [NpmTokenizersTheory]
    [InlineData("bert", "WordPiece")]
    [InlineData("roberta", "ByteLevel")]
    [InlineData("llama", "ByteFallback")]
    [InlineData("gpt2", "Unigram")]
    public async Task TokenizerOfAnOutput_ReadByTheNpmPackage_GivesTheSameIds(string family, string tokenizer)
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = family }, tokenizer);
        await TransferModel.RunAsync(options);
        string texts = directory["texts.jsonl"];
        string recipe = Path.Combine(Fixtures.RepositoryRoot, "recipes", "opens-elsewhere", "texts.jsonl");
        File.WriteAllLines(texts, File.ReadAllLines(recipe).Concat(TransferCase.TargetWords.Select(word => $"{{\"text\": \"{word} {word}moto <s> [SEP] jua\"}}")));
        CommandRun run = await CommandRun.RunAsync(["tokenizer", "encode", "--tokenizer", options.Output!, "--input", texts, "--output", directory["encoded.jsonl"]]);
        Assert.Equal(0, run.ExitCode);

        ProgramResult compared = await NpmTokenizers.CompareAsync(Path.Combine(options.Output!, "tokenizer.json"), texts, directory["encoded.jsonl"]);

        Assert.Equal("", compared.Error);
        Assert.Equal(0, compared.ExitCode);
    }
}
