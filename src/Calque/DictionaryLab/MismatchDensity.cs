using System;
using System.Collections.Generic;

namespace Calque.DictionaryLab;

/// <summary>
/// How standardised scores of mismatched pairs are spread above their mean: a histogram of drawn mismatches, made never to rise, read by linear
/// interpolation. Related words give it a longer tail than a normal distribution has.
/// </summary>
internal sealed class MismatchDensity
{
    private const double Width = 0.25;
    private const int Bins = 64;

    private readonly double[] _density = new double[Bins + 1];

    public MismatchDensity(IReadOnlyList<double> scores)
    {
        // Bin b is centred on b × Width; the first one takes both sides of 0.
        double[] counts = new double[Bins + 1];
        foreach (double score in scores)
        {
            int bin = (int)Math.Floor((score / Width) + 0.5);
            if (bin >= 0)
                counts[Math.Min(bin, Bins)]++;
        }

        for (int bin = 0; bin <= Bins; bin++)
        {
            // Half a count in every bin, halved again and again: nothing is impossible, and farther out is less likely.
            double density = (counts[bin] + Math.ScaleB(1, -(bin / 4))) / (scores.Count * Width);
            _density[bin] = bin == 0 ? density : Math.Min(density, _density[bin - 1]);
        }
    }

    /// <summary>The density at a score; below the mean, what it is at the mean.</summary>
    public double At(double score)
    {
        double place = Math.Clamp(score / Width, 0, Bins);
        int bin = Math.Min((int)place, Bins - 1);
        double share = place - bin;
        return ((1 - share) * _density[bin]) + (share * _density[bin + 1]);
    }
}
