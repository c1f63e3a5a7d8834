using System;

namespace Calque.Tokenizers.Normalizers;

/// <summary><c>Nmt</c>: drops control characters and turns other marks of space into spaces, as SentencePiece's rule "nmt".</summary>
public sealed class NmtNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextEdits.Map(text, Map);
    }

    private static int Map(int c) => c switch
    {
        (>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F => -1,
        0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD => ' ',
        _ => c,
    };
}
