namespace Calque.Vectors;

/// <summary>The formats of word vectors that are read.</summary>
internal enum VectorFileFormat
{
    /// <summary>A fastText model with n-grams, <c>.bin</c>.</summary>
    FastTextModel,

    /// <summary>A word and its values a line, <c>.vec</c>.</summary>
    Word2VecText,

    /// <summary>word2vec's binary form.</summary>
    Word2VecBinary,
}
