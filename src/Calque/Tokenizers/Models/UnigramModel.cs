using System;
using System.Runtime.CompilerServices;

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
    private readonly double[] _scores; // by id
    private readonly Lazy<PieceAutomaton> _pieces; // not built before text is encoded: surfaces and decoding need none
    private readonly double _unknownScore;
    private readonly int[]? _byteIds;
    private readonly bool _sentencePiece;

    /// <param name="vocabulary">The pieces.</param>
    /// <param name="scores">The score of each id.</param>
    /// <param name="matches">The entries of the vocabulary that text can match, of equal ones the last; null for all.</param>
    /// <param name="unknownId">The id of the unknown piece, or -1.</param>
    /// <param name="lowestScore">The lowest score of a piece; the unknown piece lies 10 below.</param>
    /// <param name="byteFallback">Whether unknown text becomes byte tokens.</param>
    /// <param name="sentencePiece">Whether the rules of the C++ library hold.</param>
    /// <param name="place">The file, for messages.</param>
    internal UnigramModel(Vocabulary vocabulary, double[] scores, int[]? matches, int unknownId, double lowestScore, bool byteFallback,
        bool sentencePiece, string place)
        : base(vocabulary)
    {
        _place = place;
        _scores = scores;
        _pieces = new Lazy<PieceAutomaton>(() => PieceAutomaton.Build(vocabulary, matches, scores));
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

    /// <summary>Whether the rules of the C++ library hold.</summary>
    internal bool FollowsSentencePiece => _sentencePiece;

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

        TokenizeAnew(piece, workspace.Lattice, output);
        if (cached)
            workspace.Cache.Add(piece, hash, output, first);
    }

    /// <summary>As <see cref="Tokenize"/>, without a look at what is remembered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void TokenizeAnew(ReadOnlySpan<byte> piece, UnigramLattice lattice, TokenBuffer output)
    {
        PieceAutomaton pieces = _pieces.Value;
        if (!lattice.FindBestPath(piece, pieces, _unknownScore, _sentencePiece, UnknownId >= 0))
            throw UnknownTokenError.Make(_place, piece, null);
        int first = output.Count;
        ReadOnlySpan<int> steps = lattice.Steps;
        for (int end = piece.Length; end > 0;)
        {
            int id = Step(pieces, steps[end], end, out int start);
            if (id != UnknownId)
            {
                output.Add(id, start, end);
            }
            else if (_sentencePiece && _byteIds is not null)
            {
                SentencePieceBytes.AddReversed(piece, start, end, _byteIds, UnknownId, output);
            }
            else
            {
                while (start > 0 && Step(pieces, steps[start], start, out int before) == UnknownId)
                    start = before;
                if (_sentencePiece)
                    output.Add(id, start, end);
                else
                    AddUnknown(piece, start, end, output);
            }

            end = start;
        }

        output.Reverse(first);
    }

    private int Step(PieceAutomaton pieces, int step, int end, out int start)
    {
        start = step < 0 ? end + step : end - pieces.LengthOf(step - 1);
        return step < 0 ? UnknownId : pieces.IdOf(step - 1);
    }

    private void AddUnknown(ReadOnlySpan<byte> piece, int start, int end, TokenBuffer output)
    {
        // Looked up as a whole, as the Rust library does: it may be a piece that a worse path would have led over.
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
