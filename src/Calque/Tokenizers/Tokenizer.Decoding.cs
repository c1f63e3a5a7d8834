using System;
using System.Collections.Generic;

namespace Calque.Tokenizers;

/// <content>Tokens to text.</content>
public sealed partial class Tokenizer
{
    /// <summary>Decodes ids. Ids without a token are left out, as in the Rust library.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out (by id).</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var tokens = new List<string>(ids.Length);
        foreach (int id in ids)
        {
            if ((_added.GetDecodedText(id) ?? Model.Vocabulary.GetToken(id)) is string token && !(skipSpecialTokens && IsSpecial(id)))
                tokens.Add(token);
        }

        return _parts.Decoder is null ? string.Join(' ', tokens) : _parts.Decoder.Decode(tokens);
    }
}
