using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Calque.Tokenizers;

namespace Calque.Transfer;

/// <summary>Hashes that tell whether two tokenizers have the same vocabulary, and that key the random draw of a token.</summary>
public static class VocabularyHash
{
    /// <summary>SHA-256 over (id, length of the token, UTF-8 bytes of the token) of every id that has a token, in the order of ids; lower-case hexadecimal.</summary>
    public static string Compute(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Many tokens at a time: a call of the system's hash costs more than a token's bytes.
        byte[] block = new byte[1 << 16];
        int used = 0;
        for (int id = 0; id < tokenizer.VocabularySize; id++)
        {
            if (tokenizer.GetToken(id) is not { } token)
                continue;
            int most = (2 * sizeof(int)) + Encoding.UTF8.GetMaxByteCount(token.Length);
            if (most > block.Length - used)
            {
                hash.AppendData(block, 0, used);
                used = 0;
                if (most > block.Length)
                    block = new byte[most];
            }

            int length = Encoding.UTF8.GetBytes(token, block.AsSpan(used + (2 * sizeof(int))));
            BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(used), id);
            BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(used + sizeof(int)), length);
            used += (2 * sizeof(int)) + length;
        }

        hash.AppendData(block, 0, used);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// The key of a token's random draw: FNV-1a (64 bits) over its UTF-8 bytes, so that the draw does not depend on the id or
    /// the size of the vocabulary. An id without a token is keyed by its number, marked by a byte that UTF-8 never contains.
    /// </summary>
    public static ulong DrawKey(string? token, int id)
    {
        byte[] bytes = token is not null
            ? Encoding.UTF8.GetBytes(token)
            : [0xFF, .. Encoding.ASCII.GetBytes(id.ToString(CultureInfo.InvariantCulture))];
        ulong hash = 14695981039346656037UL;
        foreach (byte value in bytes)
            hash = (hash ^ value) * 1099511628211UL;
        return hash;
    }
}
