using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Calque.Numerics.Randomness;

/// <summary>
/// The quantile function of the standard normal distribution, by the rational approximations of M. J. Wichura,
/// "Algorithm AS 241" (Applied Statistics 37, 1988), routine PPND16: relative error about 1e-16.
/// </summary>
/// <remarks>One uniform number gives one normal number, with no rejection and no library function, so the n-th draw of a stream needs no other.</remarks>
public static class NormalQuantile
{
    // How far from a half the approximation of the centre reaches.
    private const double Centre = 0.425;

    // Below it the square root of the logarithm, of which the middle ends at 5, may be larger: e^-25 is 1.39e-11.
    private const double Tail = 1.4e-11;

    // Coefficients of the paper, highest power first; the denominators end in 1.
    private static ReadOnlySpan<double> CentreNumerator =>
    [
        2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
        1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e+0,
    ];

    private static ReadOnlySpan<double> CentreDenominator =>
    [
        5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
        5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1.0,
    ];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e+0,
        3.64784832476320460504e+0, 5.76949722146069140550e+0, 4.63033784615654529590e+0, 1.42343711074968357734e+0,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1.0,
    ];

    private static ReadOnlySpan<double> TailNumerator =>
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580e+0, 5.46378491116411436990e+0, 6.65790464350110377720e+0,
    ];

    private static ReadOnlySpan<double> TailDenominator =>
    [
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0,
    ];

    /// <summary>The number below which a standard normal variate falls with the given probability.</summary>
    /// <param name="probability">Between 0 and 1, both excluded.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not inside (0, 1).</exception>
    public static double Evaluate(double probability)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability must lie inside (0, 1).");
        }

        double q = probability - 0.5;
        if (Math.Abs(q) <= Centre)
        {
            double centre = 0.180625 - (q * q);
            return q * Horner(CentreNumerator, centre) / Horner(CentreDenominator, centre);
        }

        double nearer = q < 0 ? probability : 1.0 - probability;
        double r = Math.Sqrt(-DeterministicMath.Log(nearer));
        double value = r <= 5
            ? Horner(MiddleNumerator, r - 1.6) / Horner(MiddleDenominator, r - 1.6)
            : Horner(TailNumerator, r - 5.0) / Horner(TailDenominator, r - 5.0);
        return q < 0 ? -value : value;
    }

    /// <summary>
    /// The same for many, in place and with the same bits, a vector at a time: the centre, where six numbers in seven lie, and the middle
    /// where a number of the vector asks for it, their steps rounded apart as there. The tail, one number in 10¹⁰, is left to the other.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A probability is not inside (0, 1).</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Evaluate(Span<double> probabilities)
    {
        int i = 0;
        for (; i <= probabilities.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> probability = Vector.LoadUnsafe(in probabilities[i]);
            Vector<double> q = probability - new Vector<double>(0.5);
            Vector<double> centre = new Vector<double>(0.180625) - (q * q);
            Vector<double> value = q * Horner(CentreNumerator, centre) / Horner(CentreDenominator, centre);
            Vector<long> isCentre = Vector.LessThanOrEqual(Vector.Abs(q), new Vector<double>(Centre));
            if (!Vector.EqualsAll(isCentre, Vector<long>.AllBitsSet))
            {
                Vector<long> isLower = Vector.LessThan(q, Vector<double>.Zero);
                Vector<double> nearer = Vector.ConditionalSelect(isLower, probability, Vector<double>.One - probability);
                // Also false for what lies outside (0, 1).
                if (!Vector.GreaterThanAll(nearer, new Vector<double>(Tail)))
                {
                    for (int lane = i; lane < i + Vector<double>.Count; lane++)
                        probabilities[lane] = Evaluate(probabilities[lane]);
                    continue;
                }

                Vector<double> r = Vector.SquareRoot(-DeterministicMath.Log(nearer)) - new Vector<double>(1.6);
                Vector<double> middle = Horner(MiddleNumerator, r) / Horner(MiddleDenominator, r);
                value = Vector.ConditionalSelect(isCentre, value, Vector.ConditionalSelect(isLower, -middle, middle));
            }

            value.StoreUnsafe(ref probabilities[i]);
        }

        for (; i < probabilities.Length; i++)
            probabilities[i] = Evaluate(probabilities[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Horner(ReadOnlySpan<double> coefficients, Vector<double> x)
    {
        Vector<double> value = new(coefficients[0]);
        for (int i = 1; i < coefficients.Length; i++)
            value = (value * x) + new Vector<double>(coefficients[i]);
        return value;
    }

    private static double Horner(ReadOnlySpan<double> coefficients, double x)
    {
        double value = coefficients[0];
        for (int i = 1; i < coefficients.Length; i++)
        {
            value = (value * x) + coefficients[i];
        }

        return value;
    }
}
