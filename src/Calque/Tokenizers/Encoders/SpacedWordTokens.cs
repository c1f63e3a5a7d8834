using System;
using System.Runtime.CompilerServices;

namespace Calque.Tokenizers.Encoders;

/// <summary>What one word with the spaces before it became: ids, ranges in its own bytes, and words of the pre-tokenizer, counted from 1.</summary>
internal sealed class SpacedWordTokens
{
    private const int LongestKept = 1 << 14;

    /// <summary>The ids.</summary>
    public int[] Ids { get; private set; } = new int[64];

    /// <summary>First byte of each token.</summary>
    public int[] Starts { get; private set; } = new int[64];

    /// <summary>Byte after the last of each token.</summary>
    public int[] Ends { get; private set; } = new int[64];

    /// <summary>The word of the pre-tokenizer that each token is of, from 1.</summary>
    public int[] Words { get; private set; } = new int[64];

    /// <summary>Tokens.</summary>
    public int Count { get; private set; }

    /// <summary>Words of the pre-tokenizer, those without tokens too.</summary>
    public int WordCount { get; set; }

    /// <summary>Whether every word has a token, so that the tokens alone tell how many words there are.</summary>
    public bool BeginsWithWord
    {
        get
        {
            int last = 0;
            for (int i = 0; i < Count; i++)
            {
                if (Words[i] > last + 1)
                    return false;
                last = Words[i];
            }

            return last == WordCount;
        }
    }

    /// <summary>Empties it and keeps its memory.</summary>
    public void Clear()
    {
        Count = 0;
        WordCount = 0;
    }

    /// <summary>Appends a token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int id, int start, int end, int word)
    {
        if (Count == Ids.Length)
            Resize(Count * 2);
        Ids[Count] = id;
        Starts[Count] = start;
        Ends[Count] = end;
        Words[Count++] = word;
    }

    /// <summary>Lets go of memory that one long text asked for.</summary>
    public void Trim()
    {
        if (Ids.Length <= LongestKept)
            return;
        Count = 0;
        Resize(64);
    }

    private void Resize(int size)
    {
        int[] Move(int[] old)
        {
            int[] moved = new int[size];
            Array.Copy(old, moved, Count);
            return moved;
        }

        Ids = Move(Ids);
        Starts = Move(Starts);
        Ends = Move(Ends);
        Words = Move(Words);
    }
}
