namespace Calque.Dictionaries;

/// <summary>Where a line stands in the bytes of a dictionary.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Bytes without its end.</param>
/// <param name="EndLength">Bytes of its end.</param>
internal readonly record struct DictionaryTextLine(int Start, int Length, int EndLength);
