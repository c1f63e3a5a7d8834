using System;
using System.Collections.Generic;
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
    private readonly Regex _regex;

    private OnigurumaPattern(Regex regex) => _regex = regex;

    /// <summary>Reads the expression.</summary>
    /// <exception cref="InvalidTokenizerException">The expression is damaged or holds something that is not supported.</exception>
    public static OnigurumaPattern Parse(string expression, string place)
    {
        string translated = OnigurumaTranslator.Translate(expression, place);
        RegexOptions options = RegexOptions.CultureInvariant | (RuntimeFeature.IsDynamicCodeCompiled ? RegexOptions.Compiled : RegexOptions.None);
        try
        {
            return new OnigurumaPattern(new Regex(translated, options));
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
            Match match = _regex.Match(utf16, position);
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
}
