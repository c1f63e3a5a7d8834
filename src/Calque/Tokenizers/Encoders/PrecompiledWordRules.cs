using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Calque.Text;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.Normalizers;
using Calque.Tokenizers.PreTokenizers;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// Pipelines of the T5 and XLM-R kind: the rewriting rules of SentencePiece, runs of spaces made one or not, then words, by white space or
/// before each mark, each with its mark.
/// </summary>
/// <remarks>
/// Why words are independent: rewriting goes by grapheme clusters, and one ends before each space (unless a character of the class Prepend
/// stands there; such words are taken together) and before each of the control characters that become spaces; the space itself stays, as one
/// cluster, or the word is left to the components; a run of spaces is one word's alone, since a word whose form ends with a space is taken
/// together with the next; and the pre-tokenizer cuts at or before each space.
/// </remarks>
internal sealed class PrecompiledWordRules : SpacedWordRules
{
    private readonly PieceModel _model;
    private readonly Normalizer _normalizer;
    private readonly PrecompiledNormalizer _rules;
    private readonly PreTokenizer _preTokenizer;
    private readonly MetaspacePreTokenizer _metaspace;
    private readonly bool _collapses;
    private readonly bool _dropsSpaces;
    private readonly AhoCorasick? _added;
    private readonly bool[] _plain = new bool[256]; // ASCII that the rules leave as it is

    private PrecompiledWordRules(PieceModel model, Normalizer normalizer, PrecompiledNormalizer rules, PreTokenizer preTokenizer, MetaspacePreTokenizer metaspace,
        bool collapses, bool dropsSpaces, AhoCorasick? added)
    {
        _model = model;
        _normalizer = normalizer;
        _rules = rules;
        _preTokenizer = preTokenizer;
        _metaspace = metaspace;
        _collapses = collapses;
        _dropsSpaces = dropsSpaces;
        _added = added;
        DependsOnPlace = metaspace.Prefix == MetaspacePrefix.First;
        byte[] breaks = "    "u8.ToArray();
        int count = 1;
        for (byte sign = 0; sign < 0x80; sign++)
        {
            bool rewritten = rules.TryRewrite([sign], out ReadOnlySpan<byte> form);
            _plain[sign] = sign > ' ' && !rewritten && !metaspace.Mark.AsSpan().Contains(sign);
            if (sign is (byte)'\t' or (byte)'\n' or (byte)'\r' && rewritten && form.SequenceEqual(" "u8))
                breaks[count++] = sign;
        }

        Breaks = breaks;
    }

