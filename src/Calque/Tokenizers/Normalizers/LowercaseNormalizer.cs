using System;

namespace Calque.Tokenizers.Normalizers;

/// <summary><c>Lowercase</c>: lower case of each character by itself (no final sigma; İ becomes i and a dot above).</summary>
public sealed class LowercaseNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextEdits.Lowercase(text);
    }
}
