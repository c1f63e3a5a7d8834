using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Neural.Generation;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Objectives;
using Calque.Neural.Tensors;
using Calque.Neural.Tests.Models;
using Calque.Neural.Training;
using Xunit;

namespace Calque.Neural.Tests.Training;

[LeakChecked]
public sealed class TrainingLoopTests
{
    private static readonly TrainingOptions Few = new() { Steps = 6, BatchSize = 3, LearningRate = 1e-3, Seed = 5 };

    /// <summary>Twenty steps of masked language modelling with warm-up, decay and clipping, against PyTorch in float64.</summary>
    [TensorFact]
    public void Step_TwentyTimes_FollowsPyTorch()
    {
        using ModelGolden golden = new("bert-mlm", "training.safetensors");
        using PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { ForTraining = true });
        TrainingExample[][] batches = [.. Enumerable.Range(0, 4).Select(n => LabeledTexts.Of(golden, $"{n}."))];
        TrainingOptions options = new()
        {
            Steps = 20,
            BatchSize = 3,
            LearningRate = 5e-3,
            WarmUpSteps = 4,
            ClipNorm = 1,
            Optimizer = new AdamWOptions { Epsilon = 1e-6 },
        };
        using TrainingLoop loop = new(model, new TokenObjective(HeadKind.MaskedLanguageModeling), new LabeledTexts(batches[0]), options);
        double[] rates = golden.Doubles("rates"), losses = golden.Doubles("losses"), norms = golden.Doubles("gradient_norms");
        List<string> findings = [];
        for (int step = 0; step < 20; step++)
        {
            TrainingStepReport report = loop.Step(batches[step % 4]);
            Assert.Equal(rates[step], report.LearningRate, 12);
            Assert.InRange(report.Loss / losses[step], 1 - 1e-5, 1 + 1e-5);
            Assert.InRange(report.GradientNorm / norms[step], 1 - 1e-4, 1 + 1e-4);
            foreach (Parameter parameter in model.Weights.Parameters)
            {
                // The gradient of an attention key's bias is zero but for rounding, which AdamW blows up: no trajectory to compare.
                string name = $"after.{step + 1}.{parameter.Name}";
                if (golden.Has(name) && !name.EndsWith("key.bias", StringComparison.Ordinal))
                    GoldenComparison.Compare(findings, name, golden.Floats(name), parameter.Value.ToArray<float>(), 0.1);
            }
        }

