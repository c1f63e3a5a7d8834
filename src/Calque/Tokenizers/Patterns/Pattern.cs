using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Patterns;

/// <summary>Something that is searched in text. Safe for use from several threads at once.</summary>
internal abstract class Pattern
{
    /// <summary>Adds all matches in <paramref name="text"/> (UTF-8) from left to right; none overlaps another.</summary>
    public abstract void FindMatches(ReadOnlySpan<byte> text, List<PatternMatch> matches);
}
