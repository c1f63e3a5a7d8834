using System;
using System.Collections.Generic;
using Calque.Text;

namespace Calque.Tokenizers.Patterns;

/// <summary><c>\w+|[^\w\s]+</c> of Rust's regex crate.</summary>
internal sealed class WordRunPattern : Pattern
{
    private WordRunPattern()
    {
    }

    /// <summary>The one instance.</summary>
    public static WordRunPattern Instance { get; } = new();

    /// <inheritdoc/>
    public override void FindMatches(ReadOnlySpan<byte> text, List<PatternMatch> matches)
    {
        int start = 0, kind = 0;
        for (int i = 0; i < text.Length;)
        {
            int at = i;
            int codePoint = CodePoints.Decode(text, ref i);
            int here = CodePoints.IsWhiteSpace(codePoint) ? 0 : TokenizerClasses.IsWord(codePoint) ? 1 : 2;
            if (here == kind)
                continue;
            if (kind != 0)
                matches.Add(new PatternMatch(start, at));
            start = at;
            kind = here;
        }

        if (kind != 0)
            matches.Add(new PatternMatch(start, text.Length));
    }
}
