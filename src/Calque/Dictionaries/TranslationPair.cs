namespace Calque.Dictionaries;

/// <summary>A word (or several) and one translation, as the dictionary writes them.</summary>
/// <param name="Source">In the dictionary's first language.</param>
/// <param name="Target">In its second language.</param>
/// <param name="Line">Line of the file, from 1; of the index in a dictd dictionary.</param>
public sealed record TranslationPair(string Source, string Target, int Line)
{
    /// <summary>The number of the file's third column: how good the pair is held to be (PanLex), or its weight; null where there is none.</summary>
    public double? Quality { get; init; }
}
