using Calque.Tokenizers.PostProcessors;

namespace Calque.Tokenizers;

/// <summary>The spaces that an added token took along where it was found.</summary>
/// <param name="Index">The token's index in the buffer.</param>
/// <param name="Count">The spaces.</param>
internal readonly record struct MatchedSpaces(int Index, TokenSpaceCount Count);
