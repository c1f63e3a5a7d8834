namespace Calque.Tokenizers;

/// <summary>A piece of a text, or an added token that was found in it.</summary>
/// <param name="Start">First byte.</param>
/// <param name="End">The byte after the last.</param>
/// <param name="AddedId">The id of the added token, or -1.</param>
internal readonly record struct PieceRange(int Start, int End, int AddedId);
