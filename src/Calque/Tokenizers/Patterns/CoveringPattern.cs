using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Patterns;

/// <summary>A pattern whose matches lie end to end and cover every text: where one ends depends on where it starts alone.</summary>
internal abstract class CoveringPattern : Pattern
{
    /// <summary>The end of the match that starts at <paramref name="start"/>, which is inside the text.</summary>
    public abstract int FindWordEnd(ReadOnlySpan<byte> text, int start);

    /// <inheritdoc/>
    public sealed override void FindMatches(ReadOnlySpan<byte> text, List<PatternMatch> matches)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = FindWordEnd(text, start);
            matches.Add(new PatternMatch(start, end));
            start = end;
        }
    }
}
