using System;
using Calque.Text;

namespace Calque.Tokenizers.Normalizers;

/// <summary><c>NFC</c>, <c>NFD</c>, <c>NFKC</c>, <c>NFKD</c>: a normalisation form, with the Unicode version of the Rust library (9).</summary>
public sealed class UnicodeFormNormalizer(UnicodeForm form) : Normalizer
{
    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextEdits.Normalize(text, form);
    }

    /// <inheritdoc/>
    internal override bool LeavesUnchanged(ReadOnlySpan<byte> text) => NormalizationRun.IsInert(text, form, NormalizationTables.Unicode9);
}
