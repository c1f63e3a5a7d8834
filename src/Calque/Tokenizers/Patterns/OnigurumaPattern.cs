using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Patterns;

/// <summary>Placeholder replaced below.</summary>
internal sealed class OnigurumaPattern : Pattern
{
    public static OnigurumaPattern Parse(string expression, string place) => throw new InvalidTokenizerException(place, expression, "x", "y");

    /// <inheritdoc/>
    public override void FindMatches(ReadOnlySpan<byte> text, List<PatternMatch> matches) => throw new NotSupportedException();
}
