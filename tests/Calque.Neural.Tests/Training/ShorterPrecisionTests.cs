using System;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tensors;
using Calque.Neural.Tests.Models;
using Xunit;

namespace Calque.Neural.Tests.Training;

/// <summary>Training in bfloat16 against the golden numbers of float64: every family and head runs, and its loss and gradient point the same way.</summary>
[LeakChecked]
public sealed class ShorterPrecisionTests
{
    /// <summary>Every fixture of a model.</summary>
    public static TheoryData<string> Fixtures() => [.. ModelGolden.Named(name => name != "adamw")];

    [TensorTheory]
    [MemberData(nameof(Fixtures))]
    public void Loss_InBFloat16_HasTheGoldenValueAndDirection(string fixture)
    {
        using ModelGolden golden = new(fixture);
        using PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { ForTraining = true });
        Objective objective = Objective.For(model.HeadKind!.Value);
        TrainingExample[] examples = LabeledTexts.For(golden, model.HeadKind.Value);
        using TensorScope scope = TensorScope.Open();
        Tensor loss;
        using (Autocast.Open(Device.Cpu, Precision.BFloat16.On(Device.Cpu)))
            loss = objective.Loss(model, examples, examples.Sum(objective.CountTargets), ForwardContext.Inference());
        Gradients.Backward(loss);

        double expected = golden.Floats("loss")[0];
        Assert.InRange(loss.Item() / expected, 0.97, 1.03);
        double product = 0, own = 0, theirs = 0;
        foreach (Parameter parameter in model.Weights.Parameters)
        {
            Assert.Equal(DataType.Float32, parameter.Value.Gradient!.DataType);
            float[] here = parameter.Value.Gradient.ToArray<float>(), there = golden.Floats($"grad.{parameter.Name}");
            for (int i = 0; i < here.Length; i++)
            {
                product += (double)here[i] * there[i];
                own += (double)here[i] * here[i];
                theirs += (double)there[i] * there[i];
            }
        }

        // Had nothing run in the shorter type, it would be float32's 1e-7.
        Assert.True(1 - (product / Math.Sqrt(own * theirs)) > 1e-8 || Math.Abs((loss.Item() / expected) - 1) > 1e-5, "as near as float32");
        Assert.True(product / Math.Sqrt(own * theirs) > 0.98, $"cosine of the gradients {product / Math.Sqrt(own * theirs)}");
        Assert.InRange(Math.Sqrt(own / theirs), 0.9, 1.1);
    }
}
