using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Numerics;

namespace Calque.DictionaryLab;

/// <summary>
/// Tells right pairs from wrong ones by one number a pair, standardised so that mismatched pairs have mean 0 and deviation 1: a mixture of three.
/// Wrong pairs are spread as drawn mismatches are. Right pairs are normal; some of them, whose words have other meanings too or poor vectors, lie below, from
/// the mean of the right down to one deviation above the mismatches, the farther the fewer. Shares, mean and deviation are found by expectation and maximisation.
/// </summary>
internal sealed class PairMixture
{
    private const int Rounds = 300;
    private const double NarrowestDeviation = 0.3;
    private const double WeakFrom = 1;
    private const double RootOfTwoPi = 2.5066282746310002;

    private readonly MismatchDensity _wrong;

    private PairMixture(MismatchDensity wrong, double wrongShare, double weakShare, double mean, double deviation)
    {
        _wrong = wrong;
        WrongShare = wrongShare;
        WeakShare = weakShare;
        Mean = mean;
        Deviation = deviation;
    }

    /// <summary>The share of wrong pairs.</summary>
    public double WrongShare { get; }

    /// <summary>The share of right pairs that stand apart from the others.</summary>
    public double WeakShare { get; }

    /// <summary>The mean score of the right pairs.</summary>
    public double Mean { get; }

    /// <summary>The deviation of their scores.</summary>
    public double Deviation { get; }

    /// <summary>Fits the mixture.</summary>
    /// <param name="scores">The pairs' standardised scores.</param>
    /// <param name="wrong">How mismatches are spread.</param>
    public static PairMixture Fit(IReadOnlyList<double> scores, MismatchDensity wrong)
    {
        double[] above = [.. scores.Where(score => score > 1)];
        PairMixture mixture = new(wrong, 0.3, 0.02, above.Length > 0 ? above.Sum() / above.Length : 2, 1.5);
        for (int round = 0; round < Rounds; round++)
        {
            PairMixture next = mixture.Improve(scores);
            double moved = Math.Abs(next.Mean - mixture.Mean) + Math.Abs(next.Deviation - mixture.Deviation) + Math.Abs(next.WrongShare - mixture.WrongShare);
            mixture = next;
            if (moved < 1e-8)
                break;
        }

        return mixture;
    }

    /// <summary>The probability that a pair of this score is a mismatch; above the mean of the right pairs it does not change.</summary>
    public double WrongProbability(double score)
    {
        double wrong = Wrong(score), right = Strong(score) + Weak(score);
        return wrong / (wrong + right + 1e-300);
    }

    /// <summary>How much likelier a score is for a right pair than for a mismatch; above the mean of the right pairs it does not change.</summary>
    public double RightRatio(double score) =>
        (Strong(score) + Weak(score)) / (1 - WrongShare) / (_wrong.At(Capped(score)) + 1e-300);

    // Above the mean of the right pairs their density falls, and would in the end fall below that of the mismatches; so would the wider of the two win
    // far below. Neither is meant.
    private double Capped(double score) => Math.Clamp(score, 0, Math.Max(Mean, 0));

    private double Wrong(double score) => WrongShare * _wrong.At(Capped(score));

    private double Strong(double score)
    {
        double apart = (Capped(score) - Mean) / Deviation;
        return (1 - WrongShare - WeakShare) * DeterministicMath.Exp(-0.5 * Math.Min(apart * apart, 1400)) / (Deviation * RootOfTwoPi);
    }

    // A triangle, not an even spread: evenly spread weak pairs would take the mismatches that reach one or two deviations by chance, a sixth of all, for
    // their own wherever few lines are wrong.
    private double Weak(double score)
    {
        double z = Capped(score), width = Math.Max(Mean - WeakFrom, 1);
        return z < WeakFrom ? 0 : WeakShare * 2 * (z - WeakFrom) / (width * width);
    }

    private PairMixture Improve(IReadOnlyList<double> scores)
    {
        double wrong = 0, weak = 0, strong = 0, sum = 0;
        double[] shares = new double[scores.Count];
        for (int i = 0; i < shares.Length; i++)
        {
            double w = Wrong(scores[i]), k = Weak(scores[i]), s = Strong(scores[i]), all = w + k + s + 1e-300;
            wrong += w / all;
            weak += k / all;
            shares[i] = s / all;
            strong += shares[i];
            sum += shares[i] * scores[i];
        }

        if (strong < 1e-9)
            return this;
        double mean = sum / strong, squares = 0;
        for (int i = 0; i < shares.Length; i++)
            squares += shares[i] * (scores[i] - mean) * (scores[i] - mean);
        return new PairMixture(
            _wrong,
            Math.Clamp((wrong + 0.5) / (shares.Length + 1), 1e-3, 0.9),
            Math.Clamp(weak / shares.Length, 1e-3, 0.04),
            mean,
            Math.Max(Math.Sqrt(squares / strong), NarrowestDeviation));
    }
}
