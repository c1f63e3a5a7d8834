using System;
using System.Runtime.CompilerServices;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.Patterns;
using Calque.Tokenizers.PreTokenizers;

namespace Calque.Tokenizers.Encoders;

/// <summary>
/// Byte-level BPE (GPT-2, RoBERTa, Llama 3, Qwen): words by a known expression, merged on the ids of their bytes. The text is never
/// rewritten to the byte alphabet; the vocabulary's single-character tokens are looked up for each byte once.
/// </summary>
internal sealed unsafe class ByteLevelEncoder : WordEncoder
{
    private readonly BpeModel _model;
    private readonly WordFinder _words;
    private readonly BytePairMerger _merger;

    private ByteLevelEncoder(BpeModel model, WordFinder words, bool addsPrefixSpace)
    {
        _model = model;
        _words = words;
        AddsPrefixSpace = addsPrefixSpace;
        _merger = new BytePairMerger(model);
    }

    /// <inheritdoc/>
    protected override bool AddsPrefixSpace { get; }

    /// <summary>The encoder of a tokenizer's parts, or null where they are not of this kind.</summary>
    public static TextEncoder? TryMake(TokenizerParts parts)
    {
        if (parts.Model is not BpeModel { HasPlainSymbols: true } model)
            return null;
        switch (parts.PreTokenizer)
        {
            case ByteLevelPreTokenizer { UseRegex: true } plain:
                return new ByteLevelEncoder(model, new Gpt2Words(), plain.AddPrefixSpace);
            case PreTokenizerSequence { Parts: [PatternPreTokenizer { CoveringPattern: CoveringPattern pattern }, ByteLevelPreTokenizer { UseRegex: false, AddPrefixSpace: false }] }:
                return new ByteLevelEncoder(model, pattern is Gpt2Pattern ? new Gpt2Words() : new PatternWords(pattern), addsPrefixSpace: false);
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    protected override int FindWords(byte* text, int length, ref int position, WordRange* words, int most) =>
        _words.Find(text, length, ref position, words, most);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool EncodeWord(ReadOnlySpan<byte> word, WordEncoderState state)
    {
        EncodingBuffer output = state.Word;
        if (_model.Options.IgnoreMerges && TryFindWhole(word, out int whole))
            output.Add(whole, 0, word.Length);
        else if (!_merger.TryMerge(word, state, output))
            EncodeByComponents(word, state);
        else
            WidenToCharacters(word, output);
        output.Word++;
        return true;
    }

    private bool TryFindWhole(ReadOnlySpan<byte> word, out int id)
    {
        id = -1;
        if (word.Length > _model.Vocabulary.LongestToken)
            return false;
        Span<byte> name = word.Length <= 256 ? stackalloc byte[512] : new byte[word.Length * 2];
        return _model.Vocabulary.TryGetId(name[..ByteAlphabet.Write(word, name)], out id);
    }

    // The vocabulary lacks a byte, which the model has its own ways with.
    private void EncodeByComponents(ReadOnlySpan<byte> word, WordEncoderState state)
    {
        var text = new NormalizedText(word, 0, trackOffsets: true);
        TextEdits.WriteBytesAsCharacters(text);
        state.Tokens.Clear();
        _model.Tokenize(text.Bytes, state.Model, state.Tokens);
        for (int i = 0; i < state.Tokens.Count; i++)
        {
            int start = state.Tokens.Starts[i], end = state.Tokens.Ends[i];
            state.Word.Add(state.Tokens.Ids[i], text.OriginalStartOf(start), text.OriginalEndOf(end - 1));
        }
    }

    // Tokens of some bytes of a character have the range of all of it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenToCharacters(ReadOnlySpan<byte> word, EncodingBuffer output)
    {
        int signs = 0;
        foreach (byte value in word)
            signs |= value;
        if (signs < 0x80)
            return;
        for (int i = 0; i < output.Count; i++)
        {
            (int start, int end) = output.Offsets[i];
            while (start > 0 && (word[start] & 0xC0) == 0x80)
                start--;
            while (end < word.Length && (word[end] & 0xC0) == 0x80)
                end++;
            output.SetOffset(i, new TextRange(start, end));
        }
    }
}
