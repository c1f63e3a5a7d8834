using System;
using System.Collections.Generic;

namespace Calque.World;

/// <summary>The regular changes by which a word of B became a word of C, in their order.</summary>
public static class SoundChanges
{
    /// <summary>Each change: what stood in B, what stands in C.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All { get; } =
    [
        new("ö", "ø"),
        new("y", "i"),
        new("f", "v"),
        new("b", "p"),
        new("kk", "k"),
        new("kš", "š"),
    ];

    /// <summary>The word that C has for a stem inherited from B.</summary>
    public static string Apply(string stem)
    {
        foreach (KeyValuePair<string, string> change in All)
            stem = stem.Replace(change.Key, change.Value, StringComparison.Ordinal);
        return stem;
    }
}
