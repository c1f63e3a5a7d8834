using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// Remembers what words became, for one thread at a time: buckets of two entries, one cache line each, in a table of fixed size. A new
/// word takes the place of the older one of its bucket, so memory is bounded (4.5 MB) whatever the text is, and what
/// is answered never depends on what was forgotten.
/// </summary>
/// <remarks>
/// A word of up to 15 bytes that became at most four tokens, end to end from its first byte to its last, lies in its entry; other
/// words have their text and their tokens in a ring that is written round and round.
/// </remarks>
internal sealed unsafe class WordMemory
{
    /// <summary>The longest word, in bytes, that lies in its entry.</summary>
    public const int LongestInline = 15;

    /// <summary>Tokens that lie in an entry.</summary>
    public const int MostInline = 4;

    /// <summary>Longer words are not kept.</summary>
    public const int LongestWord = 128;

    /// <summary>How many bytes behind a word may be read to look it up: the caller's text must go on that far.</summary>
    public const int Padding = 16;

    private const int BucketBits = 16;
    private const int RingBits = 16;
    private const int InRing = 7; // in place of a number of tokens
    private const int MostInRing = 1024;
    private const int IdMask = 0xFFFFFF;

    private static readonly ulong[] Masks = MakeMasks();
    private readonly Entry[] _storage = GC.AllocateArray<Entry>((2 << BucketBits) + 2, pinned: true);
    private readonly Entry* _entries;
    private readonly int[] _ring = new int[1 << RingBits];
    private long _written;

    public WordMemory()
    {
        nuint first = (nuint)Unsafe.AsPointer(ref _storage[0]);
        _entries = (Entry*)((first + 63) & ~(nuint)63);
    }

    /// <summary>
    /// Writes the ids of words as long as they are known and lie in their entries, and stops at the first that does not.
    /// </summary>
    /// <param name="text">The text; <see cref="Padding"/> more bytes behind it can be read.</param>
    /// <param name="words">Start and end of each word (<see cref="WordRange"/>).</param>
    /// <param name="count">How many.</param>
    /// <param name="ids">Room for <c>4 * count</c> ids.</param>
    /// <param name="written">How many ids were written.</param>
    /// <returns>How many words were done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int WriteIds(byte* text, WordRange* words, int count, int* ids, out int written)
    {
        Entry* entries = _entries;
        int* to = ids;
        ref ulong masks = ref MemoryMarshal.GetArrayDataReference(Masks);
        Vector128<int> idMask = Vector128.Create(IdMask);
        int i = 0;
        for (; i < count; i++)
        {
            WordRange word = words[i];
            int length = word.End - word.Start;
            if ((uint)(length - 1) >= LongestInline)
                break;
            ulong low = Unsafe.ReadUnaligned<ulong>(text + word.Start) & Unsafe.Add(ref masks, length * 2);
            ulong high = (Unsafe.ReadUnaligned<ulong>(text + word.Start + 8) & Unsafe.Add(ref masks, (length * 2) + 1)) | ((ulong)length << 56);
            Entry* entry = entries + Bucket(low, high);
            bool isFirst = entry->Low == low & (entry->High & Entry.KeyMask) == high; // chosen without a branch
            entry += 1 - Unsafe.As<bool, byte>(ref isFirst);
            if (entry->Low != low || (entry->High & Entry.KeyMask) != high)
                break;
            int tokens = (int)(entry->High >> 60);
            if (tokens > MostInline)
                break;
            (entry->Tokens & idMask).Store(to);
            to += tokens;
        }

        written = (int)(to - ids);
        return i;
    }

