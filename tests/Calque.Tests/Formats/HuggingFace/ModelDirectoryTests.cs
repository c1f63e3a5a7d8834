using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Calque.Formats.HuggingFace;
using Calque.Formats.Safetensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Formats.HuggingFace;

public sealed class ModelDirectoryTests
{
    public static TheoryData<string> AllModelTypes()
    {
        TheoryData<string> types = [];
        foreach (string type in ModelFamilies.All.SelectMany(family => family.ModelTypes))
            types.Add(type);
        return types;
    }

    [Theory]
    [MemberData(nameof(AllModelTypes))]
    public void Open_EveryModelType_FindsEmbeddingHeadAndBias(string type)
    {
        using TemporaryDirectory directory = new();
        TinyModelOptions options = new() { ModelType = type, Tied = false };
        using ModelDirectory model = ModelDirectory.Open(TinyModels.Write(directory["model"], options));
        EmbeddingTensorNames names = TinyModels.Names(options);

        Assert.Equal(names.Embedding, model.InputEmbedding.Name);
        Assert.Equal(names.Head, model.VocabularyTensors.SingleOrDefault(t => t.Role == VocabularyTensorRole.Head)?.Tensor.Name);
        Assert.Equal(names.Bias, model.VocabularyTensors.SingleOrDefault(t => t.Role == VocabularyTensorRole.Bias)?.Tensor.Name);
        Assert.Equal(names.Head is null, model.TiesHead);
        Assert.False(model.TiesByConfig);
        Assert.Equal((20, 8), (model.EmbeddingRows, model.HiddenSize));
        Assert.Equal(model.Family?.PaddingBasedPositions is null ? null : 2, model.PositionOffset);
    }

    [Theory]
    [MemberData(nameof(AllModelTypes))]
    public void Open_WithoutPrefixAndTied_FindsEmbedding(string type)
    {
        using TemporaryDirectory directory = new();
        using ModelDirectory model = ModelDirectory.Open(TinyModels.Write(directory["model"], new() { ModelType = type, WithPrefix = false }));
        Assert.True(model.TiesHead);
        Assert.Single(model.VocabularyTensors);
    }

