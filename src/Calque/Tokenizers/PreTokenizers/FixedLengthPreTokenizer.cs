using System;
using System.Collections.Generic;
using Calque.Text;

namespace Calque.Tokenizers.PreTokenizers;

/// <summary><c>FixedLength</c>: pieces of a fixed number of characters; the last may be shorter.</summary>
public sealed class FixedLengthPreTokenizer : PreTokenizer
{
    private readonly int _length;

    /// <summary>Makes the step; <paramref name="length"/> in characters (code points), at least 1.</summary>
    public FixedLengthPreTokenizer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        _length = length;
    }

    /// <inheritdoc/>
    public override void PreTokenize(NormalizedText piece, List<NormalizedText> result)
    {
        ArgumentNullException.ThrowIfNull(piece);
        ArgumentNullException.ThrowIfNull(result);
        ReadOnlySpan<byte> text = piece.Bytes;
        for (int start = 0; start < text.Length;)
        {
            int end = start;
            for (int count = 0; count < _length && end < text.Length; count++)
                CodePoints.Decode(text, ref end);
            result.Add(piece.Slice(start, end));
            start = end;
        }
    }
}
