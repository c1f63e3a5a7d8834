using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;
using Xunit;

namespace Calque.Neural.Tests.Models;

/// <summary>Compares numbers with the golden ones: the largest difference against the largest number, as the fixtures' README says.</summary>
internal static class GoldenComparison
{
    public const double Tolerance = 1e-5;

    /// <summary>Adds a line to the findings if two tensors differ.</summary>
    /// <param name="findings">Receives what differs.</param>
    /// <param name="name">The tensor.</param>
    /// <param name="expected">Golden numbers.</param>
    /// <param name="actual">The engine's.</param>
    /// <param name="leastScale">The scale of tensors that are zero by mathematics: a hundredth of the largest number among their kind.</param>
    public static void Compare(List<string> findings, string name, float[] expected, float[] actual, double leastScale = 0)
    {
        if (expected.Length != actual.Length)
        {
            findings.Add($"{name}: {actual.Length} numbers, expected {expected.Length}");
            return;
        }

        double scale = Math.Max(leastScale, expected.Length == 0 ? 1 : expected.Max(Math.Abs)), worst = 0;
        for (int i = 0; i < expected.Length; i++)
            worst = Math.Max(worst, double.IsNaN(actual[i]) ? double.PositiveInfinity : Math.Abs(expected[i] - actual[i]));
        if (!(worst <= Tolerance * scale))
            findings.Add($"{name}: differs by {worst / scale:E2} of its scale {scale:E2}");
    }

    /// <summary>Compares the loss and every gradient, after the backward pass.</summary>
    public static List<string> Gradients(ModelGolden golden, ModelWeights weights, Tensor loss)
    {
        List<string> findings = [];
        Compare(findings, "loss", golden.Floats("loss"), [(float)loss.Item()]);
        Dictionary<string, Parameter> parameters = weights.Parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);
        string[] gradients = [.. golden.Names.Where(n => n.StartsWith("grad.", StringComparison.Ordinal))];
        double largest = gradients.Max(n => golden.Floats(n).Max(Math.Abs));
        foreach (string name in gradients)
        {
            Tensor? gradient = parameters.TryGetValue(name["grad.".Length..], out Parameter? parameter) ? parameter.Value.Gradient : null;
            if (gradient is null)
                findings.Add($"{name}: no gradient");
            else
                Compare(findings, name, golden.Floats(name), gradient.ToArray<float>(), largest / 100);
        }

        foreach (Parameter parameter in weights.Parameters)
        {
            if (!golden.Has($"grad.{parameter.Name}"))
                findings.Add($"{parameter.Name} is a parameter of ours and has no golden gradient");
        }

        return findings;
    }

    /// <summary>Packed rows [tokens × width] as the padded tensor [sequences × length × width], rows of padding 0.</summary>
    public static float[] Padded(float[] packed, TokenBatch batch, int length)
    {
        int width = packed.Length / batch.TokenCount;
        float[] padded = new float[batch.SequenceCount * length * width];
        for (int b = 0; b < batch.SequenceCount; b++)
            Array.Copy(packed, batch.FirstToken(b) * width, padded, b * length * width, batch.Length(b) * width);
        return padded;
    }

    public static void AssertNone(List<string> findings) => Assert.True(findings.Count == 0, string.Join(Environment.NewLine, findings));
}
