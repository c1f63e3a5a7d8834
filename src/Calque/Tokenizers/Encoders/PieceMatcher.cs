using System;
using System.Runtime.CompilerServices;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// Longest match first (WordPiece) over words that are not long. Most candidates are no tokens; a table of bits that stays in a near cache says so for
/// nearly all of them. Safe for use from several threads at once.
/// </summary>
internal sealed class PieceMatcher
{
    private const int MostBytes = 256;
    private const int FilterBits = 19;
    private readonly WordPieceModel _model;
    private readonly Vocabulary _vocabulary;
    private readonly byte[] _prefix;
    private readonly ulong[] _filter = new ulong[1 << (FilterBits - 6)];

    public PieceMatcher(WordPieceModel model)
    {
        _model = model;
        _vocabulary = model.Vocabulary;
        _prefix = System.Text.Encoding.UTF8.GetBytes(model.ContinuingPrefix);
        Fill();
    }

    /// <summary>Appends the tokens of a word, or none where it is too long to be matched here or needs an unknown token that the model lacks.</summary>
    /// <param name="word">Valid UTF-8, not empty, as the vocabulary writes it.</param>
    /// <param name="output">Where the tokens go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryMatch(ReadOnlySpan<byte> word, EncodingBuffer output)
    {
        if (word.Length > _model.LongestWord || word.Length + _prefix.Length > MostBytes)
            return false;
        int before = output.Count;
        int longest = _vocabulary.LongestToken;
        int prefix = _prefix.Length;
        Span<byte> buffer = stackalloc byte[MostBytes];
        for (int start = 0; start < word.Length;)
        {
            scoped ReadOnlySpan<byte> rest = word[start..];
            if (start > 0 && prefix > 0)
            {
                _prefix.CopyTo(buffer);
                rest.CopyTo(buffer[prefix..]);
                rest = buffer[..(prefix + rest.Length)];
            }

            int bare = start > 0 ? prefix : 0;
            int length = Math.Min(rest.Length, longest);
            int id = -1;
            for (; length > bare; length--)
            {
                if (length < rest.Length && (rest[length] & 0xC0) == 0x80)
                    continue; // inside a character
                ReadOnlySpan<byte> candidate = rest[..length];
                uint hash = ByteHash.Compute(candidate);
                uint bit = hash >> (32 - FilterBits);
                if ((_filter[bit >> 6] >> (int)bit & 1) != 0 && _vocabulary.TryGetId(candidate, hash, out id))
                    break;
            }

            if (length <= bare)
            {
                output.Truncate(before);
                if (_model.UnknownId < 0)
                    return false;
                output.Add(_model.UnknownId, 0, word.Length);
                return true;
            }

            output.Add(id, start, start + length - bare);
            start += length - bare;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill()
    {
        for (int entry = 0; entry < _vocabulary.Count; entry++)
        {
            uint bit = ByteHash.Compute(_vocabulary.GetEntry(entry)) >> (32 - FilterBits);
            _filter[bit >> 6] |= 1UL << (int)bit;
        }
    }
}
