using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// Encodes text word by word, each with the spaces before it, for pipelines in which nothing reaches from one such word into the next:
/// the rules, which know the pipeline, have made sure of that. What a word becomes is remembered under its bytes as they stand in the text,
/// so that in the usual case neither normalization nor the model is asked.
/// </summary>
internal sealed unsafe class SpacedWordEncoder(SpacedWordRules rules) : TextEncoder
{
    private const int Reserved = 1024;
    private const int Behind = 64; // bytes that must follow where 32 are read at a time

    /// <inheritdoc/>
    public override bool Normalizes => true;

    /// <inheritdoc/>
    public override EncoderState CreateState() => new SpacedWordState();

    /// <inheritdoc/>
    public override bool TryEncode(ReadOnlySpan<byte> piece, int start, bool specialAsText, EncoderState state, EncodingBuffer output)
    {
        var memory = (SpacedWordState)state;
        int count = output.Count;
        int word = output.Word;
        if (!(output.HasOffsets ? EncodeWithOffsets(piece, start, memory, output) : EncodeIds(piece, start, memory, output)))
        {
            output.Advance(count - output.Count);
            output.Word = word;
            return false;
        }

        if (rules.OneWord)
            output.Word = word + 1;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool EncodeIds(ReadOnlySpan<byte> piece, int start, SpacedWordState memory, EncodingBuffer output)
    {
        Vector256<byte> break0 = Vector256.Create(rules.Breaks[0]), break1 = Vector256.Create(rules.Breaks[1]);
        Vector256<byte> break2 = Vector256.Create(rules.Breaks[2]), break3 = Vector256.Create(rules.Breaks[3]);
        SpacedWordCache cache = memory.Cache;
        int place = PlaceOf(start);
        fixed (byte* text = piece, tail = memory.Tail)
        {
            byte* from = text;
            int limit = piece.Length - Behind;
            for (int at = 0; at < piece.Length;)
            {
                if (at >= limit && limit < piece.Length)
                {
                    from = CopyTail(piece, at, memory.Tail, tail);
                    limit = piece.Length;
                }

                Span<int> room = output.ReserveIds(Reserved);
                fixed (int* ids = room)
                {
                    int* next = ids;
                    int* full = ids + room.Length - SpacedWordCache.CopiedIds;
                    while (at < limit && next <= full)
                    {
                        Vector256<byte> bytes = Vector256.Load(from + at);
                        uint breaks = (Vector256.Equals(bytes, break0) | Vector256.Equals(bytes, break1) | Vector256.Equals(bytes, break2) |
                            Vector256.Equals(bytes, break3)).ExtractMostSignificantBits();
                        // Adding one carries through the breaks that the word begins with and so takes them out.
                        int length = BitOperations.TrailingZeroCount(breaks & (breaks + 1));
                        SpacedWordCache.ShortWord* word = length > SpacedWordCache.ShortKey ? null : cache.Find(SpacedWordCache.MakeKey(bytes, length, place));
                        if (word is null)
                            break;
                        Vector256.Store(Vector256.Load(word->Ids), next);
                        next += word->Count;
                        at += length;
                        place = 0;
                    }

                    output.Advance((int)(next - ids));
                    if (next > full || at >= limit)
                        continue;
                }

                int taken = EncodeSlowly(piece, at, start, memory, output);
                if (taken < 0)
                    return false;
                at += taken;
                place = 0;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool EncodeWithOffsets(ReadOnlySpan<byte> piece, int start, SpacedWordState memory, EncodingBuffer output)
    {
        Vector256<byte> break0 = Vector256.Create(rules.Breaks[0]), break1 = Vector256.Create(rules.Breaks[1]);
        Vector256<byte> break2 = Vector256.Create(rules.Breaks[2]), break3 = Vector256.Create(rules.Breaks[3]);
        SpacedWordCache cache = memory.Cache;
        int place = PlaceOf(start);
        bool oneWord = rules.OneWord;
        fixed (byte* text = piece, tail = memory.Tail)
        {
            byte* from = text;
            int limit = piece.Length - Behind;
            for (int at = 0; at < piece.Length;)
            {
                if (at >= limit && limit < piece.Length)
                {
                    from = CopyTail(piece, at, memory.Tail, tail);
                    limit = piece.Length;
                }

                Span<int> room = output.ReserveIds(Reserved);
                int number = output.Word;
                fixed (int* ids = room, words = output.ReservedWords)
                fixed (TextRange* ranges = output.ReservedOffsets)
                {
                    int next = 0;
                    int full = room.Length - SpacedWordCache.CopiedIds;
                    while (at < limit && next <= full)
                    {
                        Vector256<byte> bytes = Vector256.Load(from + at);
                        uint breaks = (Vector256.Equals(bytes, break0) | Vector256.Equals(bytes, break1) | Vector256.Equals(bytes, break2) |
                            Vector256.Equals(bytes, break3)).ExtractMostSignificantBits();
                        int length = BitOperations.TrailingZeroCount(breaks & (breaks + 1));
                        SpacedWordCache.ShortWord* word = length > SpacedWordCache.ShortKey ? null : cache.Find(SpacedWordCache.MakeKey(bytes, length, place));
                        if (word is null)
                            break;
                        Vector256.Store(Vector256.Load(word->Ids), ids + next);
                        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Load(word->Ranges));
                        Vector128<uint> origin = Vector128.Create((uint)(start + at));
                        uint* range = (uint*)(ranges + next);
                        Vector128.Store(Vector128.WidenLower(low) + origin, range);
                        Vector128.Store(Vector128.WidenUpper(low) + origin, range + 4);
                        Vector128.Store(Vector128.WidenLower(high) + origin, range + 8);
                        if (oneWord || word->WordBits == 1)
                        {
                            Vector256.Store(Vector256.Create(number), words + next);
                            number += word->WordBits & (oneWord ? 0 : 1);
                        }
                        else
                        {
                            for (int i = 0; i < word->Count; i++)
                            {
                                number += word->WordBits >> i & 1;
                                words[next + i] = number - 1;
                            }
                        }

                        next += word->Count;
                        at += length;
                        place = 0;
                    }

                    output.Advance(next);
                    output.Word = number;
                    if (next > full || at >= limit)
                        continue;
                }

                int taken = EncodeSlowly(piece, at, start, memory, output);
                if (taken < 0)
                    return false;
                at += taken;
                place = 0;
            }
        }

        return true;
    }

    /// <summary>Copies the end of the text, with a space behind it as the end of its last word; where the text would begin then.</summary>
    private static byte* CopyTail(ReadOnlySpan<byte> piece, int at, byte[] memory, byte* tail)
    {
        ReadOnlySpan<byte> rest = piece[at..];
        rest.CopyTo(memory);
        memory.AsSpan(rest.Length).Clear();
        memory[rest.Length] = (byte)' ';
        return tail - at;
    }

    private int PlaceOf(int start) => rules.DependsOnPlace && start != 0 ? 128 : 64;

    /// <summary>Encodes a word that is not in the first table, or longer than those; how many bytes it took, or -1 where it cannot be done.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int EncodeSlowly(ReadOnlySpan<byte> piece, int at, int start, SpacedWordState memory, EncodingBuffer output)
    {
        int place = at == 0 ? PlaceOf(start) : 0;
        int end = FindEnd(piece, at);
        ReadOnlySpan<byte> word = piece[at..end];
        uint hash = ByteHash.Compute(word[..Math.Min(word.Length, SpacedWordCache.LongKey)]);
        if (!memory.Cache.TryFindLong(word, hash, place, memory.Tokens))
        {
            SpacedWordRules.Answer answer = Ask(word, start + at, at == 0, end == piece.Length, memory);
            if (answer == SpacedWordRules.Answer.Done)
                Remember(word, hash, place, memory);
            while (answer == SpacedWordRules.Answer.Extend && end < piece.Length)
            {
                // Twice as far each time, so that the work stays linear.
                end = FindEnd(piece, Math.Min(piece.Length, at + (2 * (end - at)) - 1));
                answer = Ask(piece[at..end], start + at, at == 0, end == piece.Length, memory);
            }

            if (answer is SpacedWordRules.Answer.Extend or SpacedWordRules.Answer.Decline)
                return -1;
        }

        Append(memory.Tokens, start + at, output);
        return end - at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private SpacedWordRules.Answer Ask(ReadOnlySpan<byte> word, int start, bool first, bool last, SpacedWordState memory)
    {
        memory.Tokens.Clear();
        try
        {
            return rules.Encode(word, start, first, last, memory);
        }
        catch (InvalidTokenizerException)
        {
            return SpacedWordRules.Answer.Decline; // the components on the whole text find the words for it
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Remember(ReadOnlySpan<byte> word, uint hash, int place, SpacedWordState memory)
    {
        if (word.Length <= SpacedWordCache.ShortKey)
        {
            Span<byte> padded = stackalloc byte[32];
            padded.Clear();
            word.CopyTo(padded);
            if (memory.Cache.TryAdd(SpacedWordCache.MakeKey(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(padded)), word.Length, place), memory.Tokens))
                return;
        }

        memory.Cache.AddLong(word, hash, place, memory.Tokens);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Append(SpacedWordTokens tokens, int start, EncodingBuffer output)
    {
        int count = tokens.Count;
        tokens.Ids.AsSpan(0, count).CopyTo(output.ReserveIds(count));
        if (output.HasOffsets)
        {
            Span<TextRange> ranges = output.ReservedOffsets;
            Span<int> words = output.ReservedWords;
            for (int i = 0; i < count; i++)
            {
                ranges[i] = new TextRange(start + tokens.Starts[i], start + tokens.Ends[i]);
                words[i] = rules.OneWord ? output.Word : output.Word + tokens.Words[i] - 1;
            }

            if (!rules.OneWord)
                output.Word += tokens.WordCount;
        }

        output.Advance(count);
    }

    /// <summary>Where the word ends that a place lies in, or, where breaks stand there, the word behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindEnd(ReadOnlySpan<byte> piece, int at)
    {
        byte[] breaks = rules.Breaks;
        byte break0 = breaks[0], break1 = breaks[1], break2 = breaks[2], break3 = breaks[3];
        while (at < piece.Length && (piece[at] == break0 || piece[at] == break1 || piece[at] == break2 || piece[at] == break3))
            at++;
        while (at < piece.Length && piece[at] != break0 && piece[at] != break1 && piece[at] != break2 && piece[at] != break3)
            at++;
        return at;
    }
}
