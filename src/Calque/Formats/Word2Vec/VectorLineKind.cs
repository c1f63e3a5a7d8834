namespace Calque.Formats.Word2Vec;

/// <summary>What a line of a text file of vectors turned out to be.</summary>
internal enum VectorLineKind
{
    /// <summary>A word and its values.</summary>
    Vector,

    /// <summary>White space only.</summary>
    Empty,

    /// <summary>Values, but nothing before them.</summary>
    NoWord,

    /// <summary>Another number of values.</summary>
    WrongCount,

    /// <summary>NaN or an infinity among the values.</summary>
    NotFinite,
}
