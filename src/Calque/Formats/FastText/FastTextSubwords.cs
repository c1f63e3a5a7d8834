using System;
using System.Collections.Generic;

namespace Calque.Formats.FastText;

/// <summary>The character n-grams of a word and the buckets they fall into (Bojanowski et al. 2017, section 3.2).</summary>
public static class FastTextSubwords
{
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;
    private const int StackLimit = 512;

    /// <summary>The entry that fastText puts at each line's end; it has its own row and no n-grams.</summary>
    public static ReadOnlySpan<byte> EndOfSentence => "</s>"u8;

    /// <summary>
    /// 32-bit FNV-1a in which each byte is sign-extended before it is mixed in. That was a slip of fastText's; every
    /// published model depends on it, so it stays.
    /// </summary>
    public static uint Hash(ReadOnlySpan<byte> text)
    {
        uint hash = OffsetBasis;
        foreach (byte value in text)
            hash = Step(hash, value);
        return hash;
    }

    /// <summary>
    /// Appends the bucket of every n-gram of <c>&lt;word&gt;</c>, repeats included, in fastText's order (by start, then by length).
    /// Characters are UTF-8 sequences: a byte 10xxxxxx belongs to the character before it, whether or not the bytes are valid.
    /// The 1-grams that are only <c>&lt;</c> or only <c>&gt;</c> are left out; <c>&lt;/s&gt;</c> has none.
    /// </summary>
    /// <param name="word">The word, UTF-8, without the marks; may be empty.</param>
    /// <param name="arguments">The model's n-gram lengths and number of buckets (at least 1).</param>
    /// <param name="buckets">Receives values from 0 to <c>Bucket</c> - 1.</param>
    public static void Collect(ReadOnlySpan<byte> word, FastTextArguments arguments, List<int> buckets)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(buckets);
        if (!arguments.HasSubwords || word.SequenceEqual(EndOfSentence))
            return;
        Span<byte> marked = word.Length + 2 <= StackLimit ? stackalloc byte[word.Length + 2] : new byte[word.Length + 2];
        marked[0] = (byte)'<';
        word.CopyTo(marked[1..]);
        marked[^1] = (byte)'>';
        for (int start = 0; start < marked.Length; start++)
        {
            if (!IsContinuation(marked[start]))
                CollectFrom(marked, start, arguments, buckets);
        }
    }

    private static void CollectFrom(ReadOnlySpan<byte> marked, int start, FastTextArguments arguments, List<int> buckets)
    {
        uint hash = OffsetBasis;
        int end = start;
        for (int length = 1; end < marked.Length && length <= arguments.MaxN; length++)
        {
            hash = Step(hash, marked[end++]);
            while (end < marked.Length && IsContinuation(marked[end]))
                hash = Step(hash, marked[end++]);
            bool onlyMark = length == 1 && (start == 0 || end == marked.Length);
            if (length >= arguments.MinN && !onlyMark)
                buckets.Add((int)(hash % (uint)arguments.Bucket));
        }
    }

    private static uint Step(uint hash, byte value) => (hash ^ (uint)(sbyte)value) * Prime;

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
