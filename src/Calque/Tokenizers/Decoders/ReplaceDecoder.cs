using System;
using System.Collections.Generic;
using System.Text;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.Decoders;

/// <summary><c>Replace</c>: puts a fixed text for every match of a pattern, token by token.</summary>
public sealed class ReplaceDecoder : Decoder
{
    private readonly Pattern _pattern;
    private readonly string _content;

    internal ReplaceDecoder(Pattern pattern, string content)
    {
        _pattern = pattern;
        _content = content;
    }

    /// <inheritdoc/>
    public override List<string> DecodeChain(List<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var result = new List<string>(tokens.Count);
        var matches = new List<PatternMatch>();
        foreach (string token in tokens)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(token);
            matches.Clear();
            _pattern.FindMatches(utf8, matches);
            if (matches.Count == 0)
            {
                result.Add(token);
                continue;
            }

            var text = new StringBuilder(token.Length);
            int position = 0;
            foreach (PatternMatch match in matches)
            {
                text.Append(Encoding.UTF8.GetString(utf8.AsSpan(position, match.Start - position))).Append(_content);
                position = match.End;
            }

            text.Append(Encoding.UTF8.GetString(utf8.AsSpan(position)));
            result.Add(text.ToString());
        }

        return result;
    }
}