        GoldenComparison.AssertNone(findings);
    }

    [TensorFact]
    public void Run_Twice_GivesTheSameBits_AndLearns()
    {
        (List<double> losses, float[] weights) first = Train(Few with { Steps = 40, Schedule = LearningRateKind.Constant });
        (List<double> losses, float[] weights) second = Train(Few with { Steps = 40, Schedule = LearningRateKind.Constant });
        Assert.Equal(first.losses, second.losses);
        Assert.Equal(first.weights, second.weights);
        Assert.True(first.losses.TakeLast(4).Average() < 0.8 * first.losses.Take(4).Average(), $"losses {string.Join(", ", first.losses)}");
    }

    [TensorFact]
    public void Run_OtherSeed_TakesAnotherOrder() => Assert.NotEqual(Train(Few).Losses, Train(Few with { Seed = 6 }).Losses);

    [TensorFact]
    public void Run_InMicroBatches_GivesTheGradientOfTheWhole()
    {
        (List<double> Losses, float[] Weights) whole = Train(Few), parts = Train(Few with { MicroBatches = 3 });
        Assert.All(whole.Losses.Zip(parts.Losses), pair => Assert.Equal(pair.First, pair.Second, 4));
        // A key's bias has a gradient of rounding alone, which AdamW blows up to whole steps; all others stay together.
        Assert.True(whole.Weights.Zip(parts.Weights).Count(pair => Math.Abs(pair.First - pair.Second) > 1e-4) <= 2 * 16);
    }

    /// <summary>Of one text twice: with one mask for both micro-batches their losses, and the mean, would be that of the text alone.</summary>
    [TensorFact]
    public void Step_InMicroBatches_DrawsAMaskForEach()
    {
        using ModelGolden golden = new("bert-mlm");
        TrainingExample text = LabeledTexts.Of(golden)[0];
        double Loss(int count, int microBatches)
        {
            using PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { ForTraining = true });
            TrainingExample[] texts = [.. Enumerable.Repeat(text, count)];
            using TrainingLoop loop = new(
                model, new TokenObjective(HeadKind.MaskedLanguageModeling), new LabeledTexts(texts), Few with { BatchSize = count, MicroBatches = microBatches, Dropout = 0.5 });
            return loop.Step(texts).Loss;
        }

        Assert.NotEqual(Loss(1, 1), Loss(2, 2), 6);
    }

    [TensorFact]
    public void Run_WithCheckpointing_GivesTheSameLosses_DropoutIncluded()
    {
        (List<double> Losses, float[] Weights) kept = Train(Few, dropout: 0.2), again = Train(Few with { Checkpointing = true }, dropout: 0.2);
        Assert.Equal(kept.Losses, again.Losses);
        Assert.Equal(kept.Weights, again.Weights);
        Assert.NotEqual(kept.Losses, Train(Few).Losses);
        Assert.Equal(Train(Few).Losses, Train(Few with { Dropout = 0 }, dropout: 0.2).Losses);
        Assert.Equal(kept.Losses, Train(Few with { Dropout = 0.2 }).Losses);
    }

    [TensorFact]
    public void Run_OfAnEncoderDecoder_LearnsToWrite()
    {
        using ModelGolden golden = new("t5-seq2seq");
        using PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { ForTraining = true });
        TrainingExample[] examples = LabeledTexts.Written(golden);
        using TrainingLoop loop = new(
            model, Objective.For(HeadKind.SequenceToSequence), new LabeledTexts(examples), Few with { Steps = 150, BatchSize = examples.Length, LearningRate = 1e-2, Dropout = 0 });
        loop.Run();
        GeneratedText written = TextGenerator.Run(model, examples[0].Sequence.Ids, new GenerationOptions { MaximumNewTokens = examples[0].Labels.Count });
        Assert.Equal(examples[0].Labels.Where(label => label != model.EndTokens().Single()), written.Tokens.Where(id => id != model.EndTokens().Single()));
    }

    [TensorFact]
    public void Run_InBFloat16_LearnsAsInFloat32_WithCheckpointingToo()
    {
        TrainingOptions options = Few with { Steps = 40, Schedule = LearningRateKind.Constant };
        List<double> whole = Train(options).Losses, half = Train(options with { Precision = Precision.BFloat16 }).Losses;
        Assert.NotEqual(whole, half);
        Assert.All(whole.Zip(half), pair => Assert.InRange(pair.Second / pair.First, 0.9, 1.1));
        // A weight that serves two segments is cast twice then, so its gradient is rounded otherwise.
        List<double> again = Train(options with { Precision = Precision.BFloat16, Checkpointing = true }).Losses;
        Assert.Equal(half[0], again[0]);
        Assert.All(half.Zip(again), pair => Assert.InRange(pair.Second / pair.First, 0.99, 1.01));
    }

    [TensorFact]
    public void Run_WithFrozenParameters_LeavesThemAlone()
    {
        using ModelGolden golden = new("bert-mlm");
        using PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { ForTraining = true });
        Assert.Equal(5, ParameterFreezing.Freeze(model.Weights.Parameters, ["bert.embeddings.*"]));
        Parameter words = model.Weights.Parameters[0];
        float[] before = words.Value.ToArray<float>();
        using TrainingLoop loop = new(model, new TokenObjective(HeadKind.MaskedLanguageModeling), new LabeledTexts(LabeledTexts.Of(golden)), Few);
        loop.Run();
        Assert.Equal(before, words.Value.ToArray<float>());
        Assert.Throws<InvalidOptionException>(() => ParameterFreezing.Freeze(model.Weights.Parameters, ["bert.embedings.*"]));
    }

    [TensorFact]
    public void Run_LossThatIsNoNumber_EndsBeforeTheParametersAreSpoiled()
    {
        using ModelGolden golden = new("bert-mlm");
        using PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { ForTraining = true });
        Parameter norm = model.Weights.Parameters.Single(p => p.Name.EndsWith("transform.LayerNorm.weight", StringComparison.Ordinal));
        using (TensorScope.Open())
        using (Gradients.Without())
            Operators.AddInPlace(norm.Value, Operators.Full([norm.ElementCount], double.NaN, DataType.Float32));
        float[] before = model.Weights.Parameters[0].Value.ToArray<float>();
        using TrainingLoop loop = new(model, new TokenObjective(HeadKind.MaskedLanguageModeling), new LabeledTexts(LabeledTexts.Of(golden)), Few);
        DivergedTrainingException error = Assert.Throws<DivergedTrainingException>(() => loop.Run());
        Assert.Equal(1, error.Step);
        Assert.Equal(3, error.ExitCode);
        Assert.Equal(before, model.Weights.Parameters[0].Value.ToArray<float>());
    }

    [TensorFact]
    public void Run_AnErrorInTheSource_ComesOut()
    {
        using ModelGolden golden = new("bert-mlm");
        using PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { ForTraining = true });
        using TrainingLoop loop = new(model, new TokenObjective(HeadKind.MaskedLanguageModeling), new Failing(LabeledTexts.Of(golden)[0]), Few);
        Assert.Equal("the file ended", Assert.Throws<InvalidOperationException>(() => loop.Run()).Message);
        Assert.Equal(2, loop.StepCount);
    }

    [TensorFact]
    public void Run_Cancelled_EndsBetweenTwoSteps()
    {
        using ModelGolden golden = new("bert-mlm");
        using PretrainedModel model = PretrainedModel.Load(golden.Folder, new ModelLoadOptions { ForTraining = true });
        using CancellationTokenSource source = new();
        using TrainingLoop loop = new(model, new TokenObjective(HeadKind.MaskedLanguageModeling), new LabeledTexts(LabeledTexts.Of(golden)), Few);
        Assert.ThrowsAny<OperationCanceledException>(() => loop.Run(report => CancelAfterThree(report, source), null, source.Token));
        Assert.Equal(3, loop.StepCount);
    }

    [TensorTheory]
    [InlineData("--steps")]
    [InlineData("--micro-batches")]
    [InlineData("--learning-rate")]
    [InlineData("--precision")]
    public void Validate_OptionsThatCannotBe_AreNamed(string option)
    {
        TrainingOptions wrong = option switch
        {
            "--steps" => Few with { Steps = 0 },
            "--micro-batches" => Few with { MicroBatches = 4 },
            "--learning-rate" => Few with { LearningRate = double.NaN },
            _ => Few with { Precision = (Precision)7 },
        };
        Assert.Equal(option, Assert.Throws<InvalidOptionException>(wrong.Validate).Place);
    }

    private static (List<double> Losses, float[] Weights) Train(TrainingOptions options, double dropout = 0)
    {
        using ModelGolden golden = new("bert-mlm");
        using Support.TemporaryModel copy = new(golden.Folder, config =>
        {
            config["hidden_dropout_prob"] = dropout;
            config["attention_probs_dropout_prob"] = dropout;
        });
        using PretrainedModel model = PretrainedModel.Load(copy.Path, new ModelLoadOptions { ForTraining = true });
        using TrainingLoop loop = new(model, new TokenObjective(HeadKind.MaskedLanguageModeling), new LabeledTexts(LabeledTexts.Of(golden)), options);
        List<double> losses = [];
        loop.Run(report => losses.Add(report.Loss));
        return (losses, [.. model.Weights.Parameters.SelectMany(p => p.Value.ToArray<float>())]);
    }

    private static void CancelAfterThree(TrainingStepReport report, CancellationTokenSource source)
    {
        if (report.Step == 3)
            source.Cancel();
    }

    private sealed class Failing(TrainingExample example) : IExampleSource
    {
        private int _reads;

        public int Count => 100;

        public TrainingExample Read(int index, int round) => _reads++ < 6 ? example : throw new InvalidOperationException("the file ended");
    }
}
