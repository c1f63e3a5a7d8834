using System;
using System.Runtime.CompilerServices;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// The pass over text that is cut into words, each of which becomes tokens without regard to its neighbours: find some words, look
/// them up, work out what is not known, remember it.
/// </summary>
internal abstract unsafe class WordEncoder : TextEncoder
{
    /// <summary>Bytes behind the text that may be read, all 0.</summary>
    public const int Padding = 80;

    /// <summary>Whether a space is put before a piece that does not begin with one.</summary>
    protected virtual bool AddsPrefixSpace => false;

    /// <inheritdoc/>
    public override EncoderState CreateState() => new WordEncoderState();

    /// <inheritdoc/>
    public sealed override bool TryEncode(ReadOnlySpan<byte> piece, int start, bool specialAsText, EncoderState state, EncodingBuffer output)
    {
        var memory = (WordEncoderState)state;
        int prefix = AddsPrefixSpace && piece[0] != (byte)' ' ? 1 : 0;
        int length = piece.Length + prefix;
        memory.Reserve(length);
        if (prefix > 0)
            memory.Text[0] = (byte)' ';
        piece.CopyTo(memory.Text.AsSpan(prefix));
        memory.Text.AsSpan(length, Padding).Clear();
        byte* text = memory.TextPointer;
        WordRange* words = memory.WordsPointer;
        int first = output.Count;
        for (int position = 0; position < length;)
        {
            int count = FindWords(text, length, ref position, words, WordEncoderState.MostWords);
            Append(memory, text, words, count, start - prefix, output);
        }

        if (prefix > 0 && output.HasOffsets && output.Count > first)
            output.FitPrefix(first, start, CharacterLength(piece[0]));
        return true;
    }

    /// <summary>Finds the next words.</summary>
    /// <param name="text">The text; <see cref="Padding"/> bytes of 0 follow it.</param>
    /// <param name="length">Its length.</param>
    /// <param name="position">Where to begin, at the boundary of a word; moved behind the last word found (or to the end).</param>
    /// <param name="words">Where the words go, in order, none empty.</param>
    /// <param name="most">Room for words.</param>
    /// <returns>How many were found.</returns>
    protected abstract int FindWords(byte* text, int length, ref int position, WordRange* words, int most);

    /// <summary>
    /// Works out the tokens of a word: appended to <see cref="WordEncoderState.Word"/>, ranges in bytes of the word,
    /// <see cref="EncodingBuffer.Word"/> counted on by the words that it was cut into after all (one, as a rule).
    /// </summary>
    /// <returns>Whether the word is to be remembered.</returns>
    protected abstract bool EncodeWord(ReadOnlySpan<byte> word, WordEncoderState state);

    /// <summary>The length in bytes of the character that begins with this byte, in valid UTF-8.</summary>
    protected static int CharacterLength(byte lead) => lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Append(WordEncoderState state, byte* text, WordRange* words, int count, int shift, EncodingBuffer output)
    {
        for (int done = 0; done < count;)
        {
            int most = (count - done) * WordMemory.MostInline;
            int tokens;
            fixed (int* ids = output.ReserveIds(most))
            {
                if (output.HasOffsets)
                {
                    fixed (TextRange* ranges = output.ReservedOffsets)
                    fixed (int* numbers = output.ReservedWords)
                    {
                        int known = state.Memory.WriteTokens(text, words + done, count - done, ids, ranges, numbers, shift, output.Word, out tokens);
                        output.Word += known;
                        done += known;
                    }
                }
                else
                {
                    done += state.Memory.WriteIds(text, words + done, count - done, ids, out tokens);
                }
            }

            output.Advance(tokens);
            if (done == count)
                break;
            WordRange range = words[done++];
            AppendOther(new ReadOnlySpan<byte>(text + range.Start, range.End - range.Start), range.Start + shift, state, output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AppendOther(ReadOnlySpan<byte> word, int start, WordEncoderState state, EncodingBuffer output)
    {
        if (word.Length <= WordMemory.LongestWord && state.Memory.TryAppend(word, start, output))
            return;
        state.Word.Clear();
        state.Word.Word = 0;
        bool remembers = EncodeWord(word, state);
        output.Append(state.Word, start);
        if (word.Length > WordMemory.LongestWord)
            state.Word.Trim();
        else if (remembers)
            state.Memory.Add(word, state.Word);
    }
}