    /// <summary>The encoder for a tokenizer of this kind, or null.</summary>
    public static TextEncoder? TryMake(TokenizerParts parts)
    {
        if (parts.Normalizer is null)
            return null;
        IReadOnlyList<Normalizer> steps = parts.Normalizer is NormalizerSequence sequence ? sequence.Parts : [parts.Normalizer];
        if (steps.Count is 0 or > 2 || steps[0] is not PrecompiledNormalizer rules || rules.TryRewrite(" "u8, out _))
            return null;
        bool collapses = steps.Count == 2;
        if (collapses && !(steps[1] is ReplaceNormalizer { Expression: " {2,}" } replace && replace.Content.AsSpan().SequenceEqual(" "u8)))
            return null;
        MetaspacePreTokenizer? metaspace = parts.PreTokenizer as MetaspacePreTokenizer;
        bool dropsSpaces = false;
        if (parts.PreTokenizer is PreTokenizerSequence { Parts: { Count: 2 } cutters } && ReferenceEquals(cutters[0], PatternPreTokenizer.WhitespaceSplit))
        {
            metaspace = cutters[1] as MetaspacePreTokenizer;
            dropsSpaces = true;
        }

        if (metaspace is not { Splits: true } || metaspace.Mark[0] == ' ' || (dropsSpaces && metaspace.Prefix == MetaspacePrefix.First))
            return null;
        if (PieceModel.Find(parts.Model, metaspace.Mark) is not PieceModel model)
            return null;
        if (!AddedKeys.TryMakeFinder(parts, " "u8, out AhoCorasick? added))
            return null;
        return new SpacedWordEncoder(new PrecompiledWordRules(model, parts.Normalizer, rules, parts.PreTokenizer!, metaspace, collapses, dropsSpaces, added));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override Answer Encode(ReadOnlySpan<byte> word, int start, bool first, bool last, SpacedWordState state)
    {
        int spaces = CountBreaks(word);
        // Several breaks may be one cluster (\r\n), and which of them the mark comes from is for the components to say.
        bool simple = spaces is 0 or 1 || _dropsSpaces || (_collapses && spaces > 0 && word[..spaces].IndexOfAnyExcept((byte)' ') < 0);
        if (spaces < 0 || !simple || _added is not null || !IsPlain(word[spaces..]))
            return EncodeByComponents(word, start, first, last, state);
        bool prefixed = spaces == 0 && (_metaspace.Prefix == MetaspacePrefix.Always || (_metaspace.Prefix == MetaspacePrefix.First && start == 0));
        bool marked = _dropsSpaces ? _metaspace.Prefix == MetaspacePrefix.Always : spaces > 0 || prefixed;
        // The mark comes from the last of the spaces, or, put before a word without one, from its first character.
        int markStart = spaces > 0 && !_dropsSpaces ? spaces - 1 : spaces;
        int head = marked ? _metaspace.Mark.Length : 0;
        ReadOnlySpan<byte> rest = word[spaces..];
        Span<byte> text = state.Reserve(head + rest.Length).AsSpan(0, head + rest.Length);
        if (marked)
            _metaspace.Mark.CopyTo(text);
        rest.CopyTo(text[head..]);
        _model.Tokenize(text, state);
        TokenBuffer tokens = state.Buffer;
        int shift = spaces - head;
        for (int i = 0; i < tokens.Count; i++)
        {
            int from = tokens.Starts[i];
            int end = tokens.Ends[i];
            state.Tokens.Add(tokens.Ids[i], from < head ? markStart : from + shift, end <= head ? markStart + 1 : end + shift, 1);
        }

        state.Tokens.WordCount = 1;
        return Answer.Done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsPlain(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            if (!_plain[value])
                return false;
        }

        return true;
    }

    // How many breaks the word begins with; -1 where there is nothing else.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CountBreaks(ReadOnlySpan<byte> word)
    {
        byte[] breaks = Breaks;
        int i = 0;
        while (i < word.Length && (word[i] == breaks[0] || word[i] == breaks[1] || word[i] == breaks[2] || word[i] == breaks[3]))
            i++;
        return i == word.Length ? -1 : i;
    }

    private Answer EncodeByComponents(ReadOnlySpan<byte> word, int start, bool first, bool last, SpacedWordState state)
    {
        if (!last && !EndsWithCluster(word))
            return Answer.Extend;
        if (first && _rules.LosesFirst(word))
            return Answer.Decline;
        var text = new NormalizedText(word, start, trackOffsets: true);
        _normalizer.Normalize(text);
        if (!first && (text.Length == 0 || text.Bytes[0] != ' ' || text.OriginalStartOf(0) >= start + CountBreaks(word)))
            return Answer.Decline;
        bool open = text.Length == 0 || text.Bytes[^1] == ' ';
        if (open && !last)
            return Answer.Extend;
        if (_added is not null && _added.Find(text.Bytes, 0, out _, out _) >= 0)
            return Answer.Decline;
        text = text.Slice(0, text.Length);
        state.Words.Clear();
        if (text.Length > 0)
            _preTokenizer.PreTokenize(text, state.Words);
        int number = 0;
        foreach (NormalizedText part in state.Words)
        {
            number++;
            _model.Tokenize(part.Bytes, state);
            TokenBuffer tokens = state.Buffer;
            for (int i = 0; i < tokens.Count; i++)
            {
                state.Tokens.Add(tokens.Ids[i], part.OriginalStartOf(tokens.Starts[i]) - start, part.OriginalEndOf(tokens.Ends[i] - 1) - start, number);
            }
        }

        state.Words.Clear();
        state.Tokens.WordCount = number;
        return open ? Answer.DoneAtEnd : Answer.Done;
    }

    // Whether a grapheme cluster ends with the word where a space follows.
    private static bool EndsWithCluster(ReadOnlySpan<byte> word)
    {
        if (word[^1] < 0x80)
            return true;
        int begin = word.Length - 1;
        while (begin > 0 && (word[begin] & 0xC0) == 0x80)
            begin--;
        Span<byte> both = stackalloc byte[8];
        int length = word.Length - begin;
        word[begin..].CopyTo(both);
        both[length] = (byte)' ';
        return GraphemeClusters.FindEnd(both[..(length + 1)], 0) == length;
    }
}
