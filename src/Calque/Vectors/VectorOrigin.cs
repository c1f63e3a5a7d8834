namespace Calque.Vectors;

/// <summary>Where the vector of a word came from.</summary>
public enum VectorOrigin
{
    /// <summary>Nothing is known about the word; its vector is all zeros.</summary>
    None,

    /// <summary>The word is not in the vocabulary; its vector is the mean of its n-grams' rows.</summary>
    Subwords,

    /// <summary>The word is in the vocabulary: its own row, in fastText averaged with its n-grams' rows.</summary>
    Word,
}
