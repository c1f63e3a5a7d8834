using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.PreTokenizers;

/// <summary><c>Sequence</c>: each pre-tokenizer cuts the pieces that the one before it left.</summary>
public sealed class PreTokenizerSequence : PreTokenizer
{
    private readonly PreTokenizer[] _parts;

    /// <summary>Makes the sequence of its parts, in order.</summary>
    public PreTokenizerSequence(IReadOnlyList<PreTokenizer> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = [.. parts];
    }

    /// <summary>The parts, in order.</summary>
    internal IReadOnlyList<PreTokenizer> Parts => _parts;

    /// <inheritdoc/>
    public override bool NeedsOffsets
    {
        get
        {
            for (int i = 0; i < _parts.Length; i++)
            {
                if (_parts[i].NeedsOffsets || (i > 0 && _parts[i].DependsOnPlace))
                    return true;
            }

            return false;
        }
    }

    /// <inheritdoc/>
    internal override bool DependsOnPlace => Array.Exists(_parts, part => part.DependsOnPlace);

    /// <inheritdoc/>
    public override void PreTokenize(NormalizedText piece, List<NormalizedText> result)
    {
        ArgumentNullException.ThrowIfNull(piece);
        ArgumentNullException.ThrowIfNull(result);
        if (_parts.Length == 0)
        {
            if (piece.Length > 0)
                result.Add(piece);
            return;
        }

        var pieces = new List<NormalizedText> { piece };
        for (int i = 0; i < _parts.Length; i++)
        {
            List<NormalizedText> next = i == _parts.Length - 1 ? result : new List<NormalizedText>(pieces.Count * 2);
            foreach (NormalizedText part in pieces)
                _parts[i].PreTokenize(part, next);
            pieces = next;
        }
    }
}
