using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Calque.Inspection;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Inspection;

/// <summary>Model directories and tokenizers, as <c>calque inspect</c> shows them.</summary>
public sealed class InspectModelTests
{
    private static readonly string[] Tokens = ["<unk>", "<pad>", "<s>", "</s>", "<mask>", "Ġhouse", "house", "Ã"];

    [Fact]
    public async Task RunAsync_ModelDirectory_NamesFamilyVocabularyTensorsAndPadding()
    {
        using TemporaryDirectory directory = new();
        TinyModels.Write(directory.Path, new TinyModelOptions { ModelType = "roberta", Vocabulary = Tokens.Length, PaddingRows = 4 });
        TinyTokenizers.ByteLevel(directory.Path, Tokens);

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = directory.Path });

        Assert.Equal("model directory", result.Kind);
        Assert.Equal("RoBERTa", Fact(result, "model", "family").Text);
        Assert.Equal(12, Fact(result, "model", "embedding rows").Whole);
        Assert.Equal(8, Fact(result, "model", "ids of the tokenizer").Whole);
        Assert.Equal(4, Fact(result, "model", "padding rows").Whole);
        Assert.Equal("the input embedding", Fact(result, "model", "output head").Text);
        Assert.Equal("roberta.embeddings.position_embeddings.weight [16 x 8]", Fact(result, "model", "position table").Text);
        Assert.Equal(2, Fact(result, "model", "first position").Whole);
        Assert.Equal(
            ["input roberta.embeddings.word_embeddings.weight F32 [12 x 8] model.safetensors", "bias lm_head.bias F32 [12] model.safetensors"],
            Table(result, "vocabulary tensors").Rows.Select(row => string.Join(' ', row)));
        Assert.Contains("padding 1 <pad> config.json pad_token_id", Table(result, "special tokens").Rows.Select(row => string.Join(' ', row)));
    }

    [Fact]
    public async Task RunAsync_ModelDirectoryInShardsWithAHead_NamesThem()
    {
        using TemporaryDirectory directory = new();
        TinyModels.Write(directory.Path, new TinyModelOptions { ModelType = "llama", Tied = false, Shards = 2 });

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = directory.Path });

        Assert.Equal("its own matrix", Fact(result, "model", "output head").Text);
        Assert.Equal(
            ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"], Table(result, "weight files").Rows.Select(row => row[0].Text));
        Assert.Equal(
            Fact(result, "tensors", "tensors").Whole, Table(result, "weight files").Rows.Sum(row => row[1].Whole));
    }

    [Fact]
    public async Task RunAsync_TokenOfAModelDirectory_ShowsItsRows()
    {
        using TemporaryDirectory directory = new();
        TinyModels.Write(directory.Path, new TinyModelOptions { ModelType = "gpt2", Vocabulary = Tokens.Length });
        TinyTokenizers.ByteLevel(directory.Path, Tokens);

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = directory.Path, Token = "Ġhouse" });

        Assert.Equal(5, Fact(result, "token", "id").Whole);
        double norm = Math.Sqrt(Enumerable.Range(0, 8).Sum(column => Math.Pow(TinyModels.Value("transformer.wte.weight", (5 * 8) + column), 2)));
        Assert.Equal(norm, Table(result, "rows").Rows[0][2].Real!.Value, 6);
    }

    [Fact]
    public async Task RunAsync_TokenizerLargerThanTheEmbedding_Warns()
    {
        using TemporaryDirectory directory = new();
        TinyModels.Write(directory.Path, new TinyModelOptions { ModelType = "gpt2", Vocabulary = Tokens.Length - 1 });
        TinyTokenizers.ByteLevel(directory.Path, Tokens);

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = directory.Path });

        Assert.Contains(result.Warnings, warning => warning.Contains("8 ids", StringComparison.Ordinal) && warning.Contains("7 rows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_ModelWithADamagedTokenizer_StillShowsTheModel()
    {
        using TemporaryDirectory directory = new();
        TinyModels.Write(directory.Path, new TinyModelOptions());
        File.WriteAllText(directory["tokenizer.json"], "{\"model\": 5}");

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = directory.Path });

        Assert.Equal("BERT", Fact(result, "model", "family").Text);
        Assert.Contains(result.Warnings, warning => warning.StartsWith("the directory's tokenizer cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_ModelWithoutWeights_SaysWhatIsMissing()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["config.json"], "{\"model_type\": \"bert\"}");

        InvalidModelException error = await Assert.ThrowsAsync<InvalidModelException>(() => InspectPath.RunAsync(new InspectOptions { Path = directory.Path }));

        Assert.Equal("no weights", error.Found);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_Tokenizer_CountsSurfacesAndNamesParts(bool file)
    {
        using TemporaryDirectory directory = new();
        TinyTokenizers.ByteLevel(directory.Path, Tokens);
        string path = file ? directory["thing"] : directory.Path;
        if (file)
            File.Move(directory["tokenizer.json"], path);

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = path });

        Assert.Equal("tokenizer", result.Kind);
        Assert.Equal("BPE", Fact(result, "tokenizer", "model").Text);
        Assert.Equal(8, Fact(result, "tokenizer", "ids").Whole);
        Assert.Equal(
            ["special 5 0 <unk> <pad> <s> </s> <mask>", "text 2 1 Ġhouse house", "part of a character 1 0 Ã"],
            Table(result, "surfaces").Rows.Select(row => string.Join(' ', row)));
        Assert.Equal("ByteLevel", Fact(result, "tokenizer", "pre-tokenizer").Text);
        Assert.Equal("none", Fact(result, "tokenizer", "normalizer").Text);
    }

    [Fact]
    public async Task RunAsync_TokenOfATokenizer_ShowsWhatItStandsFor()
    {
        using TemporaryDirectory directory = new();
        TinyTokenizers.ByteLevel(directory.Path, Tokens);

        foreach (string token in (string[])["Ġhouse", "5"])
        {
            InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = directory.Path, Token = token });

            Assert.Equal("Ġhouse", Fact(result, "token", "token").Text);
            Assert.Equal("house", Fact(result, "token", "surface").Text);
            Assert.True(Fact(result, "token", "begins a word").Truth);
            Assert.Equal("20686f757365", Fact(result, "token", "bytes").Text);
        }
    }

    [Fact]
    public async Task RunAsync_TextThatIsNoToken_ShowsItsPieces()
    {
        using TemporaryDirectory directory = new();
        TinyTokenizers.WordPiece(directory.Path, "[PAD]", "[UNK]", "house", "##boat");

        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(
            () => InspectPath.RunAsync(new InspectOptions { Path = directory.Path, Token = "houseboat" }));

        Assert.Contains("house ##boat", error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_VocabularyText_IsATokenizer()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllLines(directory["vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "house", "##s"]);

        InspectionResult result = await InspectPath.RunAsync(new InspectOptions { Path = directory["vocab.txt"] });

        Assert.Equal("tokenizer", result.Kind);
        Assert.Equal("WordPiece", Fact(result, "tokenizer", "model").Text);
        Assert.Equal(7, Fact(result, "tokenizer", "ids").Whole);
    }

    private static InspectionValue Fact(InspectionResult result, string section, string fact) =>
        result.Sections.Single(item => item.Title == section).Facts.Single(item => item.Name == fact).Value;

    private static InspectionTable Table(InspectionResult result, string section) => result.Sections.Single(item => item.Title == section).Table!;
}
