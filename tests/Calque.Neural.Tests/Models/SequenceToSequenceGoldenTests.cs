using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tensors;
using Calque.Neural.Tests.Training;
using Calque.Neural.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Models;

/// <summary>Encoder-decoders against an independent PyTorch implementation: hidden states of both stacks, scores, loss and every gradient, within 1e-5.</summary>
[LeakChecked]
public sealed class SequenceToSequenceGoldenTests
{
    /// <summary>Every fixture of an encoder-decoder.</summary>
    public static TheoryData<string> Fixtures() => [.. ModelGolden.Named(name => name.Contains("seq2seq", StringComparison.Ordinal))];

    [Fact]
    public void Fixtures_OfBothModelTypes_AreFound() =>
        Assert.Equal(["mt5-seq2seq", "mt5-seq2seq-buckets", "t5-seq2seq", "t5-seq2seq-long"], ModelGolden.Named(name => name.Contains("seq2seq", StringComparison.Ordinal)));

    [TensorTheory]
    [MemberData(nameof(Fixtures))]
    public void Forward_OfTheFixture_GivesTheGoldenHiddenStatesAndLogits(string fixture)
    {
        using ModelGolden golden = new(fixture);
        using PretrainedModel model = PretrainedModel.Load(golden.Folder);
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        (TokenBatch from, TokenBatch to) = Pack(golden);
        EncoderDecoderBody body = Assert.IsAssignableFrom<EncoderDecoderBody>(model.Body);
        ForwardContext reading = new() { HiddenStates = [] }, writing = new() { HiddenStates = [] };
        Tensor encoded = body.Encode(from, reading);
        Tensor logits = model.Head!.Forward(body.Decode(to, encoded, from, writing), to, writing);

        List<string> findings = [];
        CompareStates(findings, golden, "encoder", reading.HiddenStates, from, (int)golden.Shape("input_ids")[1]);
        int length = (int)golden.Shape("decoder_input_ids")[1];
        CompareStates(findings, golden, "decoder", writing.HiddenStates, to, length);
        GoldenComparison.Compare(findings, "logits", golden.Floats("logits"), GoldenComparison.Padded(logits.ToArray<float>(), to, length));
        GoldenComparison.AssertNone(findings);
    }

    [TensorTheory]
    [MemberData(nameof(Fixtures))]
    public void Backward_OfTheFixture_GivesTheGoldenLossAndEveryGradient(string fixture) => AssertGradients(fixture, ForwardContext.Inference());

    [TensorTheory]
    [MemberData(nameof(Fixtures))]
    public void Backward_WithCheckpoints_GivesTheSameGradients(string fixture) =>
        AssertGradients(fixture, new ForwardContext { IsTraining = true, Checkpoints = new GradientCheckpoints() });

    /// <summary>Another start token than the padding: the decoder begins with the one, and reads the other where nobody asks for a token.</summary>
    [TensorFact]
    public void Loss_WithAStartTokenOfItsOwn_IsThatOfTheDecodersTextWrittenOut()
    {
        using ModelGolden golden = new("t5-seq2seq");
        using TemporaryModel folder = new(golden.Folder, config => config["decoder_start_token_id"] = 5);
        using PretrainedModel model = PretrainedModel.Load(folder.Path);
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        TokenSequence source = golden.Sequences()[0];
        TrainingExample example = new(source, [7, Objective.Ignored, 9, 1]);
        double loss = new SequenceToSequenceObjective().Loss(model, [example], 3, ForwardContext.Inference()).Item();

        (TokenBatch from, TokenBatch to) = TokenBatch.PackPairs([source], [new TokenSequence([5, 7, 0, 9])]);
        Tensor logits = model.Logits(from, to, ForwardContext.Inference());
        Assert.Equal(Operators.CrossEntropy(logits, Tensor.From<long>([7, Objective.Ignored, 9, 1], 4)).Item(), loss, 6);
    }

    [TensorFact]
    public void Logits_OfOneBatchAlone_AreRefused()
    {
        using ModelGolden golden = new("t5-seq2seq");
        using PretrainedModel model = PretrainedModel.Load(golden.Folder);
        using TensorScope scope = TensorScope.Open();
        (TokenBatch from, _) = Pack(golden);
        Assert.Throws<InvalidOperationException>(() => model.Logits(from, ForwardContext.Inference()));
    }

    [TensorFact]
    public void Logits_OfTwoBatches_AreRefusedByAModelOfOneStack()
    {
        using ModelGolden golden = new("gpt2-clm");
        using PretrainedModel model = PretrainedModel.Load(golden.Folder);
        using TensorScope scope = TensorScope.Open();
        TokenBatch batch = TokenBatch.Pack(golden.Sequences());
        Assert.Throws<InvalidOperationException>(() => model.Logits(batch, batch, ForwardContext.Inference()));
    }

    private static void AssertGradients(string fixture, ForwardContext context)
    {
        using ModelGolden golden = new(fixture);
        using PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { ForTraining = true });
        using TensorScope scope = TensorScope.Open();
        TrainingExample[] examples = LabeledTexts.Written(golden);
        Objective objective = Objective.For(HeadKind.SequenceToSequence);
        Tensor loss = objective.Loss(model, examples, examples.Sum(objective.CountTargets), context);
        Gradients.Backward(loss);
        context.Checkpoints?.Backward();
        GoldenComparison.AssertNone(GoldenComparison.Gradients(golden, model.Weights, loss));
    }

    private static (TokenBatch Encoder, TokenBatch Decoder) Pack(ModelGolden golden) =>
        TokenBatch.PackPairs(golden.Sequences(), golden.Sequences("decoder_input_ids", "decoder_attention_mask", types: null));

    private static void CompareStates(List<string> findings, ModelGolden golden, string stack, List<Tensor> states, TokenBatch batch, int length)
    {
        string prefix = $"{stack}.hidden.";
        string[] names = [.. golden.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
        Assert.Equal(names.Length, states.Count);
        double largest = names.Max(name => golden.Floats(name).Max(Math.Abs));
        for (int i = 0; i < states.Count; i++)
            GoldenComparison.Compare(findings, $"{prefix}{i}", golden.Floats($"{prefix}{i}"), GoldenComparison.Padded(states[i].ToArray<float>(), batch, length), largest / 100);
    }
}
