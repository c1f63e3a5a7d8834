using System;
using System.Runtime.CompilerServices;

namespace Calque.Tokenizers.Models;

/// <summary>What a model makes of a piece of text: ids with the bytes of the piece that each stands for. Grows, is reused.</summary>
internal sealed class TokenBuffer
{
    private int[] _ids = new int[64];
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];

    /// <summary>Tokens in the buffer.</summary>
    public int Count { get; private set; }

    /// <summary>The ids.</summary>
    public ReadOnlySpan<int> Ids
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _ids.AsSpan(0, Count);
    }

    /// <summary>First byte of each token, relative to its piece.</summary>
    public ReadOnlySpan<int> Starts
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _starts.AsSpan(0, Count);
    }

    /// <summary>Byte after the last of each token, relative to its piece.</summary>
    public ReadOnlySpan<int> Ends
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _ends.AsSpan(0, Count);
    }

    /// <summary>Appends a token.</summary>
    public void Add(int id, int start, int end)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, Count * 2);
            Array.Resize(ref _starts, Count * 2);
            Array.Resize(ref _ends, Count * 2);
        }

        _ids[Count] = id;
        _starts[Count] = start;
        _ends[Count++] = end;
    }

    /// <summary>Appends tokens as <see cref="WordCache"/> keeps them: id, start, end of each.</summary>
    public void AddRange(ReadOnlySpan<int> triples)
    {
        for (int i = 0; i < triples.Length; i += 3)
            Add(triples[i], triples[i + 1], triples[i + 2]);
    }

    /// <summary>Empties the buffer and keeps its memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>Keeps the first tokens only.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Moves the ranges of the tokens from <paramref name="first"/> on.</summary>
    public void Shift(int first, int by)
    {
        for (int i = first; i < Count; i++)
        {
            _starts[i] += by;
            _ends[i] += by;
        }
    }

    /// <summary>Lets go of memory that one long text asked for, and of the tokens with it.</summary>
    public void Trim()
    {
        const int LongestKept = 1 << 16;
        if (_ids.Length <= LongestKept)
            return;
        Count = 0;
        _ids = new int[64];
        _starts = new int[64];
        _ends = new int[64];
    }

    /// <summary>Turns the order of the tokens from <paramref name="first"/> on round.</summary>
    public void Reverse(int first)
    {
        _ids.AsSpan(first, Count - first).Reverse();
        _starts.AsSpan(first, Count - first).Reverse();
        _ends.AsSpan(first, Count - first).Reverse();
    }
}
