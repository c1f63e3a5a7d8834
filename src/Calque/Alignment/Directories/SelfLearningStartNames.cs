using System;
using System.Linq;

namespace Calque.Alignment.Directories;

/// <summary>The starts of self-learning as they are typed.</summary>
public static class SelfLearningStartNames
{
    private static readonly string[] s_names = ["dictionary", "identical", "numerals", "nothing"];

    /// <summary>All names, in the order of <see cref="SelfLearningStart"/>.</summary>
    public static string All => string.Join(", ", s_names);

    /// <summary>The name of one.</summary>
    public static string Of(SelfLearningStart start) => s_names[(int)start];

    /// <summary>The start of a name.</summary>
    public static bool TryParse(string name, out SelfLearningStart start)
    {
        int place = s_names.ToList().FindIndex(known => string.Equals(known, name, StringComparison.Ordinal));
        start = (SelfLearningStart)Math.Max(place, 0);
        return place >= 0;
    }
}