    /// <summary>As <see cref="WriteIds"/>, with the ranges of the tokens and the number of each word.</summary>
    /// <param name="text">The text; <see cref="Padding"/> more bytes behind it can be read.</param>
    /// <param name="words">Start and end of each word.</param>
    /// <param name="count">How many.</param>
    /// <param name="ids">Room for <c>4 * count</c> ids.</param>
    /// <param name="ranges">Room for as many ranges.</param>
    /// <param name="numbers">Room for as many numbers of words.</param>
    /// <param name="shift">What is added to each range.</param>
    /// <param name="number">The number of the first word.</param>
    /// <param name="written">How many tokens were written.</param>
    /// <returns>How many words were done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int WriteTokens(byte* text, WordRange* words, int count, int* ids, TextRange* ranges, int* numbers, int shift, int number, out int written)
    {
        Entry* entries = _entries;
        int to = 0;
        ref ulong masks = ref MemoryMarshal.GetArrayDataReference(Masks);
        Vector128<int> idMask = Vector128.Create(IdMask);
        int i = 0;
        for (; i < count; i++)
        {
            WordRange word = words[i];
            int length = word.End - word.Start;
            if ((uint)(length - 1) >= LongestInline)
                break;
            ulong low = Unsafe.ReadUnaligned<ulong>(text + word.Start) & Unsafe.Add(ref masks, length * 2);
            ulong high = (Unsafe.ReadUnaligned<ulong>(text + word.Start + 8) & Unsafe.Add(ref masks, (length * 2) + 1)) | ((ulong)length << 56);
            Entry* entry = entries + Bucket(low, high);
            bool isFirst = entry->Low == low & (entry->High & Entry.KeyMask) == high; // chosen without a branch
            entry += 1 - Unsafe.As<bool, byte>(ref isFirst);
            if (entry->Low != low || (entry->High & Entry.KeyMask) != high)
                break;
            int tokens = (int)(entry->High >> 60);
            if (tokens > MostInline)
                break;
            Vector128<int> packed = entry->Tokens;
            (packed & idMask).Store(ids + to);
            Vector128.Create(number + i).Store(numbers + to);
            // Lengths l0..l3 to ends l0, l0+l1, ...: shifted by one lane and added, then by two.
            Vector128<int> ends = (packed.AsUInt32() >>> 24).AsInt32();
            ends += Vector128.Shuffle(ends, Vector128.Create(-1, 0, 1, 2));
            ends += Vector128.Shuffle(ends, Vector128.Create(-1, -1, 0, 1));
            Vector128<int> starts = Vector128.Shuffle(ends, Vector128.Create(-1, 0, 1, 2));
            Vector128<int> origin = Vector128.Create(word.Start + shift);
            ends += origin;
            starts += origin;
            int* range = (int*)(ranges + to);
            Vector128.Create(starts.GetElement(0), ends.GetElement(0), starts.GetElement(1), ends.GetElement(1)).Store(range);
            Vector128.Create(starts.GetElement(2), ends.GetElement(2), starts.GetElement(3), ends.GetElement(3)).Store(range + 4);
            to += tokens;
        }

        written = to;
        return i;
    }

    /// <summary>Appends the tokens of a word of any kind, if it is known.</summary>
    /// <param name="word">The word; <see cref="Padding"/> more bytes behind it can be read.</param>
    /// <param name="start">Where it begins in the whole text.</param>
    /// <param name="output">Where the tokens go; its number of words counts on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryAppend(ReadOnlySpan<byte> word, int start, EncodingBuffer output)
    {
        Entry* entry = Find(word, out ulong low, out ulong high);
        if (entry is null)
            return false;
        int tokens = (int)(entry->High >> 60);
        if (tokens != InRing)
        {
            int end = start;
            for (int i = 0; i < tokens; i++)
            {
                int packed = entry->Tokens.GetElement(i);
                start = end;
                end = start + (int)((uint)packed >> 24);
                output.Add(packed & IdMask, start, end);
            }

            output.Word++;
            return true;
        }

        long position = ReadPosition(entry);
        int count = entry->Tokens.GetElement(2);
        if (word.Length > LongestInline)
            position += (word.Length + 3) / 4;
        int firstWord = output.Word;
        for (int i = 0; i < count; i++, position += 3)
        {
            output.Word = firstWord + ReadRing(position + 2);
            int span = ReadRing(position + 1);
            output.Add(ReadRing(position), start + (span & 0xFFFF), start + (int)((uint)span >> 16));
        }

        output.Word = firstWord + entry->Tokens.GetElement(3);
        return true;
    }

