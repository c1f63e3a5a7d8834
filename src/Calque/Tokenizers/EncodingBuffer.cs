using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Calque.Tokenizers;

/// <summary>
/// Where <see cref="Tokenizer.Encode(ReadOnlySpan{byte}, EncodingBuffer)"/> puts tokens: it grows as needed and keeps its memory when
/// cleared, so that encoding one text after the other allocates nothing. Not safe for use from several threads at once.
/// </summary>
public sealed class EncodingBuffer
{
    private int[] _ids = new int[256];
    private TextRange[] _offsets;
    private int[] _words;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="withOffsets">Whether offsets and word ids are wanted beside the ids; that takes about half as long again.</param>
    public EncodingBuffer(bool withOffsets = false)
    {
        HasOffsets = withOffsets;
        _offsets = withOffsets ? new TextRange[_ids.Length] : [];
        _words = withOffsets ? new int[_ids.Length] : [];
    }

    /// <summary>Whether offsets and word ids are kept beside the ids.</summary>
    public bool HasOffsets { get; }

    /// <summary>Tokens in the buffer.</summary>
    public int Count { get; private set; }

    /// <summary>The ids; valid until the buffer is changed.</summary>
    public ReadOnlySpan<int> Ids
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _ids.AsSpan(0, Count);
    }

    /// <summary>
    /// The range of each token in its text, in Unicode code points; empty where the buffer keeps none. Valid until the buffer is changed.
    /// </summary>
    public ReadOnlySpan<TextRange> Offsets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _offsets.AsSpan(0, HasOffsets ? Count : 0);
    }

    /// <summary>The word of its text that each token belongs to; empty where the buffer keeps none. Valid until the buffer is changed.</summary>
    public ReadOnlySpan<int> WordIds
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _words.AsSpan(0, HasOffsets ? Count : 0);
    }

    /// <summary>The number of the next word of the text that is being encoded.</summary>
    internal int Word { get; set; }

    /// <summary>The tokens as encodings show them, where they are wanted.</summary>
    internal List<string>? Texts { get; init; }

    /// <summary>The spaces that added tokens of the text took along, where there are any; in order.</summary>
    internal List<MatchedSpaces> MatchedSpaces { get; } = [];

    /// <summary>Empties the buffer and keeps its memory.</summary>
    public void Clear()
    {
        Count = 0;
        Texts?.Clear();
    }

    /// <summary>Appends a token; the range is in bytes of the whole text until the text is done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(int id, int start, int end)
    {
        if (Count == _ids.Length)
            Grow(Count + 1);
        _ids[Count] = id;
        if (HasOffsets)
        {
            _offsets[Count] = new TextRange(start, end);
            _words[Count] = Word;
        }

        Count++;
    }

    /// <summary>Room for at least <paramref name="count"/> more ids, to be written and then counted by <see cref="Advance"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<int> ReserveIds(int count)
    {
        if (_ids.Length - Count < count)
            Grow(Count + count);
        return _ids.AsSpan(Count);
    }

    /// <summary>Room for the ranges of the ids that were reserved; in bytes of the whole text until the text is done.</summary>
    internal Span<TextRange> ReservedOffsets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _offsets.AsSpan(Count);
    }

    /// <summary>Room for the words of the ids that were reserved.</summary>
    internal Span<int> ReservedWords
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _words.AsSpan(Count);
    }

    /// <summary>Counts ids that were written to the memory reserved.</summary>
    internal void Advance(int count) => Count += count;

    /// <summary>Takes the tokens from <paramref name="count"/> on away.</summary>
    internal void Truncate(int count) => Count = count;

    /// <summary>Changes the range of a token.</summary>
    internal void SetOffset(int index, TextRange range) => _offsets[index] = range;

    /// <summary>Appends the tokens of one word, whose ranges are moved by <paramref name="shift"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Append(EncodingBuffer word, int shift)
    {
        int count = word.Count;
        word.Ids.CopyTo(ReserveIds(count));
        if (HasOffsets)
        {
            for (int i = 0; i < count; i++)
            {
                _offsets[Count + i] = new TextRange(word._offsets[i].Start + shift, word._offsets[i].End + shift);
                _words[Count + i] = Word + word._words[i];
            }
        }

        Count += count;
        Word += word.Word;
    }

    /// <summary>Gives the space that was put before a piece the range of the piece's first character.</summary>
    internal void FitPrefix(int first, int start, int firstCharacter)
    {
        ref TextRange range = ref _offsets[first];
        range = new TextRange(Math.Max(range.Start, start), range.End > start ? range.End : start + firstCharacter);
    }

    /// <summary>Turns the ranges from <paramref name="first"/> on from bytes into code points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void ConvertOffsets(int first, in CodePointMap map)
    {
        if (map.IsIdentity)
            return;
        foreach (ref TextRange range in _offsets.AsSpan(first, Count - first))
            range = map.Convert(range.Start, range.End);
    }

    /// <summary>Sets the word of all tokens from <paramref name="first"/> on.</summary>
    internal void SetWord(int first, int word) => _words.AsSpan(first, Count - first).Fill(word);

    /// <summary>Everything as an encoding of its own.</summary>
    internal TokenEncoding ToEncoding()
    {
        int[] attention = new int[Count];
        Array.Fill(attention, 1);
        string[] texts = Texts is null ? new string[Count] : [.. Texts];
        return new TokenEncoding(Ids.ToArray(), new int[Count], texts, Offsets.ToArray(), WordIds.ToArray(), new int[Count], attention);
    }

    /// <summary>Lets go of memory that one long text asked for.</summary>
    internal void Trim()
    {
        const int Most = 1 << 20;
        if (_ids.Length <= Most || Count > 0)
            return;
        _ids = new int[256];
        _offsets = HasOffsets ? new TextRange[256] : [];
        _words = HasOffsets ? new int[256] : [];
    }

    private void Grow(int wanted)
    {
        int size = Math.Max(wanted, (int)Math.Min(2L * _ids.Length, Array.MaxLength));
        Array.Resize(ref _ids, size);
        if (!HasOffsets)
            return;
        Array.Resize(ref _offsets, size);
        Array.Resize(ref _words, size);
    }
}
