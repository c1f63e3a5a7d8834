using System;
using System.Numerics;

namespace Calque.Tokenizers.Loading;

/// <summary>
/// The double nearest to a decimal fraction, ties to even: the quotient of two whole numbers, to 63 bits and more, rounded once. For
/// the scores of Unigram models, of which a file holds tens of thousands with 17 digits each.
/// </summary>
internal static class DecimalFraction
{
    /// <summary>The highest power of ten that <see cref="Divide"/> takes: 5^27 is the last power of five below 2^63.</summary>
    public const int MostPlaces = 27;

    private static readonly ulong[] PowersOfFive = MakePowers();

    /// <summary>digits / 10^places, correctly rounded.</summary>
    /// <param name="digits">The digits without the point.</param>
    /// <param name="places">How many of them stand behind it, 0 to <see cref="MostPlaces"/>.</param>
    public static double Divide(ulong digits, int places)
    {
        if (digits == 0)
            return 0;
        // digits / 10^p = (a / b) 2^(shiftB - shiftA - p), a and b with their highest bit set.
        ulong divisor = PowersOfFive[places];
        int shiftA = BitOperations.LeadingZeroCount(digits);
        int shiftB = BitOperations.LeadingZeroCount(divisor);
        ulong a = digits << shiftA;
        ulong quotient = DivideWide(a >> 1, a << 63, divisor << shiftB, out bool exact); // a 2^63 / b: 63 or 64 bits
        // The lowest bit stands for everything below: ten bits behind the last that counts.
        long rounded = (long)((quotient >> 1) | (quotient & 1) | (exact ? 0UL : 1UL));
        int exponent = shiftB - shiftA - places - 62;
        return rounded * BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);
    }

    /// <summary>A number of 128 bits by one of 64 with its highest bit set, the high half below it (Knuth, algorithm D, with digits of 32 bits).</summary>
    private static ulong DivideWide(ulong high, ulong low, ulong divisor, out bool exact)
    {
        ulong top = divisor >> 32, bottom = (uint)divisor;
        ulong first = Digit(high, low >> 32, top, bottom);
        // Wraps on purpose: the true remainder fits.
        ulong rest = unchecked((high << 32) + (low >> 32) - (first * divisor));
        ulong second = Digit(rest, (uint)low, top, bottom);
        exact = unchecked((rest << 32) + (uint)low - (second * divisor)) == 0;
        return (first << 32) + second;
    }

    // One digit: the estimate from the divisor's upper half, at most two too large.
    private static ulong Digit(ulong high, ulong next, ulong top, ulong bottom)
    {
        ulong digit = high / top;
        ulong rest = high - (digit * top);
        while (digit >> 32 != 0 || digit * bottom > (rest << 32) + next)
        {
            digit--;
            rest += top;
            if (rest >> 32 != 0)
                break;
        }

        return digit;
    }

    private static ulong[] MakePowers()
    {
        ulong[] powers = new ulong[MostPlaces + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 5;
        return powers;
    }
}
