namespace Calque.Alignment;

/// <summary>What is done with dictionary entries of which a side has several words and no vector of its own (<c>--multi-word</c>).</summary>
public enum MultiWordEntries
{
    /// <summary>They take no part.</summary>
    Skip,

    /// <summary>
    /// The side's vector is the mean of its words' vectors (Mitchell and Lapata 2010, the additive model), once these are normalised; all must have one. The
    /// <see cref="VocabularyVectors.FunctionWords"/> most frequent words of a language do not count, as long as another one is left. Such a pair counts
    /// <see cref="ComposedEntry.Weight"/> of a pair of words.
    /// </summary>
    Compose,
}
