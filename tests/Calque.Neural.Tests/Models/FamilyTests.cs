using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;
using Calque.Neural.Tests.Support;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Models;

/// <summary>What every family must do beside its golden numbers: dropout with checkpoints, a round trip through files, other names of one form.</summary>
[LeakChecked]
public sealed class FamilyTests
{
    private const long Seed = 7, Step = 3;

    private static readonly TokenSequence[] Read = [new([5, 9, 13, 20, 41]), new([40, 3, 8]), new([30, 31, 32, 33])];
    private static readonly TokenSequence[] Written = [new([0, 6, 7]), new([0, 12, 14, 9]), new([0, 22])];

    /// <summary>Every dropout of every family at 0.3: the second run of a layer draws the masks of the first.</summary>
    [TensorTheory]
    [InlineData("roberta-seqcls-pair")]
    [InlineData("distilbert-seqcls-pair")]
    [InlineData("gpt2-clm")]
    [InlineData("llama-clm")]
    [InlineData("t5-seq2seq")]
    [InlineData("mt5-seq2seq")]
    public void Backward_WithDropoutAndCheckpoints_GivesTheGradientsWithout(string fixture)
    {
        using TemporaryModel folder = new(Fixtures.Path("neural", fixture), config =>
        {
            foreach (string key in config.Select(entry => entry.Key).Where(key => key.Contains("drop", StringComparison.Ordinal)).ToArray())
                config[key] = 0.3;
        });
        using TensorScope scope = TensorScope.Open();
        Dictionary<string, float[]> plain = GradientsOf(folder.Path, new ForwardContext { IsTraining = true, Seed = Seed, Step = Step });
        Dictionary<string, float[]> again = GradientsOf(folder.Path, new ForwardContext { IsTraining = true, Seed = Seed, Step = Step, Checkpoints = new GradientCheckpoints() });
        Dictionary<string, float[]> without = GradientsOf(folder.Path, ForwardContext.Inference());
        List<string> findings = [];
        double largest = plain.Values.Max(values => values.Max(Math.Abs));
        foreach ((string name, float[] values) in plain)
            GoldenComparison.Compare(findings, name, values, again[name], largest / 100);
        GoldenComparison.AssertNone(findings);
        Assert.Contains(plain, entry => entry.Value.Zip(without[entry.Key]).Any(pair => Math.Abs(pair.First - pair.Second) > largest / 100));
    }

    [TensorTheory]
    [InlineData("roberta-mlm")]
    [InlineData("xlmr-seqcls-sharded")]
    [InlineData("distilbert-mlm")]
    [InlineData("gpt2-clm-legacy")]
    [InlineData("gpt2-clm-f16")]
    [InlineData("llama-clm-bf16-sharded")]
    [InlineData("llama-clm-one-key-head")]
    [InlineData("t5-seq2seq")]
    [InlineData("mt5-seq2seq-buckets")]
    public void Write_OfAChangedModel_GivesItsScoresWhenItIsReadAgain(string fixture)
    {
        using TemporaryDirectory folder = new();
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        float[] expected;
        using (PretrainedModel model = PretrainedModel.Load(Fixtures.Path("neural", fixture), new ModelLoadOptions { ForTraining = true }))
        {
            float[] before = Scores(model);
            foreach (Parameter parameter in model.Weights.Parameters)
                Operators.MultiplyInPlace(parameter.Value, 1.25);
            expected = Scores(model);
            Assert.NotEqual(before, expected);
            PretrainedModelWriter.Write(model, folder["written"], overwrite: false);
        }

        using PretrainedModel written = PretrainedModel.Load(folder["written"]);
        Assert.Equal(expected, Scores(written));
        Assert.Empty(written.Weights.Created);
    }

    /// <summary>CamemBERT is RoBERTa under other class names.</summary>
    [TensorFact]
    public void Load_OfCamembert_GivesTheScoresOfRoberta()
    {
        using TemporaryModel folder = new(Fixtures.Path("neural", "roberta-mlm"), config =>
        {
            config["model_type"] = "camembert";
            config["architectures"] = new JsonArray("CamembertForMaskedLM");
        });
        using PretrainedModel camembert = PretrainedModel.Load(folder.Path), roberta = PretrainedModel.Load(Fixtures.Path("neural", "roberta-mlm"));
        using TensorScope scope = TensorScope.Open();
        Assert.Equal(HeadKind.MaskedLanguageModeling, camembert.HeadKind);
        Assert.Equal(Scores(roberta), Scores(camembert));
    }

    /// <summary>RoBERTa's one token type is everyone's: a pair that says otherwise is read all the same.</summary>
    [TensorFact]
    public void Forward_OfTokenTypesForAModelOfOneType_PassesOverThem()
    {
        using PretrainedModel model = PretrainedModel.Load(Fixtures.Path("neural", "roberta-mlm"));
        using TensorScope scope = TensorScope.Open();
        float[] plain = model.Logits(TokenBatch.Pack([new TokenSequence([5, 6, 7])]), ForwardContext.Inference()).ToArray<float>();
        Assert.Equal(plain, model.Logits(TokenBatch.Pack([new TokenSequence([5, 6, 7], [0, 1, 1])]), ForwardContext.Inference()).ToArray<float>());
    }

    [Fact]
    public void Readme_OfEveryFamily_IsThereAndShort()
    {
        string models = Path.GetFullPath(Fixtures.Path("..", "..", "src", "Calque.Neural", "Models"));
        Assert.All(Directory.GetDirectories(models), family => Assert.InRange(File.ReadLines(Path.Combine(family, "README.md")).Count(), 4, 14));
    }

    private static Dictionary<string, float[]> GradientsOf(string folder, ForwardContext context)
    {
        using PretrainedModel model = PretrainedModel.Load(folder, new ModelLoadOptions { ForTraining = true });
        Tensor scores = Logits(model, context);
        // Any loss will do; this one hangs on every score.
        Gradients.Backward(Operators.Mean(scores * scores));
        context.Checkpoints?.Backward();
        return model.Weights.Parameters.ToDictionary(p => p.Name, p => p.Value.Gradient!.ToArray<float>(), StringComparer.Ordinal);
    }

    private static float[] Scores(PretrainedModel model) => Logits(model, ForwardContext.Inference()).ToArray<float>();

    private static Tensor Logits(PretrainedModel model, ForwardContext context)
    {
        if (model.Body is not EncoderDecoderBody)
            return model.Logits(TokenBatch.Pack(Read), context);
        (TokenBatch from, TokenBatch to) = TokenBatch.PackPairs(Read, Written);
        return model.Logits(from, to, context);
    }
}
