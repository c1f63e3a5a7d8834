namespace Calque.Dictionaries;

/// <summary>A word (or several) and one translation, as the dictionary writes them.</summary>
/// <param name="Source">In the dictionary's first language.</param>
/// <param name="Target">In its second language.</param>
/// <param name="Line">Line of the file, from 1; of the index in a dictd dictionary.</param>
public sealed record TranslationPair(string Source, string Target, int Line);
