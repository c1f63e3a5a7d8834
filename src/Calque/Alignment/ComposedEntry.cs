using System.Collections.Generic;

namespace Calque.Alignment;

/// <summary>A dictionary entry of several words whose vector is made of theirs.</summary>
/// <param name="Text">The entry, as it is written.</param>
/// <param name="Words">The rows of the words that count, in their order.</param>
public sealed record ComposedEntry(string Text, IReadOnlyList<int> Words)
{
    /// <summary>
    /// How much a pair with such a side counts beside a pair of words: chosen by cross-validation on training dictionaries (recipes/multi-word), where 1 did harm beside
    /// thousands of pairs of words and this did none.
    /// </summary>
    public const double Weight = 0.3;
}
