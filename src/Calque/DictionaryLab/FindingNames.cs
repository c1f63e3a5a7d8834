using System.Collections.Generic;

namespace Calque.DictionaryLab;

/// <summary>What can be found wrong, or worth a look, in a line of a dictionary; the names as they are printed.</summary>
public static class FindingNames
{
    /// <summary>The two sides stand the wrong way round.</summary>
    public const string Reversed = "reversed";

    /// <summary>The two sides do not belong together: far apart under a robust alignment that was fitted without this line.</summary>
    public const string Outlier = "outlier";

    /// <summary>A side is no word of its language: unlikely spelling, a slip of the pen, a word of the other language, or no letters.</summary>
    public const string NonWord = "non-word";

    /// <summary>The two sides are the same but for case.</summary>
    public const string Identical = "identical";

    /// <summary>The same pair stands in an earlier line.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>A side is in the vectors in another case (or Unicode form) than it is written.</summary>
    public const string Casing = "casing";

    /// <summary>A side has several words.</summary>
    public const string MultiWord = "multi-word";

    /// <summary>A side has no vector, in whatever case.</summary>
    public const string Uncovered = "uncovered";

    /// <summary>The line holds no pair.</summary>
    public const string Malformed = "malformed";

    /// <summary>All names, in the order in which they are listed.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Reversed, Outlier, NonWord, Identical, Duplicate, Casing, MultiWord, Uncovered, Malformed];
}
