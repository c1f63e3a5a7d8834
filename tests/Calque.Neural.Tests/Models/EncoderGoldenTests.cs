using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;
using Calque.Neural.Tests.Support;
using Xunit;

namespace Calque.Neural.Tests.Models;

/// <summary>Models of one stack against an independent PyTorch implementation: hidden states, scores, loss and every gradient, within 1e-5.</summary>
[LeakChecked]
public sealed class EncoderGoldenTests
{
    /// <summary>Every fixture but the encoder-decoders', which have tests of their own.</summary>
    public static TheoryData<string> Fixtures() =>
        [.. ModelGolden.Named(name => !name.Contains("seq2seq", StringComparison.Ordinal) && ModelCatalogue.All.Any(family => family.ModelTypes.Any(type => name.StartsWith(Short(type), StringComparison.Ordinal))))];

    [TensorTheory]
    [MemberData(nameof(Fixtures))]
    public void Forward_OfTheFixture_GivesTheGoldenHiddenStatesAndLogits(string fixture)
    {
        using ModelGolden golden = new(fixture);
        using PretrainedModel model = PretrainedModel.Load(golden.Folder);
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        TokenBatch batch = TokenBatch.Pack(golden.Sequences());
        ForwardContext context = new() { HiddenStates = [] };
        Tensor hidden = model.Body.Forward(batch, context);
        Tensor logits = model.Head!.Forward(hidden, batch, context);

        List<string> findings = [];
        int length = (int)golden.Shape("input_ids")[1];
        double largest = golden.Names.Where(n => n.StartsWith("hidden.", StringComparison.Ordinal)).Max(n => golden.Floats(n).Max(Math.Abs));
        Assert.Equal(golden.Names.Count(n => n.StartsWith("hidden.", StringComparison.Ordinal)), context.HiddenStates.Count);
        for (int i = 0; i < context.HiddenStates.Count; i++)
            GoldenComparison.Compare(findings, $"hidden.{i}", golden.Floats($"hidden.{i}"), GoldenComparison.Padded(context.HiddenStates[i].ToArray<float>(), batch, length), largest / 100);
        float[] scores = logits.ToArray<float>();
        if (golden.Has("start_logits"))
        {
            float[] padded = GoldenComparison.Padded(scores, batch, length);
            GoldenComparison.Compare(findings, "start_logits", golden.Floats("start_logits"), [.. padded.Where((_, i) => i % 2 == 0)]);
            GoldenComparison.Compare(findings, "end_logits", golden.Floats("end_logits"), [.. padded.Where((_, i) => i % 2 == 1)]);
        }
        else
        {
            bool ofTokens = golden.Shape("logits").Count == 3;
            GoldenComparison.Compare(findings, "logits", golden.Floats("logits"), ofTokens ? GoldenComparison.Padded(scores, batch, length) : scores);
        }

        GoldenComparison.AssertNone(findings);
    }

    [TensorTheory]
    [MemberData(nameof(Fixtures))]
    public void Backward_OfTheFixture_GivesTheGoldenLossAndEveryGradient(string fixture)
    {
        using ModelGolden golden = new(fixture);
        using PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { ForTraining = true });
        using TensorScope scope = TensorScope.Open();
        GoldenComparison.AssertNone(CompareGradients(golden, model, ForwardContext.Inference()));
    }

    [TensorTheory]
    [MemberData(nameof(Fixtures))]
    public void Backward_WithCheckpoints_GivesTheSameGradients(string fixture)
    {
        using ModelGolden golden = new(fixture);
        // The public classes of decoders drop a tenth before a classifier where config.json is silent; the golden numbers have no dropout.
        using TemporaryModel folder = new(golden.Folder, config => config["classifier_dropout"] = 0.0);
        using PretrainedModel model = PretrainedModel.Load(folder.Path, new ModelLoadOptions { ForTraining = true });
        using TensorScope scope = TensorScope.Open();
        GoldenComparison.AssertNone(CompareGradients(golden, model, new ForwardContext { IsTraining = true, Checkpoints = new GradientCheckpoints() }));
    }

    private static List<string> CompareGradients(ModelGolden golden, PretrainedModel model, ForwardContext context)
    {
        TokenBatch batch = TokenBatch.Pack(golden.Sequences());
        Tensor loss = Loss(golden, batch, model.Logits(batch, context), model.HeadKind!.Value);
        Gradients.Backward(loss);
        context.Checkpoints?.Backward();

        return GoldenComparison.Gradients(golden, model.Weights, loss);
    }

    /// <summary>The loss, written out from its definition: a mean of cross-entropies.</summary>
    private static Tensor Loss(ModelGolden golden, TokenBatch batch, Tensor logits, HeadKind kind)
    {
        if (kind == HeadKind.QuestionAnswering)
        {
            // Over the places of the padded batch: those behind a sequence's end have no score here, and none there.
            Tensor sum = Tensor.Scalar(0);
            long[] starts = golden.Integers("start_positions"), ends = golden.Integers("end_positions");
            for (int b = 0; b < batch.SequenceCount; b++)
            {
                Tensor own = Operators.Narrow(logits, 0, batch.FirstToken(b), batch.Length(b));
                Tensor start = Operators.Reshape(Operators.Select(own, 1, 0), 1, -1), end = Operators.Reshape(Operators.Select(own, 1, 1), 1, -1);
                sum = sum + Operators.CrossEntropy(start, Tensor.From<long>([starts[b]], 1)) + Operators.CrossEntropy(end, Tensor.From<long>([ends[b]], 1));
            }

            return sum / (2 * batch.SequenceCount);
        }

        long[] labels = golden.Integers("labels");
        if (kind == HeadKind.SequenceClassification)
            return Operators.CrossEntropy(logits, Tensor.From<long>(labels, labels.Length));
        int length = labels.Length / batch.SequenceCount;
        long[] packed = new long[batch.TokenCount];
        for (int b = 0; b < batch.SequenceCount; b++)
        {
            for (int i = 0; i < batch.Length(b); i++)
            {
                // A causal model's score of a token stands at the token before.
                bool causal = kind == HeadKind.CausalLanguageModeling;
                packed[batch.FirstToken(b) + i] = causal ? (i + 1 < batch.Length(b) ? labels[(b * length) + i + 1] : -100) : labels[(b * length) + i];
            }
        }

        return Operators.CrossEntropy(logits, Tensor.From<long>(packed, packed.Length));
    }

    private static string Short(string modelType) => modelType == "xlm-roberta" ? "xlmr" : modelType + "-";
}
