using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Calque.Formats.Safetensors;
using Calque.Tests.Support;
using Calque.Transfer;
using Xunit;

namespace Calque.Tests.OpensElsewhere;

/// <summary>Models that were carried into another language, read by a reader that shares no code with the library.</summary>
public sealed class OpensElsewhereTests
{
    public static TheoryData<string, string> FamiliesAndTokenizers()
    {
        TheoryData<string, string> data = [];
        string[] families = [.. FamilyLayout.All.Keys];
        // Every family, every kind of tokenizer; the families people use most with each kind.
        for (int i = 0; i < families.Length; i++)
            data.Add(families[i], TransferCase.TokenizerKinds[i % TransferCase.TokenizerKinds.Length]);
        foreach (string family in (string[])["bert", "roberta", "gpt2", "llama", "bart"])
        {
            foreach (string kind in TransferCase.TokenizerKinds)
            {
                if (!data.Any(row => (string)row[0] == family && (string)row[1] == kind))
                    data.Add(family, kind);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(FamiliesAndTokenizers))]
    public async Task RunAsync_AnyFamilyAndTokenizer_OpensByTheFamilysPublicFormat(string family, string tokenizer) =>
        await CheckAsync(new TinyModelOptions { ModelType = family }, tokenizer);

    [Theory]
    [InlineData("bert")]
    [InlineData("roberta")]
    [InlineData("gpt2")]
    [InlineData("gpt_neox")]
    [InlineData("llama")]
    [InlineData("phi")]
    [InlineData("mt5")]
    [InlineData("bart")]
    public async Task RunAsync_UntiedHead_KeepsAHeadOfItsOwn(string family)
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = family, Tied = false }, "Unigram");
        await TransferModel.RunAsync(options);

        IndependentModelReader output = IndependentModelReader.Read(options.Output!);

        ModelChecks.All(IndependentModelReader.Read(options.SourceModel!), output);
        Assert.Contains(FamilyLayout.All[family].Head!, output.Tensors.Keys);
        Assert.False(output.Config.GetProperty("tie_word_embeddings").GetBoolean());
    }

    [Theory]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.BF16)]
    [InlineData(ElementType.F64)]
    public async Task RunAsync_OtherElementTypes_KeepsThem(ElementType type) =>
        await CheckAsync(new TinyModelOptions { ModelType = "llama", ElementType = type, Tied = false }, "ByteFallback");

    [Theory]
    [InlineData("gpt2", 2)]
    [InlineData("bert", 3)]
    public async Task RunAsync_Shards_WritesShardsWithAnIndex(string family, int shards)
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = family, Shards = shards }, "Unigram");
        await TransferModel.RunAsync(options);

        IndependentModelReader output = IndependentModelReader.Read(options.Output!);

        ModelChecks.All(IndependentModelReader.Read(options.SourceModel!), output);
        Assert.Equal(shards, output.Tensors.Values.Select(tensor => tensor.File).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_PaddedSource_WritesNoPaddingAndNeverUsesIt(bool inConfig)
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(
            directory.Path, new TinyModelOptions { ModelType = "gpt2", PaddingRows = 7, PaddingInConfig = inConfig }, "ByteLevel");
        await TransferModel.RunAsync(options);

        IndependentModelReader source = IndependentModelReader.Read(options.SourceModel!);
        IndependentModelReader output = IndependentModelReader.Read(options.Output!);

        ModelChecks.All(source, output);
        IndependentTensor embedding = output.Tensors["transformer.wte.weight"];
        Assert.Equal(output.Tokenizer!.Size, embedding.Shape[0]);
        // Padding rows are 1000 throughout: a mean, or a deviation, that took them in would show it.
        for (int row = 0; row < embedding.Shape[0]; row++)
            Assert.All(embedding.Values(row, embedding.Shape[0]), value => Assert.InRange(value, -20, 20));
    }

    [Fact]
    public async Task RunAsync_PaddingTokenOnBothSides_CopiesItsRow()
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = "roberta" }, "Unigram");
        await TransferModel.RunAsync(options);

        IndependentModelReader source = IndependentModelReader.Read(options.SourceModel!);
        IndependentModelReader output = IndependentModelReader.Read(options.Output!);

        IndependentTensor before = source.Tensors["roberta.embeddings.word_embeddings.weight"];
        IndependentTensor after = output.Tensors["roberta.embeddings.word_embeddings.weight"];
        int from = source.Tokenizer!.Id("<pad>")!.Value;
        int to = output.Tokenizer!.Id("<pad>")!.Value;
        Assert.NotEqual(from, to);
        Assert.True(before.Row(from, before.Shape[0]).SequenceEqual(after.Row(to, after.Shape[0])));
        Assert.Equal(to, output.Config.GetProperty("pad_token_id").GetInt32());
    }

    [Fact]
    public async Task RunAsync_TranslatedWord_IsNearestToItsTranslation()
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = "gpt2" }, "ByteLevel");
        await TransferModel.RunAsync(options);

        foreach (JsonElement line in IndependentModelReader.Read(options.Output!).JsonLines("provenance.jsonl"))
        {
            int word = Array.IndexOf(TransferCase.TargetWords, line.GetProperty("surface").GetString());
            if (word < 0)
                continue;
            // The same word, with the same mark of a word's beginning.
            string mark = line.GetProperty("token").GetString()!.StartsWith('Ġ') ? "Ġ" : "";
            Assert.Equal(mark + TransferCase.SourceWords[word], line.GetProperty("sources")[0].GetProperty("token").GetString());
            Assert.Equal(1, line.GetProperty("sources")[0].GetProperty("similarity").GetDouble(), 5);
        }
    }

    [Fact]
    public async Task RunAsync_AnInput_LeavesItAsItWas()
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = "bert" }, "WordPiece");
        var before = TransferCase.Snapshot(directory.Path);

        await TransferModel.RunAsync(options);

        var after = TransferCase.Snapshot(directory.Path).Where(pair => pair.Key.Split(Path.DirectorySeparatorChar)[0] != "output");
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task RunAsync_Tokenizer_IsCopiedByteForByte()
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, new TinyModelOptions { ModelType = "llama" }, "Unigram");
        await TransferModel.RunAsync(options);

        foreach (string file in Directory.GetFiles(options.TargetTokenizer))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(options.Output!, Path.GetFileName(file))));
    }

    private static async Task CheckAsync(TinyModelOptions model, string tokenizer)
    {
        using TemporaryDirectory directory = new();
        TransferOptions options = TransferCase.Write(directory.Path, model, tokenizer);

        await TransferModel.RunAsync(options);

        ModelChecks.All(IndependentModelReader.Read(options.SourceModel!), IndependentModelReader.Read(options.Output!));
    }
}
