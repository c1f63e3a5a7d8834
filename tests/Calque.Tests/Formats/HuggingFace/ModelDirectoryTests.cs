using System.Linq;
using Calque.Formats.HuggingFace;
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
}
