using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Normalizers;

/// <summary><c>Sequence</c>: one normalizer after the other.</summary>
public sealed class NormalizerSequence : Normalizer
{
    private readonly Normalizer[] _parts;

    /// <summary>Makes the sequence of its parts, in order.</summary>
    public NormalizerSequence(IReadOnlyList<Normalizer> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = [.. parts];
    }

    /// <summary>The parts, in order.</summary>
    internal IReadOnlyList<Normalizer> Parts => _parts;

    /// <inheritdoc/>
    public override void Normalize(NormalizedText text)
    {
        foreach (Normalizer part in _parts)
            part.Normalize(text);
    }

    /// <inheritdoc/>
    internal override bool LeavesUnchanged(ReadOnlySpan<byte> text)
    {
        foreach (Normalizer part in _parts)
        {
            if (!part.LeavesUnchanged(text))
                return false;
        }

        return true;
    }
}
