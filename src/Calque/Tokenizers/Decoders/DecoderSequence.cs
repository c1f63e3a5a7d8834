using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Decoders;

/// <summary><c>Sequence</c>: one decoder after the other.</summary>
public sealed class DecoderSequence : Decoder
{
    private readonly Decoder[] _parts;

    /// <summary>Makes the sequence of its parts, in order.</summary>
    public DecoderSequence(IReadOnlyList<Decoder> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = [.. parts];
    }

    /// <inheritdoc/>
    public override List<string> DecodeChain(List<string> tokens)
    {
        foreach (Decoder part in _parts)
            tokens = part.DecodeChain(tokens);
        return tokens;
    }
}
