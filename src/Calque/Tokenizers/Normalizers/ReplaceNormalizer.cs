using System;
using System.Text;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.Normalizers;

/// <summary><c>Replace</c>: puts a fixed text for every match of a pattern; <c>$1</c> in it means nothing.</summary>
public sealed class ReplaceNormalizer : Normalizer
{
    private readonly Pattern _pattern;
    private readonly byte[] _content;

    /// <param name="pattern">What is replaced.</param>
    /// <param name="content">What is put there.</param>
    /// <param name="literal">The pattern where it is a fixed text.</param>
    /// <param name="expression">The pattern where it is an expression.</param>
    internal ReplaceNormalizer(Pattern pattern, string content, string? literal = null, string? expression = null)
    {
        _pattern = pattern;
        Literal = literal;
        Expression = expression;
        _content = Encoding.UTF8.GetBytes(content);
    }

    /// <summary>The fixed text that is replaced, or null.</summary>
    internal string? Literal { get; }

    /// <summary>The expression whose matches are replaced, as the file has it, or null.</summary>
    internal string? Expression { get; }

    /// <summary>What is put there, in UTF-8.</summary>
    internal byte[] Content => _content;

    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextEdits.ReplaceAll(text, _pattern, _content);
    }
}
