using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Decoders;

/// <summary><c>BPEDecoder</c>: turns the suffix of word-ending tokens into a space, at the last token into nothing.</summary>
/// <param name="suffix">The suffix, in general <c>&lt;/w&gt;</c>.</param>
public sealed class BpeDecoder(string suffix) : Decoder
{
    /// <inheritdoc/>
    public override List<string> DecodeChain(List<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var result = new List<string>(tokens.Count);
        for (int i = 0; i < tokens.Count; i++)
            result.Add(RustText.Replace(tokens[i], suffix, i == tokens.Count - 1 ? "" : " "));
        return result;
    }
}
