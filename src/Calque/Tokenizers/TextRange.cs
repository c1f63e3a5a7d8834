namespace Calque.Tokenizers;

/// <summary>A range of text in Unicode code points, the end exclusive.</summary>
/// <param name="Start">The first code point.</param>
/// <param name="End">The one after the last.</param>
public readonly record struct TextRange(int Start, int End);