    /// <summary>Remembers a word that was not known.</summary>
    /// <param name="word">The word; <see cref="Padding"/> more bytes behind it can be read.</param>
    /// <param name="tokens">Its tokens, with ranges in bytes of the word and words counted from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> word, EncodingBuffer tokens)
    {
        if (word.Length > LongestWord || tokens.Count > MostInRing)
            return;
        _ = Find(word, out ulong low, out ulong high);
        Entry* entry = _entries + Bucket(low, high);
        if (entry->High != 0)
            entry[1] = entry[0];
        entry->Low = low;
        if (IsInline(word, tokens))
        {
            Vector128<int> packed = default;
            for (int i = 0; i < tokens.Count; i++)
                packed = packed.WithElement(i, tokens.Ids[i] | ((tokens.Offsets[i].End - tokens.Offsets[i].Start) << 24));
            entry->High = high | ((ulong)tokens.Count << 60);
            entry->Tokens = packed;
            return;
        }

        long position = _written;
        if (word.Length > LongestInline)
        {
            for (int i = 0; i < word.Length; i += 4)
                WriteRing(word.Length - i >= 4 ? BitConverter.ToInt32(word[i..]) : ReadTail(word[i..]));
        }

        for (int i = 0; i < tokens.Count; i++)
        {
            WriteRing(tokens.Ids[i]);
            WriteRing(tokens.Offsets[i].Start | (tokens.Offsets[i].End << 16));
            WriteRing(tokens.WordIds[i]);
        }

        entry->High = high | ((ulong)InRing << 60);
        entry->Tokens = Vector128.Create((int)position, (int)(position >> 32), tokens.Count, tokens.Word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsInline(ReadOnlySpan<byte> word, EncodingBuffer tokens)
    {
        if (word.Length > LongestInline || tokens.Count > MostInline || tokens.Word != 1)
            return false;
        int end = 0;
        foreach (TextRange range in tokens.Offsets)
        {
            if (range.Start != end)
                return false;
            end = range.End;
        }

        return end == word.Length || tokens.Count == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Entry* Find(ReadOnlySpan<byte> word, out ulong low, out ulong high)
    {
        if (word.Length <= LongestInline)
        {
            fixed (byte* text = word)
            {
                low = Unsafe.ReadUnaligned<ulong>(text) & Masks[word.Length * 2];
                high = (Unsafe.ReadUnaligned<ulong>(text + 8) & Masks[(word.Length * 2) + 1]) | ((ulong)word.Length << 56);
            }
        }
        else
        {
            low = ByteHash.ComputeLong(word);
            high = (ulong)word.Length; // the byte that holds the length of a short word is 0
        }

        Entry* entry = _entries + Bucket(low, high);
        for (int way = 0; way < 2; way++, entry++)
        {
            if (entry->Low == low && (entry->High & Entry.KeyMask) == high && entry->High != 0 && IsStillThere(entry, word))
                return entry;
        }

        return null;
    }

    // Whether what an entry has in the ring was not written over, and, for a long word, is the word's own text.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private bool IsStillThere(Entry* entry, ReadOnlySpan<byte> word)
    {
        if (entry->High >> 60 != InRing)
            return true;
        long position = ReadPosition(entry);
        if (_written - position > _ring.Length)
            return false;
        if (word.Length <= LongestInline)
            return true;
        for (int i = 0; i < word.Length; i += 4, position++)
        {
            if (ReadRing(position) != (word.Length - i >= 4 ? BitConverter.ToInt32(word[i..]) : ReadTail(word[i..])))
                return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadTail(ReadOnlySpan<byte> rest)
    {
        int value = 0;
        for (int i = 0; i < rest.Length; i++)
            value |= rest[i] << (8 * i);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ReadPosition(Entry* entry) => (uint)entry->Tokens.GetElement(0) | ((long)entry->Tokens.GetElement(1) << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadRing(long position) => _ring[(int)position & ((1 << RingBits) - 1)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteRing(int value) => _ring[(int)_written++ & ((1 << RingBits) - 1)] = value;

    // The index of a bucket's first entry, from the folded 64 x 64 product (as in wyhash).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Bucket(ulong low, ulong high)
    {
        ulong top = Math.BigMul(low ^ 0x9E3779B97F4A7C15, high ^ 0xBF58476D1CE4E5B9, out ulong bottom);
        return (nuint)((top ^ bottom) >> (64 - BucketBits)) * 2;
    }

    private static ulong[] MakeMasks()
    {
        // Low and high mask for each length; the byte of the length itself stays free.
        ulong[] masks = new ulong[2 * (LongestInline + 1)];
        for (int length = 0; length <= LongestInline; length++)
        {
            masks[length * 2] = length >= 8 ? ulong.MaxValue : (1UL << (8 * length)) - 1;
            masks[(length * 2) + 1] = length <= 8 ? 0 : (1UL << (8 * (length - 8))) - 1;
        }

        return masks;
    }

    [StructLayout(LayoutKind.Sequential, Size = 32)]
    private struct Entry
    {
        public const ulong KeyMask = 0x0FFF_FFFF_FFFF_FFFF;

        // Bytes 0-7 and 8-14 of the word; the last byte has its length below and the number of tokens above. All 0: free.
        public ulong Low;
        public ulong High;

        // Ids, with the length in bytes on top of each; or where in the ring (64 bits), tokens, words.
        public Vector128<int> Tokens;
    }
}
