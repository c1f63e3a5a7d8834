namespace Calque.DictionaryLab;

/// <summary>A row of the source vocabulary and one of the target vocabulary.</summary>
internal readonly record struct RowPair(int Source, int Target);
