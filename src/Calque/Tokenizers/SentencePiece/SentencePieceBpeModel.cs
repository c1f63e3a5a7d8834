using System;
using System.Collections.Generic;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.SentencePiece;

/// <summary>
/// BPE as SentencePiece has it (bpe_model.cc): no list of merges; the adjacent pair whose joined text is the piece with the highest
/// score merges first, the leftmost of equal scores. Unused pieces are only steps and are taken apart again at the end.
/// </summary>
internal sealed class SentencePieceBpeModel : TokenizerModel
{
    private readonly float[] _scores; // by id
    private readonly SentencePieceType[] _types; // by id
    private readonly PieceTrie? _userDefined;
    private readonly int _unknownId;
    private readonly int[]? _byteIds;

    public SentencePieceBpeModel(Vocabulary vocabulary, float[] scores, SentencePieceType[] types, PieceTrie? userDefined, int unknownId,
        bool byteFallback)
        : base(vocabulary)
    {
        _scores = scores;
        _types = types;
        _userDefined = userDefined;
        _unknownId = unknownId;
        _byteIds = byteFallback ? FindByteTokens(vocabulary) : null;
    }

    /// <inheritdoc/>
    public override string Kind => "BPE";

    /// <summary>Whether unknown characters become byte tokens.</summary>
    public bool ByteFallback => _byteIds is not null;

    internal override bool ShowsMatchedText => true;

    internal override string GetTokenText(int id, ReadOnlySpan<byte> matched) =>
        id == _unknownId ? System.Text.Encoding.UTF8.GetString(matched) : base.GetTokenText(id, matched);

    internal override void Tokenize(ReadOnlySpan<byte> piece, ModelWorkspace workspace, TokenBuffer output)
    {
        if (piece.IsEmpty)
            return;
        List<Symbol> symbols = Split(piece);
        var queue = new PriorityQueue<Candidate, ulong>();
        Dictionary<int, Candidate>? halves = null;
        for (int i = 0; i + 1 < symbols.Count; i++)
            Offer(piece, symbols, i, i + 1, queue, ref halves);
        while (queue.TryDequeue(out Candidate top, out _))
        {
            Symbol left = symbols[top.Left];
            Symbol right = symbols[top.Right];
            if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != top.Length)
                continue;
            symbols[top.Left] = left with { Length = top.Length, Next = right.Next };
            symbols[top.Right] = right with { Length = 0 };
            if (right.Next >= 0)
                symbols[right.Next] = symbols[right.Next] with { Previous = top.Left };
            Offer(piece, symbols, left.Previous, top.Left, queue, ref halves);
            Offer(piece, symbols, top.Left, right.Next, queue, ref halves);
        }

        int waiting = -1; // where a run of unknown characters began
        int end = 0;
        for (int i = 0; i >= 0; i = symbols[i].Next)
        {
            Emit(piece, symbols[i].Start, symbols[i].Length, halves, output, ref waiting);
            end = symbols[i].Start + symbols[i].Length;
        }

        if (waiting >= 0)
            output.Add(_unknownId, waiting, end);
    }

    private List<Symbol> Split(ReadOnlySpan<byte> piece)
    {
        var symbols = new List<Symbol>(piece.Length);
        for (int start = 0, length; start < piece.Length; start += length)
        {
            int frozen = _userDefined is null ? 0 : SentencePieceModels.MatchLongest(_userDefined, piece[start..]);
            length = frozen > 0 ? frozen : CharacterLength(piece[start]);
            symbols.Add(new Symbol(start, length, symbols.Count - 1, start + length < piece.Length ? symbols.Count + 1 : -1, frozen > 0));
        }

        return symbols;
    }

    private void Offer(ReadOnlySpan<byte> piece, List<Symbol> symbols, int left, int right, PriorityQueue<Candidate, ulong> queue,
        ref Dictionary<int, Candidate>? halves)
    {
        if (left < 0 || right < 0 || symbols[left].Frozen || symbols[right].Frozen)
            return;
        int length = symbols[left].Length + symbols[right].Length;
        if (length > Vocabulary.LongestToken || !Vocabulary.TryGetId(piece.Slice(symbols[left].Start, length), out int id))
            return;
        if (_types[id] is not (SentencePieceType.Normal or SentencePieceType.UserDefined or SentencePieceType.Unused))
            return;
        var candidate = new Candidate(left, right, length, symbols[left].Start, symbols[left].Length);
        queue.Enqueue(candidate, (Descending(_scores[id]) << 32) | (uint)left);
        if (_types[id] == SentencePieceType.Unused)
            (halves ??= [])[id] = candidate;
    }

    private void Emit(ReadOnlySpan<byte> piece, int start, int length, Dictionary<int, Candidate>? halves, TokenBuffer output, ref int waiting)
    {
        int id = Vocabulary.TryGetId(piece.Slice(start, length), out int found) ? found : _unknownId;
        if (_types[id] == SentencePieceType.Unused && halves is not null && halves.TryGetValue(id, out Candidate half))
        {
            // The halves are those of the last candidate for this text; their lengths hold at any place where it stands.
            Emit(piece, start, half.LeftLength, halves, output, ref waiting);
            Emit(piece, start + half.LeftLength, length - half.LeftLength, halves, output, ref waiting);
            return;
        }

        if (id == _unknownId && _byteIds is null)
        {
            if (waiting < 0)
                waiting = start;
            return;
        }

        if (waiting >= 0)
            output.Add(_unknownId, waiting, start);
        waiting = -1;
        if (id != _unknownId)
        {
            output.Add(id, start, start + length);
            return;
        }

        int first = output.Count;
        SentencePieceBytes.AddReversed(piece, start, start + length, _byteIds!, _unknownId, output); // null was handled above
        output.Reverse(first);
    }

    /// <summary>A key that sorts higher scores first.</summary>
    private static ulong Descending(float score)
    {
        uint bits = BitConverter.SingleToUInt32Bits(score + 0f); // -0 becomes 0
        uint ascending = (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
        return ~ascending;
    }

    private readonly record struct Symbol(int Start, int Length, int Previous, int Next, bool Frozen);

    private readonly record struct Candidate(int Left, int Right, int Length, int Start, int LeftLength);
}
