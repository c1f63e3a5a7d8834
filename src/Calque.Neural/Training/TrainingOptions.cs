using System;
using Calque.Neural.Tensors;

namespace Calque.Neural.Training;

/// <summary>Everything a training run depends on.</summary>
public sealed record TrainingOptions
{
    /// <summary>Steps of the optimizer.</summary>
    public required long Steps { get; init; }

    /// <summary>Examples a step.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Parts that a step's examples are computed in, one after another: less memory, the same gradient.</summary>
    public int MicroBatches { get; init; } = 1;

    /// <summary>The learning rate after the warm-up.</summary>
    public double LearningRate { get; init; } = 2e-5;

    /// <summary>How it runs.</summary>
    public LearningRateKind Schedule { get; init; } = LearningRateKind.Linear;

    /// <summary>Steps of the warm-up.</summary>
    public long WarmUpSteps { get; init; }

    /// <summary>The largest norm over all gradients; infinite: no limit.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>The optimizer's constants.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>What matrix products run in; parameters and sums stay in float32. Default: bfloat16 on a GPU, float32 on the processor.</summary>
    public Precision Precision { get; init; }

    /// <summary>The probability at every place where the family has a dropout, also where its configuration says 0; null: as the configuration says.</summary>
    public double? Dropout { get; init; }

    /// <summary>Whether layers' inner results are made again in the backward pass instead of kept.</summary>
    public bool Checkpointing { get; init; }

    /// <summary>Keys the order of examples and the dropout.</summary>
    public ulong Seed { get; init; }

    /// <summary>Throws for options that cannot be, each named as it is typed.</summary>
    /// <exception cref="InvalidOptionException">An option cannot be.</exception>
    public void Validate()
    {
        Require(Steps >= 1, "--steps", Steps, "1 or more");
        Require(BatchSize >= 1, "--batch-size", BatchSize, "1 or more");
        Require(MicroBatches >= 1 && MicroBatches <= BatchSize, "--micro-batches", MicroBatches, $"from 1 to the batch size, {BatchSize}");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), "--learning-rate", LearningRate, "a number above 0");
        Require(WarmUpSteps >= 0 && WarmUpSteps <= Steps, "--warm-up-steps", WarmUpSteps, $"from 0 to the steps, {Steps}");
        Require(ClipNorm > 0, "--clip-norm", ClipNorm, "a number above 0");
        Require(Dropout is null or (>= 0 and < 1), "--dropout", Dropout ?? 0, "a number from 0 to below 1");
        Require(Enum.IsDefined(Precision), "--precision", Precision, "auto, fp32 or bf16");
    }

    private static void Require(bool holds, string option, object found, string expected)
    {
        if (!holds)
            throw new InvalidOptionException(option, FormattableString.Invariant($"{found}"), expected, "See the help of the verb for its options.");
    }
}
