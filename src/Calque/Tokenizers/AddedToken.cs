namespace Calque.Tokenizers;

/// <summary>A token that stands beside the model's own: it is cut out of the text before the model sees it.</summary>
/// <param name="Id">The id it has here; the one a <c>tokenizer.json</c> names is only a wish.</param>
/// <param name="Content">The text it is.</param>
/// <param name="SingleWord">Whether it matches only between characters that are not word characters (<c>\w</c>).</param>
/// <param name="StripsLeft">Whether it takes the white space before it along (<c>lstrip</c>).</param>
/// <param name="StripsRight">Whether it takes the white space behind it along (<c>rstrip</c>).</param>
/// <param name="Normalized">Whether it is looked for in the normalized text, in its own normalized form, instead of in the raw text.</param>
/// <param name="Special">Whether it is a special token, which decoding can leave out.</param>
public sealed record AddedToken(int Id, string Content, bool SingleWord, bool StripsLeft, bool StripsRight, bool Normalized, bool Special);
