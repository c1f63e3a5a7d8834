using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Decoders;

/// <summary><c>CTC</c>: drops repeated tokens, then the padding, then empty tokens; the word delimiter becomes a space.</summary>
/// <param name="padToken">What separates equal characters.</param>
/// <param name="wordDelimiterToken">What separates words.</param>
/// <param name="cleanup">Whether spaces are cleaned as in <see cref="WordPieceDecoder"/> and delimiters replaced.</param>
public sealed class CtcDecoder(string padToken, string wordDelimiterToken, bool cleanup) : Decoder
{
    /// <inheritdoc/>
    public override List<string> DecodeChain(List<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var result = new List<string>(tokens.Count);
        for (int i = 0; i < tokens.Count; i++)
        {
            if (i > 0 && tokens[i] == tokens[i - 1])
                continue;
            string text = RustText.Replace(tokens[i], padToken, "");
            if (cleanup)
                text = RustText.Replace(WordPieceDecoder.Clean(text), wordDelimiterToken, " ");
            if (text.Length > 0)
                result.Add(text);
        }

        return result;
    }
}
