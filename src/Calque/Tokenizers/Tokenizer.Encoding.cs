using System;
using System.Collections.Generic;

namespace Calque.Tokenizers;

/// <content>Text to tokens.</content>
public sealed partial class Tokenizer
{
    /// <summary>Encodes a text.</summary>
    /// <exception cref="InvalidOptionException">Truncation cannot be done as asked.</exception>
    /// <exception cref="InvalidTokenizerException">The text needs an unknown token that the model lacks.</exception>
    public TokenEncoding Encode(string text, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Encode(new TextInput(text), options);
    }

    /// <summary>Encodes a text or a pair of texts.</summary>
    /// <exception cref="InvalidOptionException">Truncation cannot be done as asked.</exception>
    /// <exception cref="InvalidTokenizerException">The text needs an unknown token that the model lacks.</exception>
    public TokenEncoding Encode(TextInput input, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        options ??= EncodeOptions.Default;
        TokenEncoding encoding = Finish(EncodeSequence(input, 0, options), input.Pair is null ? null : EncodeSequence(input, 1, options), options);
        if (options.Padding is PaddingOptions padding)
            encoding.Pad(SequenceLimits.PaddedLength([encoding], padding), padding);
        return encoding;
    }

    /// <summary>Encodes a batch; padding fills up to the longest of it.</summary>
    /// <exception cref="InvalidOptionException">Truncation cannot be done as asked.</exception>
    /// <exception cref="InvalidTokenizerException">A text needs an unknown token that the model lacks.</exception>
    public IReadOnlyList<TokenEncoding> EncodeBatch(IReadOnlyList<TextInput> inputs, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        options ??= EncodeOptions.Default;
        var encodings = new List<TokenEncoding>(inputs.Count);
        foreach (TextInput input in inputs)
            encodings.Add(Finish(EncodeSequence(input, 0, options), input.Pair is null ? null : EncodeSequence(input, 1, options), options));
        if (options.Padding is PaddingOptions padding && encodings.Count > 0)
        {
            int length = SequenceLimits.PaddedLength(encodings, padding);
            foreach (TokenEncoding encoding in encodings)
                encoding.Pad(length, padding);
        }

        return encodings;
    }

    /// <summary>
    /// Encodes words that are cut already, as for the tagging of tokens: each is encoded alone; word ids are the indices of the
    /// words, offsets are relative to the word.
    /// </summary>
    /// <exception cref="InvalidOptionException">Truncation cannot be done as asked.</exception>
    /// <exception cref="InvalidTokenizerException">A word needs an unknown token that the model lacks.</exception>
    public TokenEncoding EncodeWords(IReadOnlyList<string> words, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(words);
        options ??= EncodeOptions.Default;
        TokenEncoding encoding = Finish(EncodeGiven(words, options), null, options);
        if (options.Padding is PaddingOptions padding)
            encoding.Pad(SequenceLimits.PaddedLength([encoding], padding), padding);
        return encoding;
    }

    /// <summary>
    /// Appends the ids of a text: no special tokens, no offsets, nothing cut or filled up. Nothing is allocated but what the list
    /// grows by.
    /// </summary>
    /// <param name="utf8">The text; bytes that are not UTF-8 count as U+FFFD.</param>
    /// <param name="ids">The list that is appended to.</param>
    /// <exception cref="InvalidTokenizerException">The text needs an unknown token that the model lacks.</exception>
    public void EncodeIds(ReadOnlySpan<byte> utf8, List<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        TokenizerWorkspace workspace = RentWorkspace();
        try
        {
            Append(utf8, specialAsText: false, fast: true, workspace, workspace.Ids);
            ids.AddRange(workspace.Ids.Ids);
        }
        finally
        {
            ReturnWorkspace(workspace);
        }
    }

    /// <summary>
    /// Appends the tokens of a text: what <see cref="Encode(string, EncodeOptions?)"/> gives without special tokens, nothing cut or filled
    /// up. The fast path: nothing is allocated once the buffer
    /// and the tokenizer's own memory have grown to what the texts ask for.
    /// </summary>
    /// <param name="utf8">The text; bytes that are not UTF-8 count as U+FFFD.</param>
    /// <param name="output">What is appended to: ids and, where it keeps them, offsets (code points of this text) and word ids.</param>
    /// <exception cref="InvalidTokenizerException">The text needs an unknown token that the model lacks.</exception>
    public void Encode(ReadOnlySpan<byte> utf8, EncodingBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        TokenizerWorkspace workspace = RentWorkspace();
        try
        {
            int first = output.Count;
            Append(utf8, specialAsText: false, fast: true, workspace, output);
            if (output.HasOffsets)
                PostProcessor?.TrimOffsets(output, first, _spaces);
        }
        finally
        {
            ReturnWorkspace(workspace);
        }
    }

    /// <summary>As <see cref="Encode(ReadOnlySpan{byte}, EncodingBuffer)"/>, always by the components one after the other.</summary>
    internal void EncodeGenerally(ReadOnlySpan<byte> utf8, EncodingBuffer output)
    {
        TokenizerWorkspace workspace = RentWorkspace();
        try
        {
            int first = output.Count;
            Append(utf8, specialAsText: false, fast: false, workspace, output);
            if (output.HasOffsets)
                PostProcessor?.TrimOffsets(output, first, _spaces);
        }
        finally
        {
            ReturnWorkspace(workspace);
        }
    }

    private TokenEncoding EncodeSequence(TextInput input, int index, EncodeOptions options)
    {
        string text = index == 0 ? input.Text : input.Pair ?? "";
        TokenizerWorkspace workspace = RentWorkspace();
        try
        {
            Append(System.Text.Encoding.UTF8.GetBytes(text), options.SpecialTokensAsText, fast: true, workspace, workspace.Full);
            return workspace.Full.ToEncoding();
        }
        finally
        {
            ReturnWorkspace(workspace);
        }
    }

    private TokenEncoding EncodeGiven(IReadOnlyList<string> words, EncodeOptions options)
    {
        TokenizerWorkspace workspace = RentWorkspace();
        try
        {
            for (int i = 0; i < words.Count; i++)
            {
                int first = workspace.Full.Count;
                Append(System.Text.Encoding.UTF8.GetBytes(words[i]), options.SpecialTokensAsText, fast: true, workspace, workspace.Full);
                workspace.Full.SetWord(first, i);
            }

            return workspace.Full.ToEncoding();
        }
        finally
        {
            ReturnWorkspace(workspace);
        }
    }

    private TokenEncoding Finish(TokenEncoding first, TokenEncoding? second, EncodeOptions options)
    {
        if (options.Truncation is TruncationOptions truncation)
        {
            int added = options.AddSpecialTokens && _parts.PostProcessor is not null ? _parts.PostProcessor.CountAddedTokens(second is not null) : 0;
            (first, second) = SequenceLimits.Truncate(first, second, truncation, added);
        }

        List<TokenEncoding> parts = second is null ? [first] : [first, second];
        if (_parts.PostProcessor is null)
        {
            if (second is null)
                return first;
            first.SetSequence(0);
            second.SetSequence(1);
            second.SetTypeIds(1);
            return TokenEncoding.Merge(parts);
        }

        for (int i = 0; i < parts.Count; i++)
        {
            parts[i].SetSequence(i);
            foreach (TokenEncoding overflowing in parts[i].OverflowingParts)
                overflowing.SetSequence(i);
            parts[i].SetTypeIds(i);
        }

        return TokenEncoding.Merge(_parts.PostProcessor.Process(parts, options.AddSpecialTokens));
    }
}
