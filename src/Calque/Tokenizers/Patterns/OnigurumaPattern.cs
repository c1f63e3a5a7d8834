using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Patterns;

/// <summary>A regular expression of Oniguruma that has no scanner of its own.</summary>
internal sealed class OnigurumaPattern : Pattern
{
    private OnigurumaPattern()
    {
    }

    /// <summary>Reads the expression.</summary>
    /// <exception cref="InvalidTokenizerException">The expression is not supported.</exception>
    public static OnigurumaPattern Parse(string expression, string place) => throw new InvalidTokenizerException(
        place, $"the expression {expression}", "one of the expressions of GPT-2, Llama 3, Qwen 2, cl100k, o200k", "Other expressions are not supported yet.");

    /// <inheritdoc/>
    public override void FindMatches(ReadOnlySpan<byte> text, List<PatternMatch> matches) => throw new NotSupportedException();
}
