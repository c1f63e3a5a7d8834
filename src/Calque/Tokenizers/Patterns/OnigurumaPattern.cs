using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Calque.Tokenizers.Patterns;

/// <summary>
/// A regular expression of Oniguruma that has no scanner of its own: translated into one of .NET, which works on UTF-16, so the text
/// is converted and the matches are counted back to bytes.
/// </summary>
internal sealed class OnigurumaPattern : Pattern
{
    /// <summary>The longest expression of a published tokenizer has some 500 characters.</summary>
    private const int LongestExpression = 1 << 16;

    /// <summary>A compiled expression takes some 40 KB a character; longer ones are interpreted.</summary>
    private const int LongestCompiled = 1000;

    /// <summary>How long a match may be looked for. An expression such as <c>(a+)+b</c> would go on for years on a short text.</summary>
    private static readonly TimeSpan s_longestMatch = TimeSpan.FromSeconds(20);

    private readonly Regex _regex;
    private readonly string _place;

    private OnigurumaPattern(Regex regex, string place)
    {
        _regex = regex;
        _place = place;
    }

    /// <summary>Reads the expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <param name="longestMatch">After which a search is given up; null: 20 seconds, far beyond what any that ends would take.</param>
    /// <exception cref="InvalidTokenizerException">The expression is damaged or holds something that is not supported.</exception>
    public static OnigurumaPattern Parse(string expression, string place, TimeSpan? longestMatch = null)
    {
        if (expression.Length > LongestExpression)
        {
            throw new InvalidTokenizerException(
                place, string.Create(CultureInfo.InvariantCulture, $"an expression of {expression.Length} characters"),
                string.Create(CultureInfo.InvariantCulture, $"at most {LongestExpression}"), "The file is damaged; fetch it again.");
        }

        string translated = OnigurumaTranslator.Translate(expression, place);
        bool compiles = RuntimeFeature.IsDynamicCodeCompiled && expression.Length <= LongestCompiled;
        RegexOptions options = RegexOptions.CultureInvariant | (compiles ? RegexOptions.Compiled : RegexOptions.None);
        try
        {
            return new OnigurumaPattern(new Regex(translated, options, longestMatch ?? s_longestMatch), place);
        }
        catch (ArgumentException error)
        {
            throw new InvalidTokenizerException(
                place, $"the expression \"{expression}\"", "one that can be translated", "Rewrite the expression, or ask for it to be supported.", error);
        }
    }

    /// <inheritdoc/>
    public override void FindMatches(ReadOnlySpan<byte> text, List<PatternMatch> matches)
    {
        if (text.IsEmpty)
            return; // the library asks no pattern about empty text
        string utf16 = Encoding.UTF8.GetString(text);
        int position = 0, bytePosition = 0, counted = 0, lastEnd = -1;
        while (position <= utf16.Length)
        {
            Match match = Find(utf16, position);
            if (!match.Success)
                return;
            int end = match.Index + match.Length;
            if (match.Length == 0 && end > 0 && end < utf16.Length && char.IsLowSurrogate(utf16[end]))
            {
                // Between two halves of a character: only an empty match can be there, and it is none.
                position = end + 1;
                continue;
            }

            if (match.Length == 0 && end == lastEnd)
            {
                // An empty match right behind another is none; the search goes on a character further.
                position += position + 1 < utf16.Length && char.IsHighSurrogate(utf16[position]) ? 2 : 1;
                continue;
            }

            int start = bytePosition + Encoding.UTF8.GetByteCount(utf16.AsSpan(counted, match.Index - counted));
            bytePosition = start + Encoding.UTF8.GetByteCount(match.ValueSpan);
            counted = end;
            matches.Add(new PatternMatch(start, bytePosition));
            position = end;
            lastEnd = end;
        }
    }

    private Match Find(string text, int position)
    {
        try
        {
            return _regex.Match(text, position);
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new InvalidTokenizerException(
                _place, "an expression that comes to no end on this text", "one that does not repeat what is repeated, as (a+)+ does",
                "Rewrite the expression, or cut the text into shorter lines.", error);
        }
    }
}
