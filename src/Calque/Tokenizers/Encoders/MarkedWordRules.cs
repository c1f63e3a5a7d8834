using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.PreTokenizers;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// Pipelines that do no more to text than to write spaces as a mark and to put one before it: those of Llama (Prepend and Replace, no
/// pre-tokenizer), Gemma (Replace alone) and their like with a Metaspace.
/// </summary>
/// <remarks>
/// Why words are independent: where the pre-tokenizer cuts before each mark, by its doing; where it does not, because no token has
/// the mark behind another character, so that no merge crosses from a word into the mark of the next (see <see cref="SafeCuts"/>). A word that
/// ends with a mark of its own is left to the components.
/// </remarks>
internal sealed class MarkedWordRules : SpacedWordRules
{
    private readonly PieceModel _model;
    private readonly byte[] _mark;
    private readonly bool _prepends;
    private readonly MetaspacePrefix? _prefix;
    private readonly bool _marksFirst; // before added tokens are looked for
    private readonly AhoCorasick? _added;

    private MarkedWordRules(PieceModel model, byte[] mark, bool prepends, MetaspacePrefix? prefix, bool split, bool marksFirst, AhoCorasick? added)
    {
        _model = model;
        _mark = mark;
        _prepends = prepends;
        _prefix = prefix;
        _marksFirst = marksFirst;
        _added = added;
        OneWord = !split;
        DependsOnPlace = prefix == MetaspacePrefix.First;
    }

    /// <summary>The encoder for a tokenizer of this kind, or null.</summary>
    public static TextEncoder? TryMake(TokenizerParts parts)
    {
        IReadOnlyList<Normalizer> steps = parts.Normalizer switch { null => [], NormalizerSequence sequence => sequence.Parts, Normalizer one => [one] };
        byte[]? mark = null;
        byte[]? prepended = null;
        foreach (Normalizer step in steps)
        {
            if (step is PrependNormalizer prepend && mark is null && prepended is null)
                prepended = prepend.Prefix;
            else if (step is ReplaceNormalizer { Literal: " " } replace && mark is null)
                mark = replace.Content;
            else
                return null;
        }

        var metaspace = parts.PreTokenizer as MetaspacePreTokenizer;
        if ((mark is null) == (metaspace is null) || (parts.PreTokenizer is not null && metaspace is null))
            return null;
        bool marksFirst = mark is not null;
        mark ??= metaspace!.Mark; // one of the two is there
        bool split = metaspace is { Splits: true };
        if (!IsOneCharacter(mark) || mark[0] == ' ' || (prepended is not null && !prepended.AsSpan().SequenceEqual(mark)))
            return null;
        if (PieceModel.Find(parts.Model, mark) is not PieceModel model)
            return null;
        if (!split && (!model.MergesAlone || !model.Vocabulary.TryGetId(mark, out _) || StandsBehindOthers(mark, model.Vocabulary)))
            return null;
        if (!AddedKeys.TryMakeFinder(parts, marksFirst ? mark : " "u8, out AhoCorasick? added))
            return null;
        return new SpacedWordEncoder(new MarkedWordRules(model, mark, prepended is not null, metaspace?.Prefix, split, marksFirst, added));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override Answer Encode(ReadOnlySpan<byte> word, int start, bool first, bool last, SpacedWordState state)
    {
        int spaces = word.IndexOfAnyExcept((byte)' ');
        spaces = spaces < 0 ? word.Length : spaces;
        ReadOnlySpan<byte> rest = word[spaces..];
        bool marked = spaces > 0 || rest.StartsWith(_mark);
        bool prefixed = first && (_prepends || (!marked && (_prefix == MetaspacePrefix.Always || (_prefix == MetaspacePrefix.First && start == 0))));
        int head = (spaces + (prefixed ? 1 : 0)) * _mark.Length;
        Span<byte> text = state.Reserve(head + rest.Length).AsSpan(0, head + rest.Length);
        for (int i = 0; i < head; i += _mark.Length)
            _mark.CopyTo(text[i..]);
        rest.CopyTo(text[head..]);
        if (_added is not null && _added.Find(_marksFirst ? text : word, 0, out _, out _) >= 0)
            return Answer.Decline;
        bool open = OneWord && text.EndsWith(_mark);
        if (open && !last)
            return Answer.Decline;
        int number = 0;
        for (int from = 0; from < text.Length;)
        {
            int next = OneWord ? -1 : text[(from + 1)..].IndexOf(_mark);
            int to = next < 0 ? text.Length : from + 1 + next;
            number++;
            _model.Tokenize(text[from..to], state);
            TokenBuffer tokens = state.Buffer;
            for (int i = 0; i < tokens.Count; i++)
            {
                state.Tokens.Add(tokens.Ids[i], MapStart(word, from + tokens.Starts[i], spaces, prefixed), MapEnd(word, from + tokens.Ends[i] - 1, spaces, prefixed),
                    number);
            }

            from = to;
        }

        state.Tokens.WordCount = number;
        return open ? Answer.DoneAtEnd : Answer.Done;
    }

    private static bool IsOneCharacter(ReadOnlySpan<byte> text) =>
        System.Text.Rune.DecodeFromUtf8(text, out _, out int length) == System.Buffers.OperationStatus.Done && length == text.Length;

    private static bool StandsBehindOthers(ReadOnlySpan<byte> mark, Vocabulary vocabulary)
    {
        for (int i = 0; i < vocabulary.Count; i++)
        {
            ReadOnlySpan<byte> token = vocabulary.GetEntry(i);
            while (token.StartsWith(mark))
                token = token[mark.Length..];
            if (token.IndexOf(mark) >= 0)
                return true;
        }

        return false;
    }

    // Where the byte of the marked text comes from: a mark put before the text from the first character, one for a space from that.
    private int MapStart(ReadOnlySpan<byte> word, int at, int spaces, bool prefixed)
    {
        int mark = at / _mark.Length;
        if (mark < spaces + (prefixed ? 1 : 0))
            return Math.Max(0, mark - (prefixed ? 1 : 0));
        int place = at - ((spaces + (prefixed ? 1 : 0)) * _mark.Length) + spaces;
        while ((word[place] & 0xC0) == 0x80)
            place--;
        return place;
    }

    private int MapEnd(ReadOnlySpan<byte> word, int at, int spaces, bool prefixed)
    {
        int mark = at / _mark.Length;
        int place;
        if (mark < spaces + (prefixed ? 1 : 0))
            place = Math.Max(0, mark - (prefixed ? 1 : 0));
        else
            place = at - ((spaces + (prefixed ? 1 : 0)) * _mark.Length) + spaces;
        do
            place++;
        while (place < word.Length && (word[place] & 0xC0) == 0x80);
        return place;
    }
}
