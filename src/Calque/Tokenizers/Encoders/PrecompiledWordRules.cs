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
    private readonly PrecompiledNormalizer _rules;
    private readonly MetaspacePreTokenizer _metaspace;
    private readonly bool _collapses;
    private readonly bool _dropsSpaces;
    private readonly AhoCorasick? _added;
    private readonly bool[] _kept = new bool[0x80]; // ASCII that the rules do not rewrite
    private readonly bool[] _plain = new bool[256]; // ASCII that the rules leave as it is

    private PrecompiledWordRules(PieceModel model, PrecompiledNormalizer rules, MetaspacePreTokenizer metaspace, bool collapses, bool dropsSpaces, AhoCorasick? added)
    {
        _model = model;
        _rules = rules;
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
            _kept[sign] = !rewritten;
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
        return new SpacedWordEncoder(new PrecompiledWordRules(model, rules, metaspace, collapses, dropsSpaces, added));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override Answer Encode(ReadOnlySpan<byte> word, int start, bool first, bool last, SpacedWordState state)
    {
        int spaces = CountBreaks(word);
        // Several breaks may be one cluster (\r\n), and which of them the mark comes from is for the components to say.
        bool simple = spaces is 0 or 1 || _dropsSpaces || (_collapses && spaces > 0 && word[..spaces].IndexOfAnyExcept((byte)' ') < 0);
        if (spaces < 0 || !simple || _added is not null || !IsPlain(word[spaces..]))
            return EncodeRewritten(word, start, first, last, state);
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

    /// <summary>Any other word: rewritten, its white space dropped or marked, cut before each mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Answer EncodeRewritten(ReadOnlySpan<byte> word, int start, bool first, bool last, SpacedWordState state)
    {
        if (!last && !EndsWithCluster(word))
            return Answer.Extend;
        if (first && _rules.LosesFirst(word))
            return Answer.Decline;
        RewrittenWord text = state.Rewritten;
        text.Rewrite(_rules, _kept, word);
        if (_collapses)
            text.CollapseSpaces();
        if (!first && (text.Length == 0 || text.Bytes[0] != ' ' || text.StartOf(0) >= CountBreaks(word)))
            return Answer.Decline;
        bool open = text.Length == 0 || text.Bytes[^1] == ' ';
        if (open && !last)
            return Answer.Extend;
        if (_added is not null && _added.Find(text.Bytes, 0, out _, out _) >= 0)
            return Answer.Decline;
        int number = 0;
        if (_dropsSpaces)
            number = EncodeBetweenSpaces(state);
        else if (text.Length > 0)
            number = EncodePart(0, text.Length, _metaspace.Prefix == MetaspacePrefix.Always || (_metaspace.Prefix == MetaspacePrefix.First && start + text.StartOf(0) == 0), 0, state);
        state.Tokens.WordCount = number;
        return open ? Answer.DoneAtEnd : Answer.Done;
    }

    // The stretches without white space; how many pieces they became.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int EncodeBetweenSpaces(SpacedWordState state)
    {
        ReadOnlySpan<byte> bytes = state.Rewritten.Bytes;
        int number = 0;
        int from = 0;
        for (int i = 0; i < bytes.Length;)
        {
            int at = i;
            bool space = CodePoints.IsWhiteSpace(CodePoints.Decode(bytes, ref i));
            if (space && at > from)
                number = EncodePart(from, at, _metaspace.Prefix == MetaspacePrefix.Always, number, state);
            if (space)
                from = i;
        }

        return from < bytes.Length ? EncodePart(from, bytes.Length, _metaspace.Prefix == MetaspacePrefix.Always, number, state) : number;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int EncodePart(int from, int to, bool prefixed, int number, SpacedWordState state)
    {
        RewrittenWord marked = state.Marked;
        marked.Mark(state.Rewritten, from, to, _metaspace.Mark, marksSpaces: !_dropsSpaces, prefixed);
        TokenBuffer tokens = state.Buffer;
        for (int begin = 0; begin < marked.Length;)
        {
            ReadOnlySpan<byte> rest = marked.Bytes[begin..];
            int next = rest[1..].IndexOf(_metaspace.Mark);
            int length = next < 0 ? rest.Length : next + 1;
            number++;
            _model.Tokenize(rest[..length], state);
            for (int i = 0; i < tokens.Count; i++)
                state.Tokens.Add(tokens.Ids[i], marked.StartOf(begin + tokens.Starts[i]), marked.EndOf(begin + tokens.Ends[i] - 1), number);
            begin += length;
        }

        return number;
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
