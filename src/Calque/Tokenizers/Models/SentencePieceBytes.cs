using System;

namespace Calque.Tokenizers.Models;

/// <summary>How SentencePiece writes an unknown character as byte pieces: only the last of them has the character's range.</summary>
internal static class SentencePieceBytes
{
    /// <summary>Appends the byte tokens of <c>piece[start..end)</c>, last byte first.</summary>
    public static void AddReversed(ReadOnlySpan<byte> piece, int start, int end, int[] byteIds, int unknownId, TokenBuffer output)
    {
        for (int i = end - 1; i >= start; i--)
        {
            int id = byteIds[piece[i]];
            output.Add(id < 0 ? unknownId : id, start, i == end - 1 ? end : start);
        }
    }
}
