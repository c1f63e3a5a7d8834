using System;
using System.Threading;
using Calque.Text;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Encoders;

/// <summary>The model of a pipeline as the encoders here ask it: a Unigram model, or a BPE model without prefix, suffix and dropout.</summary>
internal sealed class PieceModel
{
    // Long texts are cut where no merge can cross, but not into pieces so small that asking for each costs more than merging.
    private const int ShortestCut = 12;
    private const int LongestWhole = 64;

    private readonly TokenizerModel _model;
    private readonly UnigramModel? _unigram;
    private readonly Lazy<SafeCuts>? _cuts;
    private readonly MarkedPairMerger? _merger;

    private PieceModel(TokenizerModel model, byte[] mark)
    {
        _model = model;
        _unigram = model as UnigramModel;
        if (model is not BpeModel { Options.IgnoreMerges: false } pairs)
            return;
        _merger = new MarkedPairMerger(pairs, mark);
        _cuts = new Lazy<SafeCuts>(() => new SafeCuts(model.Vocabulary, pairs.KnowsAllBytes), LazyThreadSafetyMode.ExecutionAndPublication);
    }

    /// <summary>Whether it is byte-pair encoding whose merges alone decide.</summary>
    public bool MergesAlone => _cuts is not null;

    /// <summary>The model's tokens.</summary>
    public Vocabulary Vocabulary => _model.Vocabulary;

    /// <summary>The model in this form, or null where it is another.</summary>
    /// <param name="model">The model.</param>
    /// <param name="mark">What most pieces begin with.</param>
    public static PieceModel? Find(TokenizerModel model, byte[] mark) => model switch
    {
        UnigramModel { FollowsSentencePiece: false } => new PieceModel(model, mark),
        BpeModel { Options: { Dropout: 0, ContinuingSubwordPrefix.Length: 0, EndOfWordSuffix.Length: 0 } } => new PieceModel(model, mark),
        _ => null,
    };

    /// <summary>The tokens of a piece, into an emptied <see cref="SpacedWordState.Buffer"/>; ranges are bytes of the piece.</summary>
    /// <exception cref="InvalidTokenizerException">The piece needs the unknown token and the model has none.</exception>
    public void Tokenize(ReadOnlySpan<byte> piece, SpacedWordState state)
    {
        TokenBuffer buffer = state.Buffer;
        buffer.Clear();
        if (_unigram is not null)
            _unigram.TokenizeAnew(piece, state.Model.Lattice, buffer);
        else if (_merger is not null && _merger.TryMerge(piece, buffer))
            return;
        else if (_cuts is null || piece.Length <= LongestWhole)
            _model.Tokenize(piece, state.Model, buffer);
        else
            TokenizeInParts(piece, _cuts.Value, state, buffer);
    }

    private void TokenizeInParts(ReadOnlySpan<byte> piece, SafeCuts cuts, SpacedWordState state, TokenBuffer buffer)
    {
        int from = 0;
        int left = -1;
        for (int at = 0; at < piece.Length;)
        {
            int begin = at;
            int right = CodePoints.Decode(piece, ref at);
            if (begin - from >= ShortestCut && cuts.IsSafe(left, right))
            {
                TokenizePart(piece, from, begin, state, buffer);
                from = begin;
            }

            left = right;
        }

        TokenizePart(piece, from, piece.Length, state, buffer);
    }

    private void TokenizePart(ReadOnlySpan<byte> piece, int start, int end, SpacedWordState state, TokenBuffer buffer)
    {
        int first = buffer.Count;
        if (end - start <= LongestWhole || !_merger!.TryMergeLong(piece[start..end], state.Window, state.Pair, buffer)) // there where cuts are
            _model.Tokenize(piece[start..end], state.Model, buffer);
        buffer.Shift(first, start);
    }
}
