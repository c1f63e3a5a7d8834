using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Models;

/// <summary>With a cache of keys and values the scores are those of a whole pass, whatever the steps; batches of several lengths it refuses.</summary>
[LeakChecked]
public sealed class CacheTests
{
    private static readonly int[][] Texts = [[5, 9, 13, 20, 41, 7, 33], [40, 3, 8, 11, 30, 30, 2]];

    /// <summary>Decoders, and how many tokens each step reads.</summary>
    public static TheoryData<string, int[]> Steps()
    {
        TheoryData<string, int[]> data = [];
        foreach (string fixture in (string[])["gpt2-clm", "gpt2-clm-inverse-layer", "llama-clm", "llama-clm-one-key-head", "llama-clm-head-dim", "t5-seq2seq", "mt5-seq2seq-buckets"])
        {
            data.Add(fixture, [1, 1, 1, 1, 1, 1, 1]);
            data.Add(fixture, [4, 1, 2]);
        }

        return data;
    }

    [TensorTheory]
    [MemberData(nameof(Steps))]
    public void Logits_StepByStepWithACache_AreThoseOfAWholePass(string fixture, int[] steps)
    {
        using PretrainedModel model = PretrainedModel.Load(Fixtures.Path("neural", fixture));
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        float[][] whole = Whole(model, Texts);
        using AttentionCache cache = new();
        Assert.Equal(7, steps.Sum());
        CompareSteps(model, cache, [0, 1], steps, whole);
    }

    [TensorTheory]
    [InlineData("gpt2-clm")]
    [InlineData("llama-clm")]
    [InlineData("t5-seq2seq")]
    public void Logits_AfterReorder_AreThoseOfTheSequencesThatWereKept(string fixture)
    {
        using PretrainedModel model = PretrainedModel.Load(Fixtures.Path("neural", fixture));
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        float[][] whole = Whole(model, Texts);
        using AttentionCache cache = new();
        int[] kept = [1, 1];
        CompareSteps(model, cache, [0, 1], [3], whole);
        cache.Reorder(Tensor.From<long>([1, 1], 2));
        CompareSteps(model, cache, kept, [1, 3], whole);
    }

    [TensorFact]
    public void Encode_InAContextWithACache_LeavesTheCacheAlone()
    {
        using PretrainedModel model = PretrainedModel.Load(Fixtures.Path("neural", "t5-seq2seq"));
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        using AttentionCache cache = new();
        TokenBatch batch = TokenBatch.Pack([new TokenSequence([4, 5, 6])]);
        EncoderDecoderBody body = (EncoderDecoderBody)model.Body;
        float[] once = body.Encode(batch, new ForwardContext { Cache = cache }).ToArray<float>();
        Assert.Equal(once, body.Encode(batch, new ForwardContext { Cache = cache }).ToArray<float>());
    }

    [TensorTheory]
    [InlineData("gpt2-clm")]
    [InlineData("t5-seq2seq")]
    public void Forward_OfSeveralLengthsWithACache_IsRefused(string fixture)
    {
        using PretrainedModel model = PretrainedModel.Load(Fixtures.Path("neural", fixture));
        using TensorScope scope = TensorScope.Open();
        using AttentionCache cache = new();
        TokenBatch uneven = TokenBatch.Pack([new TokenSequence([4, 5, 6]), new TokenSequence([7])]);
        ForwardContext context = new() { Cache = cache };
        if (model.Body is not EncoderDecoderBody body)
        {
            Assert.Throws<ArgumentException>(() => model.Body.Forward(uneven, context));
            return;
        }

        Tensor encoded = body.Encode(uneven, context);
        Assert.Throws<ArgumentException>(() => body.Decode(uneven, encoded, uneven, context));
        TokenBatch even = TokenBatch.Pack([new TokenSequence([4]), new TokenSequence([7])]);
        using AttentionCache fresh = new();
        Assert.Throws<ArgumentException>(() => body.Decode(even, encoded, uneven, new ForwardContext { Cache = fresh }));
    }

    /// <summary>The scores of each text's tokens, one row after another, by one pass over all.</summary>
    private static float[][] Whole(PretrainedModel model, int[][] texts)
    {
        TokenSequence[] sequences = [.. texts.Select(text => new TokenSequence(text))];
        if (model.Body is not EncoderDecoderBody)
        {
            TokenBatch batch = TokenBatch.Pack(sequences);
            return Rows(model.Logits(batch, ForwardContext.Inference()), batch);
        }

        (TokenBatch from, TokenBatch to) = TokenBatch.PackPairs(Read(texts.Length), sequences);
        return Rows(model.Logits(from, to, ForwardContext.Inference()), to);
    }

    /// <summary>What the encoder reads.</summary>
    private static TokenSequence[] Read(int count) => [.. Enumerable.Range(0, count).Select(i => new TokenSequence([10 + i, 20, 30 - i, 1]))];

    private static void CompareSteps(PretrainedModel model, AttentionCache cache, int[] texts, int[] steps, float[][] whole)
    {
        List<string> findings = [];
        EncoderDecoderBody? body = model.Body as EncoderDecoderBody;
        TokenBatch from = TokenBatch.Pack(Read(2));
        Tensor? encoded = body?.Encode(from, ForwardContext.Inference());
        foreach (int step in steps)
        {
            int first = cache.Length;
            TokenBatch batch = TokenBatch.Pack([.. texts.Select(t => new TokenSequence(Texts[t][first..(first + step)]))], firstPosition: first);
            ForwardContext context = new() { Cache = cache };
            Tensor hidden = body is null ? model.Body.Forward(batch, context) : body.Decode(batch, encoded!, from, context);
            float[][] rows = Rows(model.Head!.Forward(hidden, batch, context), batch);
            cache.Advance(step);
            for (int i = 0; i < texts.Length; i++)
            {
                int width = whole[texts[i]].Length / Texts[0].Length;
                GoldenComparison.Compare(findings, $"text {texts[i]}, place {first}", whole[texts[i]][(first * width)..((first + step) * width)], rows[i]);
            }
        }

        GoldenComparison.AssertNone(findings);
    }

    private static float[][] Rows(Tensor logits, TokenBatch batch)
    {
        float[] all = logits.ToArray<float>();
        int width = all.Length / batch.TokenCount;
        return [.. Enumerable.Range(0, batch.SequenceCount).Select(b => all[(batch.FirstToken(b) * width)..((batch.FirstToken(b) + batch.Length(b)) * width)])];
    }
}
