using System;

namespace Calque.Tokenizers.Normalizers;

/// <summary><c>ByteLevel</c>: writes each byte of the UTF-8 text as a printable character (<see cref="ByteAlphabet"/>).</summary>
public sealed class ByteLevelNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextEdits.WriteBytesAsCharacters(text);
    }
}
