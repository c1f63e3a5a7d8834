using System;
using System.Collections.Generic;
using System.Text;
using Calque.Text;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.PreTokenizers;

/// <summary>
/// The pre-tokenizers that cut at the matches of a pattern: <c>Split</c>, <c>Whitespace</c>, <c>WhitespaceSplit</c>, <c>Punctuation</c>,
/// <c>Digits</c>, <c>CharDelimiterSplit</c>.
/// </summary>
public sealed class PatternPreTokenizer : PreTokenizer
{
    private readonly Pattern _pattern;
    private readonly SplitBehavior _behavior;
    private readonly bool _invert;

    internal PatternPreTokenizer(Pattern pattern, SplitBehavior behavior, bool invert)
    {
        _pattern = pattern;
        _behavior = behavior;
        _invert = invert;
    }

    /// <summary>The pattern, where its matches cover the text and each becomes a piece; else null.</summary>
    internal CoveringPattern? CoveringPattern => _behavior == SplitBehavior.Isolated || (_invert && _behavior == SplitBehavior.Removed)
        ? _pattern as CoveringPattern : null;

    /// <summary><c>WhitespaceSplit</c>: cuts at white space, which is dropped.</summary>
    public static PatternPreTokenizer WhitespaceSplit { get; } =
        new(new ClassPattern(CodePoints.IsWhiteSpace), SplitBehavior.Removed, invert: false);

    /// <summary><c>Whitespace</c>: runs of word characters, runs of others, white space dropped (<c>\w+|[^\w\s]+</c>).</summary>
    public static PatternPreTokenizer Whitespace { get; } = new(WordRunPattern.Instance, SplitBehavior.Removed, invert: true);

    /// <summary><c>Punctuation</c>: cuts at each punctuation character (ASCII marks and P of Unicode 8).</summary>
    public static PatternPreTokenizer Punctuation(SplitBehavior behavior) =>
        new(new ClassPattern(TokenizerClasses.IsPunctuation), behavior, invert: false);

    /// <summary><c>Digits</c>: parts numbers (category N) from the rest; <paramref name="individual"/> also from one another.</summary>
    public static PatternPreTokenizer Digits(bool individual) =>
        new(new ClassPattern(TokenizerClasses.IsDigit), individual ? SplitBehavior.Isolated : SplitBehavior.Contiguous, invert: false);

    /// <summary><c>CharDelimiterSplit</c>: cuts at one character, which is dropped.</summary>
    public static PatternPreTokenizer CharacterDelimiter(Rune delimiter) =>
        new(new LiteralPattern(Encoding.UTF8.GetBytes(delimiter.ToString())), SplitBehavior.Removed, invert: false);

    /// <inheritdoc/>
    public override void PreTokenize(NormalizedText piece, List<NormalizedText> result)
    {
        ArgumentNullException.ThrowIfNull(piece);
        ArgumentNullException.ThrowIfNull(result);
        TextSplitter.Split(piece, _pattern, _behavior, _invert, result);
    }
}
