using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;
using Calque.Neural.Tests.Models;
using Calque.Neural.Training;
using Xunit;

namespace Calque.Neural.Tests.Training;

/// <summary>The optimizer against PyTorch's steps in float64, and its fused pass against the same in float32 operators.</summary>
[LeakChecked]
public sealed class AdamWTests
{
    [TensorFact]
    public void Step_TwentyTimes_GivesPyTorchsParametersAndMoments()
    {
        using ModelGolden golden = new("adamw", "adamw.safetensors");
        string[] names = [.. golden.Names.Where(n => n.StartsWith("start.", StringComparison.Ordinal)).Select(n => n["start.".Length..])];
        double[] rates = golden.Doubles("rates");
        Parameter[] parameters = Make(names, n => golden.Floats($"start.{n}"), n => [.. golden.Shape($"start.{n}")]);
        using (AdamW optimizer = new(parameters, new AdamWOptions { WeightDecay = 0.1 }))
        {
            List<string> findings = [];
            for (int step = 1; step <= 20; step++)
            {
                using TensorScope scope = TensorScope.Open();
                foreach (Parameter parameter in parameters)
                {
                    int count = (int)parameter.ElementCount;
                    parameter.Value.Gradient = Tensor.From<float>(golden.Floats($"gradients.{parameter.Name}").AsSpan((step - 1) * count, count), [.. parameter.Shape]);
                }

                optimizer.Step(rates[step - 1]);
                foreach (Parameter parameter in parameters.Where(p => golden.Has($"after.{step}.{p.Name}")))
                    GoldenComparison.Compare(findings, $"after {step} {parameter.Name}", golden.Floats($"after.{step}.{parameter.Name}"), parameter.Value.ToArray<float>());
            }

            for (int i = 0; i < parameters.Length; i++)
            {
                GoldenComparison.Compare(findings, $"first moment {names[i]}", golden.Floats($"first_moment.{names[i]}"), optimizer.FirstMoments[i].ToArray<float>());
                GoldenComparison.Compare(findings, $"second moment {names[i]}", golden.Floats($"second_moment.{names[i]}"), optimizer.SecondMoments[i].ToArray<float>());
            }

            optimizer.ClearGradients();
            GoldenComparison.AssertNone(findings);
        }

        Free(parameters);
    }

    [TensorFact]
    public void Step_AnyNumberOfThreads_GivesTheSameBits()
    {
        float[][] results = new float[2][];
        int before = TensorEngine.Threads;
        for (int threads = 1; threads <= 2; threads++)
        {
            TensorEngine.Threads = threads;
            Parameter[] parameters = Make(["w"], _ => [.. Enumerable.Range(0, 100_003).Select(i => MathF.Sin(i))], _ => [1, 100_003]);
            using (AdamW optimizer = new(parameters, new AdamWOptions()))
            {
                for (int step = 0; step < 5; step++)
                {
                    using TensorScope scope = TensorScope.Open();
                    parameters[0].Value.Gradient = parameters[0].Value * (0.5 + step);
                    optimizer.Step(1e-2);
                }

                results[threads - 1] = parameters[0].Value.ToArray<float>();
                optimizer.ClearGradients();
            }

            Free(parameters);
        }

        TensorEngine.Threads = before;
        Assert.Equal(results[0], results[1]);
    }

    [TensorFact]
    public void Step_OfParametersWithoutGradient_LeavesThemAlone()
    {
        Parameter[] parameters = Make(["a", "b"], _ => [1, 2], _ => [1, 2]);
        using (AdamW optimizer = new(parameters, new AdamWOptions()))
        {
            using (TensorScope.Open())
                parameters[0].Value.Gradient = Tensor.From<float>([1, 1], 1, 2);
            optimizer.Step(0.1);
            Assert.NotEqual([1f, 2], parameters[0].Value.ToArray<float>());
            Assert.Equal([1f, 2], parameters[1].Value.ToArray<float>());
            optimizer.ClearGradients();
        }

        Free(parameters);
    }

    private static Parameter[] Make(string[] names, Func<string, float[]> values, Func<string, long[]> shape)
    {
        using TensorScope scope = TensorScope.Open();
        return [.. names.Select(name => new Parameter(name, Tensor.From<float>(values(name), shape(name))) { IsTrainable = true })];
    }

    private static void Free(Parameter[] parameters)
    {
        foreach (Parameter parameter in parameters)
            parameter.Dispose();
    }
}
