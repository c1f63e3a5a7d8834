using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Patterns;

/// <summary><c> {2,}</c>, runs of two spaces and more: the expression of T5 and XLM-R.</summary>
internal sealed class SpaceRunPattern : Pattern
{
    private SpaceRunPattern()
    {
    }

    /// <summary>The one instance.</summary>
    public static SpaceRunPattern Instance { get; } = new();

    /// <inheritdoc/>
    public override void FindMatches(ReadOnlySpan<byte> text, List<PatternMatch> matches)
    {
        for (int i = 0; i < text.Length;)
        {
            int skip = text[i..].IndexOf("  "u8);
            if (skip < 0)
                return;
            int start = i + skip;
            i = start + 2;
            while (i < text.Length && text[i] == ' ')
                i++;
            matches.Add(new PatternMatch(start, i));
        }
    }
}
