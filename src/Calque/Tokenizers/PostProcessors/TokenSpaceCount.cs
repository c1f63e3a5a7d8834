namespace Calque.Tokenizers.PostProcessors;

/// <summary>How many spaces, or marks for them, a token begins and ends with.</summary>
internal readonly record struct TokenSpaceCount(ushort Leading, ushort Trailing);
