using System.Collections.Generic;
using System.Globalization;

namespace Calque.Tokenizers.Training;

/// <summary>How a vocabulary of byte-pair merges is trained.</summary>
public sealed record BpeTrainerOptions
{
    /// <summary>Entries to stop at, special tokens and alphabet included. Default 30,000.</summary>
    public int VocabularySize { get; init; } = 30_000;

    /// <summary>How often a pair must stand in the text to be merged. Default 0: once is enough.</summary>
    public long MinimumFrequency { get; init; }

    /// <summary>Tokens that take the first ids, in this order. Default none.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>Characters that are in the vocabulary whether the text has them or not (one code point each). Default none.</summary>
    public IReadOnlyList<string> InitialAlphabet { get; init; } = [];

    /// <summary>
    /// What marks a piece that continues a word, such as WordPiece's <c>##</c>; null for none. With it the vocabulary of a
    /// WordPiece tokenizer is trained: that is byte-pair merging over marked pieces, of which only the entries are kept.
    /// </summary>
    public string? ContinuingSubwordPrefix { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range.</exception>
    public void Validate()
    {
        if (VocabularySize < 1)
            throw new InvalidOptionException("VocabularySize", VocabularySize.ToString(CultureInfo.InvariantCulture), "1 or more",
                "Say how many entries the vocabulary should have.");
    }
}
