using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Alignment;
using Calque.Neural.Alignment;
using Calque.Neural.Tensors;
using Calque.Neural.Tests.Models;
using Calque.Numerics.LinearAlgebra;
using Xunit;

namespace Calque.Neural.Tests.Alignment;

/// <summary>The steps of the adversarial game against an independent PyTorch implementation in float64 (recipes/oracle/adversarial.py).</summary>
[LeakChecked]
public sealed class AdversarialPlayTests
{
    private const int Dimension = 6, Batch = 4, Rounds = 3, Turns = 2;

    private static readonly string[] Layers = ["weight.0", "bias.0", "weight.1", "bias.1", "weight.2", "bias.2"];

    private static readonly DiscriminatorGameOptions Options = new()
    {
        HiddenWidth = 5,
        BatchWords = Batch,
        DiscriminatorSteps = Turns,
        LearningRate = 0.5,
        Dropout = 0,
        Smoothing = 0.1,
        Slope = 0.2,
        Orthogonality = 0.01,
        ProfileLength = 2,
    };

    [TensorFact]
    public void Steps_OfThreeRounds_GiveTheOraclesLossesAndPlayers()
    {
        using ModelGolden golden = new("adversarial", "adversarial.safetensors");
        using TensorScope scope = TensorScope.Open();
        using AdversarialPlay play = Make(golden, Options);
        long[] sources = golden.Integers("sources"), targets = golden.Integers("targets");
        List<float> losses = [], mapLosses = [];
        List<string> findings = [];
        for (int round = 0; round < Rounds; round++)
        {
            for (int turn = 0; turn < Turns; turn++)
            {
                losses.Add((float)play.StepDiscriminator(
                    sources.AsSpan(((round * (Turns + 1)) + turn) * Batch, Batch), targets.AsSpan(((round * Turns) + turn) * Batch, Batch), Options.LearningRate).Item());
            }

            mapLosses.Add((float)play.StepMap(sources.AsSpan(((round * (Turns + 1)) + Turns) * Batch, Batch), Options.LearningRate).Item());
            GoldenComparison.Compare(findings, $"map after {round + 1}", golden.Floats($"after.{round + 1}.map"), play.Map.ToArray<float>());
            for (int i = 0; i < Layers.Length; i++)
                GoldenComparison.Compare(findings, $"{Layers[i]} after {round + 1}", golden.Floats($"after.{round + 1}.{Layers[i]}"), play.Discriminator.Parameters[i].ToArray<float>());
        }

        GoldenComparison.Compare(findings, "losses", golden.Floats("losses"), [.. losses]);
        GoldenComparison.Compare(findings, "losses of the map", golden.Floats("map_losses"), [.. mapLosses]);
        GoldenComparison.AssertNone(findings);
    }

    /// <summary>A step of length 64 is almost nothing but the gradient.</summary>
    [TensorFact]
    public void Steps_OfGivenPlayers_DescendTheOraclesGradients()
    {
        const double Rate = 64;
        using ModelGolden golden = new("adversarial", "adversarial.safetensors");
        using TensorScope scope = TensorScope.Open();
        List<string> findings = [];
        using (AdversarialPlay play = Make(golden, Options))
        {
            play.StepDiscriminator(golden.Integers("sources").AsSpan(0, Batch), golden.Integers("targets").AsSpan(0, Batch), Rate);
            for (int i = 0; i < Layers.Length; i++)
                GoldenComparison.Compare(findings, Layers[i], golden.Floats($"gradient.{Layers[i]}"), Gradient(golden.Floats($"start.{Layers[i]}"), play.Discriminator.Parameters[i]));
        }

        using (AdversarialPlay play = Make(golden, Options with { Orthogonality = 0 }))
        {
            play.StepMap(golden.Integers("sources").AsSpan(0, Batch), Rate);
            GoldenComparison.Compare(findings, "map", golden.Floats("gradient.map"), Gradient(golden.Floats("start.map"), play.Map));
        }

        GoldenComparison.AssertNone(findings);

        static float[] Gradient(float[] before, Tensor after) => [.. before.Zip(after.ToArray<float>(), (a, b) => (float)((a - (double)b) / Rate))];
    }

