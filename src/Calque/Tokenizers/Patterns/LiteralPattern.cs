using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Patterns;

/// <summary>A fixed text. The empty text matches, with no length, before every character and at the end.</summary>
internal sealed class LiteralPattern(byte[] literal) : Pattern
{
    /// <inheritdoc/>
    public override void FindMatches(ReadOnlySpan<byte> text, List<PatternMatch> matches)
    {
        if (literal.Length == 0)
        {
            for (int i = 0; i <= text.Length && text.Length > 0; i++)
            {
                if (i == text.Length || (text[i] & 0xC0) != 0x80)
                    matches.Add(new PatternMatch(i, i));
            }

            return;
        }

        for (int from = 0; ;)
        {
            int found = text[from..].IndexOf(literal);
            if (found < 0)
                return;
            matches.Add(new PatternMatch(from + found, from + found + literal.Length));
            from += found + literal.Length;
        }
    }
}
