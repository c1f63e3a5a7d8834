using System;
using System.Collections.Generic;
using System.Text.Unicode;
using Calque.Tokenizers.Models;

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
        var builder = new EncodingBuilder();
        for (int i = 0; i < words.Count; i++)
            EncodeInto(System.Text.Encoding.UTF8.GetBytes(words[i]), i, options, builder);
        TokenEncoding encoding = Finish(builder.ToEncoding(), null, options);
        if (options.Padding is PaddingOptions padding)
            encoding.Pad(SequenceLimits.PaddedLength([encoding], padding), padding);
        return encoding;
    }

    /// <summary>
    /// Appends the ids of a text: no special tokens, no offsets, nothing cut or filled up. The fast path; nothing is allocated for
    /// each token.
    /// </summary>
    /// <param name="utf8">The text; bytes that are not UTF-8 count as U+FFFD.</param>
    /// <param name="ids">The list that is appended to.</param>
    /// <exception cref="InvalidTokenizerException">The text needs an unknown token that the model lacks.</exception>
    public void EncodeIds(ReadOnlySpan<byte> utf8, List<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (utf8.IsEmpty)
            return;
        TokenizerWorkspace workspace = RentWorkspace();
        try
        {
            if (!Utf8.IsValid(utf8))
                utf8 = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(utf8));
            bool track = _parts.PreTokenizer is not null &&
                (_parts.PreTokenizer.NeedsOffsets || (_parts.PreTokenizer.DependsOnPlace && _parts.Normalizer is not null));
            Cut(new NormalizedText(utf8, 0, track), specialAsText: false, workspace);
            foreach (TextPiece piece in workspace.Pieces)
            {
                if (piece.AddedId >= 0)
                {
                    ids.Add(piece.AddedId);
                    continue;
                }

                workspace.Words.Clear();
                workspace.Tokens.Clear();
                CutIntoWords(piece.Text, workspace);
                foreach (NormalizedText word in workspace.Words)
                    Model.Tokenize(word.Bytes, workspace.Model, workspace.Tokens);
                ids.AddRange(workspace.Tokens.Ids);
            }
        }
        finally
        {
            ReturnWorkspace(workspace);
        }
    }

    private TokenEncoding EncodeSequence(TextInput input, int index, EncodeOptions options)
    {
        string text = index == 0 ? input.Text : input.Pair ?? "";
        var builder = new EncodingBuilder();
        EncodeInto(System.Text.Encoding.UTF8.GetBytes(text), -1, options, builder);
        return builder.ToEncoding();
    }

    private void EncodeInto(byte[] utf8, int givenWord, EncodeOptions options, EncodingBuilder builder)
    {
        TokenizerWorkspace workspace = RentWorkspace();
        var map = new CodePointMap(utf8, _parts.Normalizer is SentencePiece.SentencePieceNormalizer);
        try
        {
            Cut(new NormalizedText(utf8, 0, trackOffsets: true), options.SpecialTokensAsText, workspace);
            int word = 0;
            foreach (TextPiece piece in workspace.Pieces)
            {
                if (piece.AddedId >= 0)
                {
                    NormalizedText text = piece.Text;
                    if (text.Length == 0)
                        continue;
                    TextRange range = map.Convert(text.OriginalStartOf(0), text.OriginalEndOf(text.Length - 1));
                    builder.Add(piece.AddedId, text.ToString(), range, givenWord >= 0 ? givenWord : word);
                    word++;
                    continue;
                }

                workspace.Words.Clear();
                CutIntoWords(piece.Text, workspace);
                foreach (NormalizedText part in workspace.Words)
                {
                    workspace.Tokens.Clear();
                    Model.Tokenize(part.Bytes, workspace.Model, workspace.Tokens);
                    Append(part, workspace.Tokens, map, givenWord >= 0 ? givenWord : word, builder);
                    word++;
                }
            }
        }
        finally
        {
            map.Dispose();
            ReturnWorkspace(workspace);
        }
    }

    private void Append(NormalizedText piece, TokenBuffer tokens, in CodePointMap map, int word, EncodingBuilder builder)
    {
        ReadOnlySpan<byte> bytes = piece.Bytes;
        for (int i = 0; i < tokens.Count; i++)
        {
            int start = tokens.Starts[i];
            int end = tokens.Ends[i];
            TextRange range;
            if (end > piece.Length)
                range = map.Convert(start, end); // bytes of a BPE prefix or suffix: the Rust library gives the range in the piece
            else if (start == end)
                range = start < piece.Length ? map.Convert(piece.OriginalStartOf(start), piece.OriginalStartOf(start)) : map.Convert(piece.OriginalStart + start, piece.OriginalStart + start);
            else
                range = map.Convert(piece.OriginalStartOf(start), piece.OriginalEndOf(end - 1));
            string token = Model.GetTokenText(tokens.Ids[i], end > piece.Length ? default : bytes[start..end]);
            builder.Add(tokens.Ids[i], token, range, word);
        }
    }

    /// <summary>Added tokens out of the raw text, normalization of what is left, added tokens out of that.</summary>
    private void Cut(NormalizedText text, bool specialAsText, TokenizerWorkspace workspace)
    {
        workspace.RawPieces.Clear();
        workspace.Pieces.Clear();
        _added.SplitRaw(text, specialAsText, workspace.RawPieces);
        foreach (TextPiece piece in workspace.RawPieces)
        {
            if (piece.AddedId >= 0)
            {
                if (piece.Text.Length > 0)
                    workspace.Pieces.Add(piece);
                continue;
            }

            NormalizedText normalized = piece.Text;
            if (_parts.Normalizer is not null)
            {
                // Cut anew, so that the piece begins where its first character comes from: "first" of Metaspace asks for that.
                _parts.Normalizer.Normalize(normalized);
                normalized = normalized.Slice(0, normalized.Length);
            }

            _added.SplitNormalized(normalized, specialAsText, workspace.Pieces);
        }
    }

    private void CutIntoWords(NormalizedText piece, TokenizerWorkspace workspace)
    {
        if (piece.Length == 0)
            return;
        if (_parts.PreTokenizer is null)
            workspace.Words.Add(piece);
        else
            _parts.PreTokenizer.PreTokenize(piece, workspace.Words);
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
