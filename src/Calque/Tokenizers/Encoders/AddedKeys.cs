using System;
using System.Collections.Generic;

namespace Calque.Tokenizers.Encoders;

/// <summary>Added tokens that are looked for in normalized text, as encoders that go word by word need them.</summary>
internal static class AddedKeys
{
    /// <summary>Makes what finds any of them in the normalized form of one word with the space before it.</summary>
    /// <param name="parts">The tokenizer.</param>
    /// <param name="space">What a space is in normalized text.</param>
    /// <param name="finder">What finds them; null where there are none.</param>
    /// <returns>False where one of them could reach over several words.</returns>
    public static bool TryMakeFinder(TokenizerParts parts, ReadOnlySpan<byte> space, out AhoCorasick? finder)
    {
        finder = null;
        var keys = new List<byte[]>();
        foreach (AddedToken token in parts.Added.Tokens)
        {
            if (!token.Normalized)
                continue;
            byte[] key = System.Text.Encoding.UTF8.GetBytes(token.Content);
            if (parts.Normalizer is not null)
            {
                var text = new NormalizedText(key, 0, trackOffsets: false);
                parts.Normalizer.Normalize(text);
                key = text.Bytes.ToArray();
            }

            if (key.Length == 0)
                continue;
            if (key.AsSpan(1).IndexOf(space) >= 0)
                return false;
            keys.Add(key);
        }

        if (keys.Count > 0)
            finder = new AhoCorasick(keys, new int[keys.Count]);
        return true;
    }
}
