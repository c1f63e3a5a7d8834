using System;

namespace Calque.Tokenizers.Models;

/// <summary>
/// The unigram language model (Kudo 2018): the cut of the text with the highest sum of scores, found by Viterbi over its bytes.
/// Follows the Rust library <c>tokenizers</c>; for a SentencePiece model file it follows the C++ library, which keeps its sums in
/// single precision and never matches control pieces.
/// </summary>
public sealed class UnigramModel : TokenizerModel
{
    // SentencePiece, unigram_model.cc: kUnkPenalty.
    private const double UnknownPenalty = 10.0;

    private readonly string _place;
    private readonly PieceTrie _trie;
    private readonly double[] _scores; // by id
    private readonly double _unknownScore;
    private readonly int[]? _byteIds;
    private readonly bool _sentencePiece;

    /// <param name="vocabulary">The pieces.</param>
    /// <param name="scores">The score of each id.</param>
    /// <param name="trie">The pieces that text can match, with their ids.</param>
    /// <param name="unknownId">The id of the unknown piece, or -1.</param>
    /// <param name="lowestScore">The lowest score of a piece; the unknown piece lies 10 below.</param>
    /// <param name="byteFallback">Whether unknown text becomes byte tokens.</param>
    /// <param name="sentencePiece">Whether the rules of the C++ library hold.</param>
    /// <param name="place">The file, for messages.</param>
    internal UnigramModel(Vocabulary vocabulary, double[] scores, PieceTrie trie, int unknownId, double lowestScore, bool byteFallback,
        bool sentencePiece, string place)
        : base(vocabulary)
    {
        _place = place;
        _scores = scores;
        _trie = trie;
        UnknownId = unknownId;
        ByteFallback = byteFallback;
        _byteIds = byteFallback ? FindByteTokens(vocabulary) : null;
        _sentencePiece = sentencePiece;
        _unknownScore = sentencePiece ? (float)((float)lowestScore - (float)UnknownPenalty) : lowestScore - UnknownPenalty;
    }

    /// <inheritdoc/>
    public override string Kind => "Unigram";

    /// <summary>The id of the unknown piece, or -1 where there is none.</summary>
    public int UnknownId { get; }

    /// <summary>Whether unknown text becomes <c>&lt;0xNN&gt;</c> tokens.</summary>
    public bool ByteFallback { get; }

    /// <summary>The score of a piece (a natural logarithm of its probability).</summary>
    public double GetScore(int id) => _scores[id];

    internal override bool ShowsMatchedText => true;

    internal override string GetTokenText(int id, ReadOnlySpan<byte> matched) =>
        id == UnknownId ? System.Text.Encoding.UTF8.GetString(matched) : base.GetTokenText(id, matched);

    internal override void Tokenize(ReadOnlySpan<byte> piece, ModelWorkspace workspace, TokenBuffer output)
    {
        if (piece.IsEmpty)
            return;
        int first = output.Count;
        bool cached = piece.Length <= WordCache.LongestWord;
        uint hash = 0;
        if (cached)
        {
            hash = ByteHash.Compute(piece);
            if (workspace.Cache.TryGet(piece, hash, output))
                return;
        }

        UnigramLattice lattice = workspace.Lattice;
        FindBestPath(piece, lattice);
        if (_sentencePiece)
            CollectAsSentencePiece(piece, lattice, output);
        else
            Collect(piece, lattice, output);
        if (cached)
            workspace.Cache.Add(piece, hash, output, first);
    }

    private void FindBestPath(ReadOnlySpan<byte> piece, UnigramLattice lattice)
    {
        lattice.Reset(piece.Length);
        double[] scores = lattice.Scores;
        int[] starts = lattice.Starts;
        int[] ids = lattice.Ids;
        for (int start = 0, length; start < piece.Length; start += length)
        {
            length = CharacterLength(piece[start]);
            double here = scores[start];
            bool single = false;
            int node = 0;
            for (int end = start; end < piece.Length;)
            {
                node = _trie.Child(node, piece[end++]);
                if (node < 0)
                    break;
                int id = _trie.Value(node);
                if (id < 0)
                    continue;
                Offer(end, here + _scores[id], id);
                single |= end - start == length;
            }

            if (single)
                continue;
            // The C++ library adds a piece's score in double precision and rounds what it keeps, but adds this one in single.
            double over = here + _unknownScore;
            Offer(start + length, _sentencePiece ? (float)over : over, UnknownId);
            // Without an unknown piece only a path that another piece has opened leads over such a character.
            if (ids[start + length] < 0)
                throw UnknownTokenError.Make(_place, piece, null);

            void Offer(int end, double candidate, int id)
            {
                // Strictly greater: of equal paths the one whose last piece starts first stays.
                if (starts[end] >= 0 && !(candidate > scores[end]))
                    return;
                scores[end] = _sentencePiece ? (float)candidate : candidate;
                starts[end] = start;
                ids[end] = id;
            }
        }
    }

    private void Collect(ReadOnlySpan<byte> piece, UnigramLattice lattice, TokenBuffer output)
    {
        int first = output.Count;
        for (int end = piece.Length; end > 0;)
        {
            int start = lattice.Starts[end];
            int id = lattice.Ids[end];
            if (id != UnknownId)
            {
                // By its text, as the Rust library does: where a piece stands twice, the last one is meant.
                AddKnown(piece, start, end, output);
            }
            else
            {
                while (start > 0 && lattice.Ids[start] == UnknownId)
                    start = lattice.Starts[start];
                AddKnown(piece, start, end, output);
            }

            end = start;
        }

        output.Reverse(first);
    }

    private void AddKnown(ReadOnlySpan<byte> piece, int start, int end, TokenBuffer output)
    {
        ReadOnlySpan<byte> text = piece[start..end];
        if (Vocabulary.TryGetId(text, out int id))
        {
            output.Add(id, start, end);
            return;
        }

        if (_byteIds is not null && AllBytesKnown(text))
        {
            for (int i = text.Length - 1; i >= 0; i--) // the whole is turned round at the end
                output.Add(_byteIds[text[i]], start, end);
            return;
        }

        output.Add(UnknownId, start, end);
    }

    private void CollectAsSentencePiece(ReadOnlySpan<byte> piece, UnigramLattice lattice, TokenBuffer output)
    {
        int first = output.Count;
        for (int end = piece.Length; end > 0;)
        {
            int start = lattice.Starts[end];
            int id = lattice.Ids[end];
            if (id == UnknownId && _byteIds is not null)
            {
                SentencePieceBytes.AddReversed(piece, start, end, _byteIds, UnknownId, output);
            }
            else
            {
                if (id == UnknownId)
                {
                    while (start > 0 && lattice.Ids[start] == UnknownId)
                        start = lattice.Starts[start];
                }

                output.Add(id, start, end);
            }

            end = start;
        }

        output.Reverse(first);
    }

    private bool AllBytesKnown(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            if (_byteIds![value] < 0) // only asked where byte fallback is on
                return false;
        }

        return true;
    }
}
