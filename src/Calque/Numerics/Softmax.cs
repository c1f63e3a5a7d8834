using System;

namespace Calque.Numerics;

/// <summary>The softmax with a temperature, in double precision and with the same bits on every machine.</summary>
public static class Softmax
{
    /// <summary>
    /// weights[i] = exp((scores[i] - max) / temperature) / sum. The largest score is subtracted first, so that no
    /// temperature overflows: with 0.001 and cosines the plain formula would reach exp(1000).
    /// </summary>
    /// <param name="scores">Finite scores, at least one.</param>
    /// <param name="temperature">Above zero and finite; small values approach the largest score alone, large ones the mean.</param>
    /// <param name="weights">Receives the weights (same length; may be the same memory as <paramref name="scores"/>); their sum is 1 within rounding.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a score is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive finite number.</exception>
    public static void Apply(ReadOnlySpan<double> scores, double temperature, Span<double> weights)
    {
        if (!(temperature > 0) || double.IsInfinity(temperature))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature must be a positive finite number.");
        }

        if (weights.Length != scores.Length)
        {
            throw new ArgumentException("Scores and weights must have one length.", nameof(weights));
        }

        double max = double.NegativeInfinity;
        foreach (double score in scores)
        {
            if (!double.IsFinite(score))
            {
                throw new ArgumentException("A score is not a finite number.", nameof(scores));
            }

            max = Math.Max(max, score);
        }

        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double weight = DeterministicMath.Exp((scores[i] - max) / temperature);
            weights[i] = weight;
            sum += weight;
        }

        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
        }
    }
}
