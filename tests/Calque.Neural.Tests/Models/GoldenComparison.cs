using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
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
