using System;

namespace Calque.Tokenizers.Models;

/// <summary>
/// Longest match first, from the left (BERT). Pieces after the first bear the continuing prefix. A piece longer than the limit,
/// or with a rest that no token matches, becomes one unknown token.
/// </summary>
public sealed class WordPieceModel : TokenizerModel
{
    private readonly string _place;
    private readonly byte[] _prefix;
    private readonly int _unknownId;

    internal WordPieceModel(Vocabulary vocabulary, string unknownToken, string continuingPrefix, int longestWord, string place)
        : base(vocabulary)
    {
        _place = place;
        UnknownToken = unknownToken;
        ContinuingPrefix = continuingPrefix;
        LongestWord = longestWord;
        _prefix = System.Text.Encoding.UTF8.GetBytes(continuingPrefix);
        _unknownId = vocabulary.TryGetId(unknownToken, out int id) ? id : -1;
    }

    /// <inheritdoc/>
    public override string Kind => "WordPiece";

    /// <summary>The token for pieces that cannot be built.</summary>
    public string UnknownToken { get; }

    /// <summary>What tokens inside a word begin with, usually <c>##</c>.</summary>
    public string ContinuingPrefix { get; }

    /// <summary>Longer pieces, in characters, become the unknown token.</summary>
    public int LongestWord { get; }

    /// <summary>Its id; -1 where the vocabulary lacks it.</summary>
    internal int UnknownId => _unknownId;

    internal override void Tokenize(ReadOnlySpan<byte> piece, ModelWorkspace workspace, TokenBuffer output)
    {
        int first = output.Count;
        bool cached = piece.Length <= WordCache.LongestWord;
        uint hash = 0;
        if (cached)
        {
            hash = ByteHash.Compute(piece);
            if (workspace.Cache.TryGet(piece, hash, output))
                return;
        }

        if (IsTooLong(piece) || !TryMatch(piece, output, first))
        {
            if (_unknownId < 0)
                throw UnknownTokenError.Make(_place, piece, UnknownToken);
            output.Add(_unknownId, 0, piece.Length);
        }

        if (cached)
            workspace.Cache.Add(piece, hash, output, first);
    }

    private bool TryMatch(ReadOnlySpan<byte> piece, TokenBuffer output, int first)
    {
        // No candidate is longer than the longest token, which keeps long words linear.
        int longest = Vocabulary.LongestToken;
        Span<byte> buffer = longest + _prefix.Length <= 512 ? stackalloc byte[512] : new byte[longest + _prefix.Length];
        _prefix.CopyTo(buffer);
        for (int start = 0; start < piece.Length;)
        {
            int end = Math.Min(piece.Length, start + longest);
            while (end < piece.Length && (piece[end] & 0xC0) == 0x80)
                end--;
            int id = -1;
            if (start > 0 && _prefix.Length > 0)
                piece[start..end].CopyTo(buffer[_prefix.Length..]);
            while (end > start)
            {
                ReadOnlySpan<byte> candidate = start > 0 && _prefix.Length > 0
                    ? buffer[..(_prefix.Length + end - start)]
                    : piece[start..end];
                if (Vocabulary.TryGetId(candidate, out id))
                    break;
                do
                    end--;
                while (end > start && (piece[end] & 0xC0) == 0x80);
            }

            if (end <= start)
            {
                output.Truncate(first);
                return false;
            }

            output.Add(id, start, end);
            start = end;
        }

        return true;
    }

    private bool IsTooLong(ReadOnlySpan<byte> piece)
    {
        if (piece.Length <= LongestWord)
            return false;
        int characters = 0;
        foreach (byte value in piece)
        {
            if ((value & 0xC0) != 0x80)
                characters++;
        }

        return characters > LongestWord;
    }
}
