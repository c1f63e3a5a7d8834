using System;
using System.Text;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.Normalizers;

/// <summary><c>Replace</c>: puts a fixed text for every match of a pattern; <c>$1</c> in it means nothing.</summary>
public sealed class ReplaceNormalizer : Normalizer
{
    private readonly Pattern _pattern;
    private readonly byte[] _content;

    internal ReplaceNormalizer(Pattern pattern, string content)
    {
        _pattern = pattern;
        _content = Encoding.UTF8.GetBytes(content);
    }

    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextEdits.ReplaceAll(text, _pattern, _content);
    }
}
