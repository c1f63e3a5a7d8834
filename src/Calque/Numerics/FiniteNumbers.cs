using System;
using System.Numerics;

namespace Calque.Numerics;

/// <summary>Whether numbers are finite, many at a time.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether no value is NaN or an infinity.</summary>
    public static bool All(ReadOnlySpan<float> values)
    {
        // A number minus itself is zero, but for those that are not finite.
        Vector<float> differences = Vector<float>.Zero;
        int j = 0;
        for (; j <= values.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            Vector<float> value = Vector.LoadUnsafe(in values[j]);
            differences |= value - value;
        }

        bool finite = Vector.EqualsAll(differences, Vector<float>.Zero);
        for (; j < values.Length; j++)
            finite &= float.IsFinite(values[j]);
        return finite;
    }
}
