using System;
using System.Text;

namespace Calque.Tokenizers.Normalizers;

/// <summary><c>Prepend</c>: puts text before the text, unless that is empty.</summary>
public sealed class PrependNormalizer : Normalizer
{
    private readonly byte[] _prefix;

    /// <summary>Makes the step from the text that is to stand first.</summary>
    public PrependNormalizer(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        _prefix = Encoding.UTF8.GetBytes(prefix);
    }

    /// <summary>What stands first, in UTF-8.</summary>
    internal byte[] Prefix => _prefix;

    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextEdits.Prepend(text, _prefix);
    }
}
