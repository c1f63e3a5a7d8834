using System;
using System.Collections.Generic;
using System.Text;

namespace Calque.Tokenizers.Decoders;

/// <summary><c>Strip</c>: takes a character off both ends of each token, at most so many times.</summary>
/// <param name="content">The character.</param>
/// <param name="start">How many at most at the begin.</param>
/// <param name="stop">How many at most at the end.</param>
public sealed class StripDecoder(Rune content, int start, int stop) : Decoder
{
    private readonly string _content = content.ToString();

    /// <inheritdoc/>
    public override List<string> DecodeChain(List<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var result = new List<string>(tokens.Count);
        foreach (string token in tokens)
        {
            ReadOnlySpan<char> kept = token;
            for (int i = 0; i < start && kept.StartsWith(_content, StringComparison.Ordinal); i++)
                kept = kept[_content.Length..];
            for (int i = 0; i < stop && kept.EndsWith(_content, StringComparison.Ordinal); i++)
                kept = kept[..^_content.Length];
            result.Add(kept.ToString());
        }

        return result;
    }
}
