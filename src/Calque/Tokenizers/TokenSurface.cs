using System;

namespace Calque.Tokenizers;

/// <summary>What a token stands for, exact at the byte level.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Text">
/// The decoded text without surrounding white space (Python's <c>str.strip</c>), without the prefix of continuing pieces and the
/// suffix of last ones. A special token's own text; empty for the kinds Hole, Empty and PartialUtf8, and for a
/// Byte that is white space or no whole character.
/// </param>
/// <param name="BeginsWord">
/// Whether it bears the mark of a word: <c>Ġ</c>, <c>▁</c> or a space in front, no <c>##</c> for WordPiece, every token of a word-level model. In
/// the suffix style, which marks where words end, the tokens with the suffix.
/// </param>
/// <param name="Bytes">The exact bytes; a word mark is one space.</param>
public sealed record TokenSurface(TokenSurfaceKind Kind, string Text, bool BeginsWord, ReadOnlyMemory<byte> Bytes);
