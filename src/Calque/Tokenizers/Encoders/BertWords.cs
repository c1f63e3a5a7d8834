using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
            count = FindOddWord(text, length, ref at, words, count);
        }

        position = at;
        return count;
    }

    /// <summary>
    /// The word at <paramref name="at"/>, without what is dropped at its ends, and the character that is not ASCII and parts it from the rest, if
    /// that is a word of its own.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindOddWord(byte* text, int length, ref int at, WordRange* words, int count)
    {
        int first = -1, last = -1, i = at;
        while (i < length)
        {
            int from = i;
            int codePoint = text[i];
            if (codePoint < 0x80)
            {
                if (codePoint is ' ' or '\t' or '\n' or '\r' || IsMark((byte)codePoint))
                    break;
                i++;
                if (codePoint <= 0x20 || codePoint == 0x7F)
                {
                    if (characters[codePoint] == BertCharacters.Dropped)
                        continue;
                }
            }
            else
            {
                byte kind = characters[Decode(text, ref i)];
                if (kind == BertCharacters.Dropped)
                    continue;
                if (kind is BertCharacters.Blank or BertCharacters.Alone)
                {
                    if (first >= 0)
                        words[count++] = new WordRange(first, last);
                    if (kind == BertCharacters.Alone)
                        words[count++] = new WordRange(from, i);
                    at = i;
                    return count;
                }
            }

            if (first < 0)
                first = from;
            last = i;
        }

        if (first >= 0)
            words[count++] = new WordRange(first, last);
        at = i;
        return count;
    }

    // The text is valid UTF-8.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Decode(byte* text, ref int i)
    {
        int lead = text[i];
        if (lead < 0xE0)
        {
            i += 2;
            return ((lead & 0x1F) << 6) | (text[i - 1] & 0x3F);
        }

        if (lead < 0xF0)
        {
            i += 3;
            return ((lead & 0x0F) << 12) | ((text[i - 2] & 0x3F) << 6) | (text[i - 1] & 0x3F);
        }

        i += 4;
        return ((lead & 0x07) << 18) | ((text[i - 3] & 0x3F) << 12) | ((text[i - 2] & 0x3F) << 6) | (text[i - 1] & 0x3F);
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
