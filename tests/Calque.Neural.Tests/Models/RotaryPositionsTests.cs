using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Models.Llama;
using Calque.Neural.Tensors;
using Calque.Neural.Tests.Support;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Models;

/// <summary>Rotary positions against the complex numbers they stand for (Su et al. 2021, section 3.2.1).</summary>
[LeakChecked]
public sealed class RotaryPositionsTests
{
    [TensorFact]
    public void Rotate_EveryPair_IsTurnedByItsAngle()
    {
        using TensorScope scope = TensorScope.Open();
        const int Tokens = 3, Heads = 2, Width = 6, First = 5000;
        float[] x = [.. Enumerable.Range(0, Tokens * Heads * Width).Select(i => MathF.Sin(i))];
        TokenBatch batch = TokenBatch.Pack([new TokenSequence([1, 2, 3])], firstPosition: First);
        RotaryPositions positions = new(batch, RotaryPositions.Frequencies(Width, 10000));
        float[] turned = positions.Rotate(Tensor.From<float>(x, Tokens, Heads * Width)).ToArray<float>();
        for (int token = 0; token < Tokens; token++)
        {
            for (int head = 0; head < Heads; head++)
            {
                for (int pair = 0; pair < Width / 2; pair++)
                {
                    int a = (((token * Heads) + head) * Width) + pair, b = a + (Width / 2);
                    double angle = (First + token) / Math.Pow(10000, 2.0 * pair / Width);
                    Assert.Equal((x[a] * Math.Cos(angle)) - (x[b] * Math.Sin(angle)), turned[a], 1e-6);
                    Assert.Equal((x[a] * Math.Sin(angle)) + (x[b] * Math.Cos(angle)), turned[b], 1e-6);
                }
            }
        }
    }

    /// <summary>Chen et al. 2023: a model pressed by 4 reads place 4n as it read place n.</summary>
    [TensorTheory]
    [InlineData("""{"type":"linear","factor":4.0}""", "rope_scaling")]
    [InlineData("""{"rope_type":"linear","factor":4.0,"rope_theta":500000.0}""", "rope_parameters")]
    public void Logits_WithPressedPositions_AreThoseOfTheBaseAtAQuarter(string rule, string key)
    {
        using TemporaryModel folder = new(Fixtures.Path("neural", "llama-clm"), config => config[key] = JsonNode.Parse(rule));
        using PretrainedModel plain = PretrainedModel.Load(Fixtures.Path("neural", "llama-clm")), pressed = PretrainedModel.Load(folder.Path);
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        List<string> findings = [];
        GoldenComparison.Compare(findings, "logits", StepByStep(plain, 1), StepByStep(pressed, 4));
        GoldenComparison.AssertNone(findings);
        Assert.NotEqual(StepByStep(plain, 1), StepByStep(pressed, 1));
    }

    /// <summary>
    /// Llama 3.1's rule by what it promises, with that model's numbers: a pair that turns more than four times in the 8,192 places of its first
    /// training keeps its speed, one that turns less than once has an eighth, and one that turns 2.5 times stands half-way.
    /// </summary>
    [Fact]
    public void Frequencies_OfTheLlama3Rule_KeepTheFastAndSlowTheSlow()
    {
        const int Width = 128;
        JsonObject rule = (JsonObject)JsonNode.Parse(
            """{"rope_theta":500000.0,"rope_scaling":{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8192}}""")!;
        IReadOnlyList<double> frequencies = LlamaRotaryScaling.Frequencies(new ModelConfiguration("config.json", rule), Width), plain = RotaryPositions.Frequencies(Width, 500000);
        double[] turns = [.. plain.Select(frequency => 8192 * frequency / (2 * Math.PI))];
        Assert.Contains(turns, t => t > 4);
        Assert.Contains(turns, t => t < 1);
        Assert.Contains(turns, t => t is > 1 and < 4);
        for (int i = 0; i < plain.Count; i++)
        {
            double share = turns[i] >= 4 ? 1 : turns[i] <= 1 ? 1.0 / 8 : (1.0 / 8) + ((turns[i] - 1) / 3 * (7.0 / 8));
            Assert.Equal(share, frequencies[i] / plain[i], 1e-12);
            if (i > 0)
                Assert.True(frequencies[i] < frequencies[i - 1]);
        }
    }

    /// <summary>Scores of five tokens at places a stride apart.</summary>
    private static float[] StepByStep(PretrainedModel model, int stride)
    {
        using AttentionCache cache = new();
        List<float> all = [];
        for (int i = 0; i < 5; i++)
        {
            TokenBatch batch = TokenBatch.Pack([new TokenSequence([7 + i])], firstPosition: i * stride);
            all.AddRange(model.Logits(batch, new ForwardContext { Cache = cache }).ToArray<float>());
            cache.Advance(1);
        }

        return [.. all];
    }
}
