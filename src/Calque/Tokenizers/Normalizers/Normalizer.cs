using System;

namespace Calque.Tokenizers.Normalizers;

/// <summary>A step that changes text before it is cut into tokens. Safe for use from several threads at once.</summary>
public abstract class Normalizer
{
    /// <summary>Changes the text in place; offsets follow where it tracks them.</summary>
    public abstract void Normalize(NormalizedText text);

    /// <summary>Whether the text stays as it is for sure; false where that is not known.</summary>
    internal virtual bool LeavesUnchanged(ReadOnlySpan<byte> text) => false;
}