    /// <summary>The table against names written down by hand, as the published checkpoints of each family have them.</summary>
    [Theory]
    [InlineData("bert", "bert.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight", "cls.predictions.bias")]
    [InlineData("roberta", "roberta.embeddings.word_embeddings.weight", "lm_head.decoder.weight", "lm_head.bias")]
    [InlineData("xlm-roberta", "roberta.embeddings.word_embeddings.weight", "lm_head.decoder.weight", "lm_head.decoder.bias")]
    [InlineData("distilbert", "distilbert.embeddings.word_embeddings.weight", "vocab_projector.weight", "vocab_projector.bias")]
    [InlineData("albert", "albert.embeddings.word_embeddings.weight", "predictions.decoder.weight", "predictions.bias")]
    [InlineData("electra", "electra.embeddings.word_embeddings.weight", "generator_lm_head.weight", "generator_lm_head.bias")]
    [InlineData("deberta", "deberta.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight", "cls.predictions.bias")]
    [InlineData("deberta-v2", "deberta.embeddings.word_embeddings.weight", null, "lm_predictions.lm_head.bias")]
    [InlineData("gpt2", "transformer.wte.weight", "lm_head.weight", null)]
    [InlineData("gpt2", "wte.weight", null, null)]
    [InlineData("gpt_neo", "transformer.wte.weight", "lm_head.weight", null)]
    [InlineData("gptj", "transformer.wte.weight", "lm_head.weight", "lm_head.bias")]
    [InlineData("gpt_neox", "gpt_neox.embed_in.weight", "embed_out.weight", null)]
    [InlineData("opt", "model.decoder.embed_tokens.weight", "lm_head.weight", null)]
    [InlineData("opt", "decoder.embed_tokens.weight", null, null)]
    [InlineData("bloom", "transformer.word_embeddings.weight", "lm_head.weight", null)]
    [InlineData("bloom", "word_embeddings.weight", null, null)]
    [InlineData("llama", "model.embed_tokens.weight", "lm_head.weight", null)]
    [InlineData("mistral", "model.embed_tokens.weight", "lm_head.weight", null)]
    [InlineData("qwen2", "model.embed_tokens.weight", "lm_head.weight", null)]
    [InlineData("gemma", "model.embed_tokens.weight", null, null)]
    [InlineData("phi", "model.embed_tokens.weight", "lm_head.weight", "lm_head.bias")]
    [InlineData("t5", "shared.weight", "lm_head.weight", null)]
    [InlineData("mt5", "shared.weight", "lm_head.weight", null)]
    [InlineData("bart", "model.shared.weight", "lm_head.weight", "final_logits_bias")]
    [InlineData("mbart", "model.shared.weight", null, "final_logits_bias")]
    [InlineData("camembert", "roberta.embeddings.word_embeddings.weight", null, "lm_head.bias")]
    public void Open_PublishedNames_AreFound(string type, string embedding, string? head, string? bias)
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["model"]);
        TinyModels.WriteJson(directory["model/config.json"], new JsonObject { ["model_type"] = type, ["vocab_size"] = 3 });
        List<(string, ElementType, long[], float[])> tensors = [(embedding, ElementType.F32, [3, 2], new float[6]), ("body", ElementType.F32, [3, 2], new float[6])];
        if (head is not null)
            tensors.Add((head, ElementType.F32, [3, 2], new float[6]));
        if (bias is not null)
            tensors.Add((bias, ElementType.F32, bias == "final_logits_bias" ? [1, 3] : [3], new float[3]));
        TinyModels.WriteWeights(directory["model"], 1, tensors);

        using ModelDirectory model = ModelDirectory.Open(directory["model"]);
        Assert.Equal(embedding, model.InputEmbedding.Name);
        Assert.Equal(
            new[] { embedding, head, bias }.Where(name => name is not null), model.VocabularyTensors.Select(tensor => tensor.Tensor.Name));
        Assert.Equal(bias == "final_logits_bias" ? 1 : 0, model.VocabularyTensors[^1].VocabularyAxis);
    }

    [Fact]
    public void Open_CopiesStoredUnderSeveralNames_ListsAllOfThem()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["model"]);
        TinyModels.WriteJson(directory["model/config.json"], new JsonObject { ["model_type"] = "bart", ["vocab_size"] = 3 });
        string[] names = ["model.shared.weight", "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight"];
        TinyModels.WriteWeights(directory["model"], 1, [.. names.Select(name => (name, ElementType.F32, new long[] { 3, 2 }, new float[6]))]);
        using ModelDirectory model = ModelDirectory.Open(directory["model"]);
        Assert.Equal(names, model.VocabularyTensors.Select(tensor => tensor.Tensor.Name));
        Assert.Equal(
            [VocabularyTensorRole.Input, VocabularyTensorRole.Input, VocabularyTensorRole.Input, VocabularyTensorRole.Head],
            model.VocabularyTensors.Select(tensor => tensor.Role));
        Assert.False(model.TiesHead);
        Assert.True(model.TiesByConfig);
    }

    [Fact]
    public void Open_PaddedMatrix_IsAcceptedWithAWarning()
    {
        using TemporaryDirectory directory = new();
        using ModelDirectory model = ModelDirectory.Open(TinyModels.Write(directory["model"], new() { PaddingRows = 12 }));
        Assert.Equal((20L, 32), (model.VocabularySize, model.EmbeddingRows));
        Assert.Contains("padding", Assert.Single(model.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("roberta", 1, 2)]
    [InlineData("xlm-roberta", 0, 1)]
    [InlineData("camembert", 3, 4)]
    [InlineData("longformer", 1, 2)]
    public void Open_RobertaFamily_CountsPositionsFromPadding(string type, int padding, int offset)
    {
        using TemporaryDirectory directory = new();
        using ModelDirectory model = ModelDirectory.Open(TinyModels.Write(directory["model"], new() { ModelType = type, PaddingId = padding }));
        Assert.Equal(offset, model.PositionOffset);
        Assert.EndsWith("position_embeddings.weight", model.PositionEmbeddings!.Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.BF16)]
    [InlineData(ElementType.F64)]
    public void GetBytes_EveryFloatingPointType_HoldsTheNumbers(ElementType type)
    {
        using TemporaryDirectory directory = new();
        using ModelDirectory model = ModelDirectory.Open(TinyModels.Write(directory["model"], new() { ElementType = type, Shards = 3 }));
        float[] values = new float[160];
        ElementConversion.ToSingle(type, model.InputEmbedding.GetBytes(0, (int)model.InputEmbedding.Length), values);
        Assert.Equal(TinyModels.Values(model.InputEmbedding.Name, 20, 8, 0), values);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.InputEmbedding.GetBytes(model.InputEmbedding.Length - 1, 2).Length);
    }
}
