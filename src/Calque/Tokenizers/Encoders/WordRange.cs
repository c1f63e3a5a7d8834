namespace Calque.Tokenizers.Encoders;

/// <summary>A word in a text, in bytes, the end exclusive.</summary>
internal readonly record struct WordRange(int Start, int End);
