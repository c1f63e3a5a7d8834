using System;
using System.Runtime.CompilerServices;
using Calque.Text;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.Patterns;
using Calque.Tokenizers.PreTokenizers;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// BERT: words and punctuation found in the raw text, letters put into lower case only when a word is new. What is not ASCII is
/// normalized (<see cref="BertRewriter"/>) and cut word by word, once: characters that part words for sure (white space, punctuation, Chinese) are told by
/// <see cref="BertCharacters"/>, and nothing that the normalizer does reaches across them.
/// </summary>
internal sealed unsafe class BertEncoder : WordEncoder
{
    private const int MostStripped = 128;

    private readonly WordPieceModel _model;
    private readonly BertNormalizer? _normalizer;
    private readonly BertPreTokenizer _preTokenizer;
    private readonly BertCharacters _characters;
    private readonly BertWords _words;
    private readonly PieceMatcher _pieces;

    private BertEncoder(WordPieceModel model, BertNormalizer? normalizer, BertPreTokenizer preTokenizer)
    {
        _model = model;
        _normalizer = normalizer;
        _preTokenizer = preTokenizer;
        _characters = new BertCharacters(normalizer);
        _words = new BertWords(_characters);
        _pieces = new PieceMatcher(model);
    }

    /// <inheritdoc/>
    public override bool Normalizes => _normalizer is not null;

    /// <summary>The encoder of a tokenizer's parts, or null where they are not of this kind.</summary>
    public static TextEncoder? TryMake(TokenizerParts parts) =>
        parts is { Model: WordPieceModel model, PreTokenizer: BertPreTokenizer preTokenizer } &&
        (parts.Normalizer is null || (parts.Normalizer is BertNormalizer && !parts.Added.HasNormalized))
            ? new BertEncoder(model, parts.Normalizer as BertNormalizer, preTokenizer) : null;

    /// <inheritdoc/>
    public override EncoderState CreateState() => new BertState(new BertRewriter(_normalizer));

    /// <inheritdoc/>
    protected override int FindWords(byte* text, int length, ref int position, WordRange* words, int most) =>
        _words.Find(text, length, ref position, words, most);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool EncodeWord(ReadOnlySpan<byte> word, WordEncoderState state)
    {
        if (!IsGraphic(word))
        {
            if (word.Length <= MostStripped && TryEncodeStripped(word, state))
                return false; // what is left is remembered
            if (word.Length <= BertRewriter.LongestWord)
                EncodeRewritten(word, (BertState)state);
            else
                EncodeByComponents(word, state);
            return true;
        }

        EncodeGraphic(word, state);
        return true;
    }

    /// <summary>A word of letters and digits among characters that the normalizer takes away; false where it is another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryEncodeStripped(ReadOnlySpan<byte> word, WordEncoderState state)
    {
        Span<byte> kept = stackalloc byte[MostStripped + WordMemory.Padding];
        Span<short> places = stackalloc short[MostStripped];
        int length = 0;
        for (int i = 0; i < word.Length;)
        {
            int at = i;
            int codePoint = CodePoints.Decode(word, ref i);
            if (codePoint < 0x80 && char.IsAsciiLetterOrDigit((char)codePoint))
            {
                kept[length] = (byte)codePoint;
                places[length++] = (short)at;
            }
            else if (_characters[codePoint] is not (BertCharacters.Gone or BertCharacters.Dropped))
            {
                return false;
            }
        }

        if (length == 0)
            return true;
        if (!state.Memory.TryAppend(kept[..length], 0, state.Word))
        {
            EncodeGraphic(kept[..length], state);
            state.Memory.Add(kept[..length], state.Word);
        }

        for (int i = 0; i < state.Word.Count; i++)
        {
            (int start, int end) = state.Word.Offsets[i];
            state.Word.SetOffset(i, new TextRange(places[start], places[end - 1] + 1));
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EncodeGraphic(ReadOnlySpan<byte> word, WordEncoderState state)
    {
        Span<byte> lower = word.Length <= 128 ? stackalloc byte[128] : new byte[word.Length];
        lower = lower[..word.Length];
        bool lowers = _normalizer is { Lowers: true };
        for (int i = 0; i < word.Length; i++)
            lower[i] = lowers && word[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(word[i] | 0x20) : word[i];
        if (!_pieces.TryMatch(lower, state.Word))
            Tokenize(lower, state); // the unknown token
        state.Word.Word++;
    }

    // ASCII without white space and control characters.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsGraphic(ReadOnlySpan<byte> word)
    {
        foreach (byte value in word)
        {
            if (value is <= 0x20 or >= 0x7F)
                return false;
        }

        return true;
    }

    private void Tokenize(ReadOnlySpan<byte> word, WordEncoderState state)
    {
        state.Tokens.Clear();
        _model.Tokenize(word, state.Model, state.Tokens);
        for (int i = 0; i < state.Tokens.Count; i++)
            state.Word.Add(state.Tokens.Ids[i], state.Tokens.Starts[i], state.Tokens.Ends[i]);
    }

    // As the pre-tokenizer cuts it: white space parts and is left out, each mark is a word of its own.
    private void EncodeRewritten(ReadOnlySpan<byte> word, BertState state)
    {
        state.Rewriter.Rewrite(word, state.Rewritten);
        ReadOnlySpan<byte> text = state.Rewritten.Bytes;
        int start = 0;
        for (int i = 0; i < text.Length;)
        {
            int at = i;
            int codePoint = CodePoints.Decode(text, ref i);
            bool space = CodePoints.IsWhiteSpace(codePoint);
            if (!space && !TokenizerClasses.IsPunctuation(codePoint))
                continue;
            EncodePiece(start, at, state);
            if (!space)
                EncodePiece(at, i, state);
            start = i;
        }

        EncodePiece(start, text.Length, state);
    }

    private void EncodePiece(int from, int to, BertState state)
    {
        if (to == from)
            return;
        ReadOnlySpan<byte> piece = state.Rewritten.Bytes[from..to];
        int first = state.Word.Count;
        if (!_pieces.TryMatch(piece, state.Word))
            Tokenize(piece, state);
        for (int i = first; i < state.Word.Count; i++)
        {
            (int start, int end) = state.Word.Offsets[i];
            state.Word.SetOffset(i, new TextRange(state.Rewritten.StartOf(from + start), state.Rewritten.EndOf(from + end - 1)));
        }

        state.Word.Word++;
    }

    private void EncodeByComponents(ReadOnlySpan<byte> word, WordEncoderState state)
    {
        var text = new NormalizedText(word, 0, trackOffsets: true);
        _normalizer?.Normalize(text);
        state.Pieces.Clear();
        _preTokenizer.PreTokenize(text, state.Pieces);
        foreach (NormalizedText piece in state.Pieces)
        {
            state.Tokens.Clear();
            _model.Tokenize(piece.Bytes, state.Model, state.Tokens);
            for (int i = 0; i < state.Tokens.Count; i++)
            {
                int start = state.Tokens.Starts[i], end = state.Tokens.Ends[i];
                state.Word.Add(state.Tokens.Ids[i], piece.OriginalStartOf(start), piece.OriginalEndOf(end - 1));
            }

            state.Word.Word++;
        }

        state.Pieces.Clear();
    }
}
