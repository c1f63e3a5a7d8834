namespace Calque.Tests.Reference;

/// <summary>What the reference needs to know of a token.</summary>
/// <param name="Surface">The decoded text without surrounding white space (for WordPiece without <c>##</c>); null where there is none.</param>
/// <param name="BeginsWord">Whether the token begins a word; decides between exact ties.</param>
/// <param name="IsSpecial">Special tokens are neither sources nor targets here.</param>
internal sealed record ReferenceToken(string? Surface, bool BeginsWord, bool IsSpecial);
