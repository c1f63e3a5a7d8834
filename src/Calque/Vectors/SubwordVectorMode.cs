namespace Calque.Vectors;

/// <summary>How a token of a tokenizer gets a vector in a space of words (WECHSEL: Minixhofer et al. 2022, section 3.1).</summary>
public enum SubwordVectorMode
{
    /// <summary>From the n-grams of the token's surface, as fastText gives any word a vector.</summary>
    Ngrams,

    /// <summary>The mean of the words whose tokenization holds the token, weighted with their frequencies.</summary>
    Frequency,
}
