using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Decoders;

/// <summary><c>WordPiece</c>: joins tokens that begin with the prefix to the one before, puts a space before the others.</summary>
/// <param name="prefix">The prefix of tokens that continue a word, in general <c>##</c>.</param>
/// <param name="cleanup">Whether spaces before punctuation and in English contractions are taken out, token by token.</param>
public sealed class WordPieceDecoder(string prefix, bool cleanup) : Decoder
{
    /// <inheritdoc/>
    public override List<string> DecodeChain(List<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var result = new List<string>(tokens.Count);
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = tokens[i];
            if (i > 0)
                token = token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
            result.Add(cleanup ? Clean(token) : token);
        }

        return result;
    }

    /// <summary>The cleaning, in the library's order.</summary>
    internal static string Clean(string text) => text
        .Replace(" .", ".", StringComparison.Ordinal)
        .Replace(" ?", "?", StringComparison.Ordinal)
        .Replace(" !", "!", StringComparison.Ordinal)
        .Replace(" ,", ",", StringComparison.Ordinal)
        .Replace(" ' ", "'", StringComparison.Ordinal)
        .Replace(" n't", "n't", StringComparison.Ordinal)
        .Replace(" 'm", "'m", StringComparison.Ordinal)
        .Replace(" do not", " don't", StringComparison.Ordinal)
        .Replace(" 's", "'s", StringComparison.Ordinal)
        .Replace(" 've", "'ve", StringComparison.Ordinal)
        .Replace(" 're", "'re", StringComparison.Ordinal);
}
