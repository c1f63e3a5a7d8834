using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Calque.Tokenizers.Patterns;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// The words of GPT-2's expression (<see cref="Gpt2Pattern"/>), 64 bytes at a time: one bit a byte for each class, and the starts of
/// words from shifts of these. What is not ASCII is left to the scanner that goes character by character.
/// </summary>
internal sealed unsafe class Gpt2Words : WordFinder
{
    private const int Block = 64;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Find(byte* text, int length, ref int position, WordRange* words, int most)
    {
        int count = 0;
        int at = position;
        while (at < length && count <= most - Block)
        {
            byte* block = text + at;
            int left = length - at;
            Classify(block, out ulong letters, out ulong digits, out ulong spaces, out ulong whites, out ulong quotes, out ulong foreign);
            ulong valid = left >= Block ? ulong.MaxValue : (1UL << left) - 1;
            foreign &= valid;
            whites |= ~valid; // white space at the end of the text stays in one piece, as if it went on

            // A start depends on the byte before it and on the one behind it; the last bytes of a block wait for the next one.
            int certain = foreign != 0 ? BitOperations.TrailingZeroCount(foreign) - 1 : left < Block ? left : Block - 1;
            ulong starts = Starts(letters, digits, spaces, whites);
            for (ulong apostrophes = quotes & starts; apostrophes != 0; apostrophes &= apostrophes - 1)
            {
                int i = BitOperations.TrailingZeroCount(apostrophes);
                int contraction = ContractionLength(block[i + 1], block[i + 2]);
                if (contraction == 0)
                    continue;
                starts &= ~(2UL << i);
                if (i + contraction < Block)
                    starts |= 1UL << (i + contraction);
            }

            starts = certain <= 0 ? 0 : starts & (ulong.MaxValue >> (Block - certain)) & ~1UL;
            int begin = at;
            for (; starts != 0; starts &= starts - 1)
            {
                int end = at + BitOperations.TrailingZeroCount(starts);
                words[count++] = new WordRange(begin, end);
                begin = end;
            }

            if (foreign == 0 && left < Block)
            {
                words[count++] = new WordRange(begin, length);
                at = length;
            }
            else if (begin > at && (foreign == 0 || BitOperations.TrailingZeroCount(foreign) > Block / 2))
            {
                at = begin;
            }
            else
            {
                // A long word, or one with other characters near by.
                at = Gpt2Pattern.FindEnd(new ReadOnlySpan<byte>(text, length), begin);
                words[count++] = new WordRange(begin, at);
            }
        }

        position = at;
        return count;
    }

    // The start of a run of letters, digits, white space or others, unless a space goes with it; and the last white space before
    // anything else, which is where the next word begins or a word of its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Starts(ulong letters, ulong digits, ulong spaces, ulong whites)
    {
        ulong others = ~(letters | digits | whites);
        ulong runs = (letters & ~(letters << 1)) | (digits & ~(digits << 1)) | (others & ~(others << 1));
        return (runs & ~(spaces << 1)) | (whites & ~(whites << 1)) | (whites & ~(whites >> 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Classify(byte* block, out ulong letters, out ulong digits, out ulong spaces, out ulong whites, out ulong quotes, out ulong foreign)
    {
        letters = digits = spaces = whites = quotes = foreign = 0;
        for (int half = 0; half < Block; half += 32)
        {
            Vector256<byte> bytes = Vector256.Load(block + half);
            Vector256<byte> blanks = Vector256.Equals(bytes, Vector256.Create((byte)' '));
            letters |= (ulong)IsBelow((bytes | Vector256.Create((byte)0x20)) - Vector256.Create((byte)'a'), 26) << half;
            digits |= (ulong)IsBelow(bytes - Vector256.Create((byte)'0'), 10) << half;
            spaces |= (ulong)blanks.ExtractMostSignificantBits() << half;
            whites |= (ulong)IsBelow(bytes - Vector256.Create((byte)9), 5) << half;
            quotes |= (ulong)Vector256.Equals(bytes, Vector256.Create((byte)'\'')).ExtractMostSignificantBits() << half;
            foreign |= (ulong)bytes.ExtractMostSignificantBits() << half;
        }

        whites |= spaces;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint IsBelow(Vector256<byte> values, byte limit) =>
        Vector256.Equals(Vector256.Min(values, Vector256.Create((byte)(limit - 1))), values).ExtractMostSignificantBits();

    // 's 't 'm 'd 're 've 'll
    private static int ContractionLength(byte first, byte second) => first switch
    {
        (byte)'s' or (byte)'t' or (byte)'m' or (byte)'d' => 2,
        (byte)'r' or (byte)'v' => second == (byte)'e' ? 3 : 0,
        (byte)'l' => second == (byte)'l' ? 3 : 0,
        _ => 0,
    };
}
