using System;
using System.Collections.Generic;
using Calque.Text;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.PreTokenizers;

/// <summary><c>BertPreTokenizer</c>: cuts at white space, which is dropped, and sets each punctuation character apart.</summary>
public sealed class BertPreTokenizer : PreTokenizer
{
    /// <inheritdoc/>
    public override void PreTokenize(NormalizedText piece, List<NormalizedText> result)
    {
        ArgumentNullException.ThrowIfNull(piece);
        ArgumentNullException.ThrowIfNull(result);
        ReadOnlySpan<byte> text = piece.Bytes;
        int start = 0;
        for (int i = 0; i < text.Length;)
        {
            int at = i;
            int codePoint = CodePoints.Decode(text, ref i);
            bool space = CodePoints.IsWhiteSpace(codePoint);
            if (!space && !TokenizerClasses.IsPunctuation(codePoint))
                continue;
            if (at > start)
                result.Add(piece.Slice(start, at));
            if (!space)
                result.Add(piece.Slice(at, i));
            start = i;
        }

        if (start < text.Length)
            result.Add(piece.Slice(start, text.Length));
    }
}
