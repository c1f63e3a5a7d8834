using System;
using System.Linq;

namespace Calque.Alignment;

/// <summary>The normalisations as they are typed.</summary>
public static class NormalizationNames
{
    private static readonly string[] s_names = ["raw", "unit", "unit-centre-unit", "iterative"];

    /// <summary>All names, in the order of <see cref="VectorNormalization"/>.</summary>
    public static string All => string.Join(", ", s_names);

    /// <summary>The name of one.</summary>
    public static string Of(VectorNormalization normalization) => s_names[(int)normalization];

    /// <summary>The normalisation of a name.</summary>
    public static bool TryParse(string name, out VectorNormalization normalization)
    {
        int place = s_names.ToList().FindIndex(known => string.Equals(known, name, StringComparison.Ordinal));
        normalization = (VectorNormalization)Math.Max(place, 0);
        return place >= 0;
    }
}
