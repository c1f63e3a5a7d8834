using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Models;

/// <summary>A sequence has the same scores in a packed batch of several lengths as alone.</summary>
[LeakChecked]
public sealed class PackedBatchTests
{
    // Lengths of one group with padding (9, 9, 8), of a group without (3, 3), and of one alone.
    private static readonly int[] Lengths = [9, 3, 15, 8, 3, 9];

    // The decoder's, so that pairs of equal first length differ in the second.
    private static readonly int[] WrittenLengths = [2, 5, 4, 6, 1, 3];

    [TensorTheory]
    [InlineData("bert-mlm")]
    [InlineData("bert-seqcls-single")]
    [InlineData("roberta-mlm")]
    [InlineData("roberta-seqcls-single")]
    [InlineData("xlmr-mlm")]
    [InlineData("distilbert-mlm")]
    [InlineData("distilbert-seqcls-single")]
    [InlineData("gpt2-clm")]
    [InlineData("gpt2-seqcls-single")]
    [InlineData("llama-clm")]
    [InlineData("llama-clm-head-dim")]
    [InlineData("llama-seqcls-single")]
    public void Logits_OfAPackedBatch_AreThoseOfEachSequenceAlone(string fixture)
    {
        using PretrainedModel model = PretrainedModel.Load(Fixtures.Path("neural", fixture));
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        TokenSequence[] sequences = Texts(Lengths, 5);
        TokenBatch batch = TokenBatch.Pack(sequences);
        Assert.True(batch.Groups.Count > 1);
        Assert.Contains(batch.Groups, group => group.PaddingMask is not null);
        float[] together = model.Logits(batch, ForwardContext.Inference()).ToArray<float>();
        bool ofSequences = model.HeadKind == HeadKind.SequenceClassification;
        List<string> findings = [];
        for (int i = 0; i < sequences.Length; i++)
        {
            float[] alone = model.Logits(TokenBatch.Pack([sequences[i]]), ForwardContext.Inference()).ToArray<float>();
            GoldenComparison.Compare(findings, $"sequence {i}", alone, ofSequences ? Rows(together, sequences.Length, i, 1) : Rows(together, batch.TokenCount, batch.FirstToken(i), batch.Length(i)));
        }

        GoldenComparison.AssertNone(findings);
    }

    [TensorTheory]
    [InlineData("t5-seq2seq")]
    [InlineData("mt5-seq2seq")]
    [InlineData("mt5-seq2seq-buckets")]
    public void Logits_OfPackedPairs_AreThoseOfEachPairAlone(string fixture)
    {
        using PretrainedModel model = PretrainedModel.Load(Fixtures.Path("neural", fixture));
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        TokenSequence[] read = Texts(Lengths, 5), written = Texts(WrittenLengths, 11);
        (TokenBatch from, TokenBatch to) = TokenBatch.PackPairs(read, written);
        Assert.True(from.Groups.Count > 1);
        float[] together = model.Logits(from, to, ForwardContext.Inference()).ToArray<float>();
        List<string> findings = [];
        for (int i = 0; i < read.Length; i++)
        {
            (TokenBatch ownFrom, TokenBatch ownTo) = TokenBatch.PackPairs([read[i]], [written[i]]);
            float[] alone = model.Logits(ownFrom, ownTo, ForwardContext.Inference()).ToArray<float>();
            GoldenComparison.Compare(findings, $"pair {i}", alone, Rows(together, to.TokenCount, to.FirstToken(i), to.Length(i)));
        }

        GoldenComparison.AssertNone(findings);
    }

    private static TokenSequence[] Texts(int[] lengths, int step) =>
        [.. lengths.Select((length, i) => new TokenSequence([.. Enumerable.Range(0, length).Select(j => 5 + (((i * 7) + (j * step)) % 40))]))];

    private static float[] Rows(float[] all, int rows, int first, int count)
    {
        int width = all.Length / rows;
        return all[(first * width)..((first + count) * width)];
    }
}
