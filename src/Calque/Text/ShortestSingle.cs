using System;
using System.Buffers.Text;

namespace Calque.Text;

/// <summary>
/// The shortest decimal that reads back as the same float32, as UTF-8: the same text as the framework's, several times as fast
/// for the magnitudes of similarities and weights. A file of evidence holds a million of them.
/// </summary>
internal static class ShortestSingle
{
    /// <summary>The longest text, such as <c>-1.1754944E-38</c>.</summary>
    public const int MaxLength = 16;

    private const int MostDigits = 9;

    // How near to a tie of the rounding the double arithmetic here is still believed; its own error is below 3e-7 at nine digits.
    private const double Doubt = 1e-5;

    private static ReadOnlySpan<double> Powers => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13];

    /// <summary>Writes a finite number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(float value, Span<byte> destination)
    {
        double magnitude = Math.Abs((double)value);
        if (magnitude is >= 1e-4 and < 1 && TryFindDigits(magnitude, value, out uint digits, out int decimals))
            return WriteFraction(value < 0, digits, decimals, destination);
        if (!Utf8Formatter.TryFormat(value, destination, out int written))
            throw new ArgumentException($"{destination.Length} bytes for a number of up to {MaxLength}", nameof(destination));
        return written;
    }

    /// <summary>Finds the fewest digits such that digits / 10^decimals reads back as the value; false where double arithmetic cannot tell.</summary>
    private static bool TryFindDigits(double magnitude, float value, out uint digits, out int decimals)
    {
        // Leading zeros behind the point: 0 for 0.1 and above.
        int zeros = magnitude >= 0.1 ? 0 : magnitude >= 0.01 ? 1 : magnitude >= 0.001 ? 2 : 3;
        // A decimal reads back as the value if it lies nearer to it than half the gap to the next float; at a power of two the gap
        // below is half as wide, so the narrower one decides, and what lies between the two is left to the framework.
        double wide = (MathF.BitIncrement((float)magnitude) - magnitude) / 2;
        double narrow = (magnitude - MathF.BitDecrement((float)magnitude)) / 2;
        digits = 0;
        decimals = 0;
        bool found = false;
        for (int count = 7; count <= MostDigits; count++)
        {
            int verdict = Try(count, out uint candidate);
            if (verdict < 0)
                return false;
            if (verdict == 0)
                continue;
            (digits, decimals, found) = (candidate, zeros + count, true);
            break;
        }

        if (!found)
            return false;
        // Six digits and fewer always read back where seven with a zero behind do; trailing zeros are cut.
        if (decimals - zeros > 7)
            return digits % 10 != 0;
        for (int count = 6; count > 0; count--)
        {
            int verdict = Try(count, out uint candidate);
            if (verdict < 0)
                return false;
            if (verdict == 0)
                break;
            (digits, decimals) = (candidate, zeros + count);
        }

        return digits % 10 != 0;

        // 1: reads back; 0: does not; -1: too near to call.
        int Try(int count, out uint candidate)
        {
            double scale = Powers[zeros + count];
            double scaled = magnitude * scale;
            double rounded = Math.Round(scaled);
            candidate = (uint)rounded;
            double distance = Math.Abs(scaled - rounded);
            if (Math.Abs(distance - 0.5) < Doubt)
                return -1;
            double least = Math.Min(wide, narrow) * scale;
            double most = Math.Max(wide, narrow) * scale;
            return distance < least - Doubt ? 1 : distance > most + Doubt ? 0 : -1;
        }
    }

    private static int WriteFraction(bool negative, uint digits, int decimals, Span<byte> destination)
    {
        int length = (negative ? 3 : 2) + decimals;
        Span<byte> text = destination[..length];
        for (int i = length - 1; i >= length - decimals; i--)
        {
            uint rest = digits / 10;
            text[i] = (byte)('0' + (digits - (10 * rest)));
            digits = rest;
        }

        text[length - decimals - 1] = (byte)'.';
        text[length - decimals - 2] = (byte)'0';
        if (negative)
            text[0] = (byte)'-';
        return length;
    }
}
