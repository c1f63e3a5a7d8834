namespace Calque.Alignment.Directories;

/// <summary>What was read of a file of vectors.</summary>
/// <param name="Words">Words that count.</param>
/// <param name="Dimension">Values a vector.</param>
/// <param name="ZeroVectors">Words left out for their zero vectors.</param>
/// <param name="BeyondLimit">Words left out as less frequent than the limit allows.</param>
public sealed record VocabularyFigures(int Words, int Dimension, int ZeroVectors, int BeyondLimit)
{
    internal static VocabularyFigures Of(VocabularyVectors vocabulary) =>
        new(vocabulary.Count, vocabulary.Dimension, vocabulary.ZeroRows, vocabulary.BeyondLimit);
}