    [TensorFact]
    public void Dropout_OfHalfTheInputs_ChangesTheDiscriminatorsStepAndNotTheMaps()
    {
        using ModelGolden golden = new("adversarial", "adversarial.safetensors");
        using TensorScope scope = TensorScope.Open();
        using AdversarialPlay play = Make(golden, Options with { Dropout = 0.5 }), again = Make(golden, Options with { Dropout = 0.5 });
        ReadOnlySpan<long> sources = golden.Integers("sources").AsSpan(0, Batch), targets = golden.Integers("targets").AsSpan(0, Batch);
        double whole = Make(golden, Options, out AdversarialPlay plain).StepMap(sources, 0.5).Item();
        Assert.Equal(whole, play.StepMap(sources, 0.5).Item());
        plain.Dispose();

        double first = play.StepDiscriminator(sources, targets, 0).Item(), second = play.StepDiscriminator(sources, targets, 0).Item();
        again.StepMap(sources, 0.5);
        Assert.NotEqual(first, second); // another step, another mask
        Assert.Equal(first, again.StepDiscriminator(sources, targets, 0).Item()); // the same draws again
    }

    /// <summary>From singular values 1.3 and 0.7 all of WᵀW - 1 is below 1e-3 after 345 steps at β = 0.01 and after 3,471 at 0.001, and not before: iterating σ ← (1 + β) σ - β σ³ says so.</summary>
    [TensorTheory]
    [InlineData(0.01, 345)]
    [InlineData(0.001, 3471)]
    public void Orthogonalize_OfSingularValuesApart_BringsThemToOne(double beta, int steps)
    {
        using TensorScope scope = TensorScope.Open();
        double c = Math.Cos(0.4), s = Math.Sin(0.4);
        Tensor map = Tensor.From<double>([1.3 * c, 1.3 * s, -0.7 * s, 0.7 * c], 2, 2);
        double before = double.NaN;
        for (int step = 0; step < steps; step++)
        {
            before = Error(map);
            using TensorScope inner = TensorScope.Open();
            AdversarialPlay.Orthogonalize(map, beta);
        }

        Assert.InRange(before, 1e-3, 1.1e-3);
        Assert.InRange(Error(map), 0.9e-3, 1e-3);

        static double Error(Tensor map) => SingularValueDecomposition.Compute(map.ToArray<double>(), 2, 2).Values.Max(value => Math.Abs((value * value) - 1));
    }

    [TensorFact]
    public void ReadMap_OfAMapThatIsNoNumberAnyMore_SaysSo()
    {
        using ModelGolden golden = new("adversarial", "adversarial.safetensors");
        using TensorScope scope = TensorScope.Open();
        using AdversarialPlay play = Make(golden, Options);
        play.StepMap(golden.Integers("sources").AsSpan(0, Batch), 1e38);
        Assert.Contains("the map", Assert.Throws<InvalidInputException>(() => play.ReadMap()).Message, StringComparison.Ordinal);
    }

    private static AdversarialPlay Make(ModelGolden golden, DiscriminatorGameOptions options, out AdversarialPlay play) => play = Make(golden, options);

    private static AdversarialPlay Make(ModelGolden golden, DiscriminatorGameOptions options)
    {
        int width = (int)golden.Shape("start.source_profiles")[1];
        AdversarialSpaces spaces = new(
            Dimension, golden.Floats("start.source"), golden.Floats("start.target"), width, golden.Floats("start.source_profiles"), golden.Floats("start.target_profiles"));
        Discriminator discriminator = new(
            [.. Layers.Select(name => Tensor.From<float>(golden.Floats($"start.{name}"), [.. golden.Shape($"start.{name}")]))], options.Slope);
        return new AdversarialPlay(spaces, Array.ConvertAll(golden.Floats("start.map"), value => (double)value), discriminator, options, 5);
    }
}
