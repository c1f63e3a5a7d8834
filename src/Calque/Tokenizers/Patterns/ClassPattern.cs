using System;
using System.Collections.Generic;
using Calque.Text;

namespace Calque.Tokenizers.Patterns;

/// <summary>Single characters of a class; each is a match by itself.</summary>
internal sealed class ClassPattern(Func<int, bool> contains) : Pattern
{
    /// <inheritdoc/>
    public override void FindMatches(ReadOnlySpan<byte> text, List<PatternMatch> matches)
    {
        for (int i = 0; i < text.Length;)
        {
            int at = i;
            if (contains(CodePoints.Decode(text, ref i)))
                matches.Add(new PatternMatch(at, i));
        }
    }
}
