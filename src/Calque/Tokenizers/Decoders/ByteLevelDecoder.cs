using System;
using System.Collections.Generic;
using System.Text;

namespace Calque.Tokenizers.Decoders;

/// <summary>
/// <c>ByteLevel</c>: turns printable characters back into bytes, all tokens at once; bytes that are no UTF-8 give U+FFFD. A token with a
/// character that stands for no byte gives its own UTF-8.
/// </summary>
public sealed class ByteLevelDecoder : Decoder
{
    /// <inheritdoc/>
    public override List<string> DecodeChain(List<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var bytes = new List<byte>();
        foreach (string token in tokens)
        {
            int start = bytes.Count;
            foreach (char c in token)
            {
                if (ByteAlphabet.TryGetByte(c, out byte value))
                {
                    bytes.Add(value);
                    continue;
                }

                bytes.RemoveRange(start, bytes.Count - start);
                bytes.AddRange(Encoding.UTF8.GetBytes(token));
                break;
            }
        }

        // .NET puts one U+FFFD for each maximal part of a character that is cut short, as Rust's from_utf8_lossy does.
        return [Encoding.UTF8.GetString(bytes.ToArray())];
    }
}
