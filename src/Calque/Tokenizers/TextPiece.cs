namespace Calque.Tokenizers;

/// <summary>A piece of the text, or an added token that was found in it.</summary>
/// <param name="Text">The text.</param>
/// <param name="AddedId">The id of the added token, or -1.</param>
internal readonly record struct TextPiece(NormalizedText Text, int AddedId);
