using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Calque.Text;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// The words of BERT's pre-tokenizer in raw text, 64 bytes at a time: runs of letters and digits, each mark by itself, blanks left out.
/// Characters that are not ASCII, and control characters, are looked at one by one; they belong to the word around them unless they
/// part words for sure.
/// </summary>
internal sealed unsafe class BertWords(BertCharacters characters) : WordFinder
{
    private const int Block = 64;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Find(byte* text, int length, ref int position, WordRange* words, int most)
    {
        int count = 0;
        int at = position;
        while (at < length && count <= most - Block - 1)
        {
            Classify(text + at, out ulong letters, out ulong marks, out ulong blanks);
            int left = length - at;
            ulong valid = left >= Block ? ulong.MaxValue : (1UL << left) - 1;
            ulong odd = ~(letters | marks | blanks) & valid;
            letters &= valid;
            marks &= valid;

            // What is done here ends before the first odd character or the end of the block; a word that goes on there begins the next round.
            int end = odd != 0 ? BitOperations.TrailingZeroCount(odd) : Math.Min(left, Block);
            bool open = odd != 0 || left > Block;
            if (open && end > 0)
                end -= Math.Min(end, BitOperations.LeadingZeroCount(~(letters << (Block - end))));
            ulong done = end == Block ? ulong.MaxValue : (1UL << end) - 1;
            letters &= done;
            marks &= done;
            ulong starts = (letters & ~(letters << 1)) | marks;
            ulong lasts = (letters & ~(letters >> 1)) | marks;
            for (; starts != 0; starts &= starts - 1, lasts &= lasts - 1)
                words[count++] = new WordRange(at + BitOperations.TrailingZeroCount(starts), at + BitOperations.TrailingZeroCount(lasts) + 1);
            at += end;
            if (odd == 0 && end > 0)
                continue;

            // A word with odd characters, or a long one, or a character that stands alone.
            int wordEnd = FindWordEnd(text, length, at, out int next, out bool alone);
            if (wordEnd > at)
                words[count++] = new WordRange(at, wordEnd);
            if (alone)
                words[count++] = new WordRange(wordEnd, next);
            at = next;
        }

        position = at;
        return count;
    }

    /// <summary>The end of the word at <paramref name="at"/>, and, where a character that is not ASCII parts it from the rest, the end of that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindWordEnd(byte* text, int length, int at, out int next, out bool alone)
    {
        var span = new ReadOnlySpan<byte>(text, length);
        alone = false;
        for (int i = at; ; at = i)
        {
            next = at;
            if (at == length)
                return at;
            byte value = span[at];
            if (value < 0x80)
            {
                if (value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' || IsMark(value))
                    return at;
                i = at + 1;
                continue;
            }

            byte kind = characters[CodePoints.Decode(span, ref i)];
            if (kind is BertCharacters.Inside or BertCharacters.Gone)
                continue;
            alone = kind == BertCharacters.Alone;
            next = i;
            return at;
        }
    }

    private static bool IsMark(byte value) => value is > 0x20 and < 0x7F && !char.IsAsciiLetterOrDigit((char)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Classify(byte* block, out ulong letters, out ulong marks, out ulong blanks)
    {
        letters = marks = blanks = 0;
        for (int half = 0; half < Block; half += 32)
        {
            Vector256<byte> bytes = Vector256.Load(block + half);
            Vector256<byte> inWord = IsBelow((bytes | Vector256.Create((byte)0x20)) - Vector256.Create((byte)'a'), 26) |
                IsBelow(bytes - Vector256.Create((byte)'0'), 10);
            Vector256<byte> graphic = IsBelow(bytes - Vector256.Create((byte)0x21), 0x7F - 0x21);
            Vector256<byte> blank = Vector256.Equals(bytes, Vector256.Create((byte)' ')) | Vector256.Equals(bytes, Vector256.Create((byte)'\r')) |
                IsBelow(bytes - Vector256.Create((byte)'\t'), 2);
            letters |= (ulong)inWord.ExtractMostSignificantBits() << half;
            marks |= (ulong)Vector256.AndNot(graphic, inWord).ExtractMostSignificantBits() << half;
            blanks |= (ulong)blank.ExtractMostSignificantBits() << half;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> IsBelow(Vector256<byte> values, byte limit) =>
        Vector256.Equals(Vector256.Min(values, Vector256.Create((byte)(limit - 1))), values);
}
