using System;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Calque.Tokenizers.Encoders;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.PostProcessors;

namespace Calque.Tokenizers;

/// <content>
/// The way of one text: added tokens out of the raw text, then each piece to the encoder that knows the whole pipeline, or, where there
/// is none or it declines, through the components one after the other (normalizer, added tokens again, pre-tokenizer, model).
/// </content>
public sealed partial class Tokenizer
{
    private readonly Lazy<TextEncoder?> _encoder;

    /// <summary>The encoder of the whole pipeline, or null.</summary>
    internal TextEncoder? Encoder => _encoder.Value;

    private void Append(ReadOnlySpan<byte> utf8, bool specialAsText, bool fast, TokenizerWorkspace workspace, EncodingBuffer output)
    {
        if (utf8.IsEmpty)
            return;
        if (!Utf8.IsValid(utf8))
            utf8 = Utf8Repair.Repair(utf8);
        TextEncoder? encoder = fast ? Encoder : null;
        // What a token stands for is only known on the general path, where that is shown instead of the token.
        if (output.Texts is not null && (Model.ShowsMatchedText || (_added.HasNormalized && encoder is { Normalizes: true })))
            encoder = null;
        if (encoder is not null)
            workspace.Encoder ??= encoder.CreateState();
        int first = output.Count;
        output.Word = 0;
        output.MatchedSpaces.Clear();
        if (!_added.MayBeInRaw(utf8))
            AppendPiece(encoder, utf8, 0, specialAsText, workspace, output);
        else
            AppendCut(encoder, utf8, specialAsText, workspace, output);
        if (output.HasOffsets)
        {
            using var map = new CodePointMap(utf8, _parts.Normalizer is SentencePiece.SentencePieceNormalizer);
            output.ConvertOffsets(first, map);
        }
    }

    private void AppendCut(TextEncoder? encoder, ReadOnlySpan<byte> utf8, bool specialAsText, TokenizerWorkspace workspace, EncodingBuffer output)
    {
        workspace.RawRanges.Clear();
        _added.SplitRaw(utf8, specialAsText, workspace.RawRanges);
        foreach (PieceRange range in workspace.RawRanges)
        {
            ReadOnlySpan<byte> piece = utf8[range.Start..range.End];
            if (range.AddedId >= 0)
                AppendAdded(range.AddedId, piece, range.Start, output);
            else
                AppendPiece(encoder, piece, range.Start, specialAsText, workspace, output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AppendPiece(TextEncoder? encoder, ReadOnlySpan<byte> piece, int start, bool specialAsText, TokenizerWorkspace workspace, EncodingBuffer output)
    {
        if (encoder is null || !TryAppend(encoder, piece, start, specialAsText, workspace, output))
            AppendGenerally(piece, start, specialAsText, workspace, output);
    }

    private bool TryAppend(TextEncoder encoder, ReadOnlySpan<byte> piece, int start, bool specialAsText, TokenizerWorkspace workspace, EncodingBuffer output)
    {
        if (encoder.Normalizes)
            return TryAppendWords(encoder, piece, start, specialAsText, workspace, output);
        if (_parts.Normalizer is not null && !_parts.Normalizer.LeavesUnchanged(piece))
            return false;
        if (!_added.MayBeInNormalized(piece))
        {
            if (!TryAppendWords(encoder, piece, start, specialAsText, workspace, output))
                AppendWords(new NormalizedText(piece, start, NeedsOffsets(output)), workspace, output);
            return true;
        }

        workspace.Ranges.Clear();
        _added.SplitNormalized(piece, specialAsText, workspace.Ranges);
        foreach (PieceRange range in workspace.Ranges)
        {
            ReadOnlySpan<byte> part = piece[range.Start..range.End];
            if (range.AddedId >= 0)
                AppendAdded(range.AddedId, part, start + range.Start, output);
            else if (!TryAppendWords(encoder, part, start + range.Start, specialAsText, workspace, output))
                AppendWords(new NormalizedText(part, start + range.Start, NeedsOffsets(output)), workspace, output);
        }

        return true;
    }

    private bool TryAppendWords(TextEncoder encoder, ReadOnlySpan<byte> piece, int start, bool specialAsText, TokenizerWorkspace workspace, EncodingBuffer output)
    {
        int first = output.Count;
        if (!encoder.TryEncode(piece, start, specialAsText, workspace.Encoder!, output)) // made before the first piece
            return false;
        if (output.Texts is not null)
        {
            foreach (int id in output.Ids[first..])
                output.Texts.Add(Model.Vocabulary.GetToken(id) ?? "");
        }

        return true;
    }

    private static void AppendAdded(int id, ReadOnlySpan<byte> text, int start, EncodingBuffer output)
    {
        output.Add(id, start, start + text.Length);
        output.Texts?.Add(System.Text.Encoding.UTF8.GetString(text));
        KeepSpaces(text, output);
        output.Word++;
    }

    /// <summary>Normalization, added tokens, words, model, one after the other.</summary>
    private void AppendGenerally(ReadOnlySpan<byte> piece, int start, bool specialAsText, TokenizerWorkspace workspace, EncodingBuffer output)
    {
        var text = new NormalizedText(piece, start, NeedsOffsets(output));
        if (_parts.Normalizer is not null)
        {
            // Cut anew, so that the piece begins where its first character comes from: "first" of Metaspace asks for that.
            _parts.Normalizer.Normalize(text);
            text = text.Slice(0, text.Length);
        }

        workspace.Ranges.Clear();
        _added.SplitNormalized(text.Bytes, specialAsText, workspace.Ranges);
        bool whole = workspace.Ranges.Count == 1;
        foreach (PieceRange range in workspace.Ranges)
        {
            NormalizedText part = whole && range.AddedId < 0 ? text : text.Slice(range.Start, range.End);
            if (range.AddedId < 0)
            {
                AppendWords(part, workspace, output);
                continue;
            }

            output.Add(range.AddedId, output.HasOffsets ? part.OriginalStart : 0, output.HasOffsets ? part.OriginalEnd : 0);
            output.Texts?.Add(part.ToString());
            KeepSpaces(part.Bytes, output);
            output.Word++;
        }
    }

    // An added token shows the text that it was found as, with the white space that it took along.
    private static void KeepSpaces(ReadOnlySpan<byte> text, EncodingBuffer output)
    {
        if (!output.HasOffsets || (text[0] is > 0x20 and < 0x80 && text[^1] is > 0x20 and < 0x80))
            return;
        TokenSpaceCount count = ByteLevelOffsets.CountSpaces(text);
        if (count != default)
            output.MatchedSpaces.Add(new MatchedSpaces(output.Count - 1, count));
    }

    // Whether the way back to the original must be kept: for offsets, or because words depend on where they stand.
    private bool NeedsOffsets(EncodingBuffer output) => output.HasOffsets || (_parts.PreTokenizer is not null &&
        (_parts.PreTokenizer.NeedsOffsets || (_parts.PreTokenizer.DependsOnPlace && _parts.Normalizer is not null)));

    private void AppendWords(NormalizedText piece, TokenizerWorkspace workspace, EncodingBuffer output)
    {
        workspace.Words.Clear();
        if (piece.Length > 0)
        {
            if (_parts.PreTokenizer is null)
                workspace.Words.Add(piece);
            else
                _parts.PreTokenizer.PreTokenize(piece, workspace.Words);
        }

        foreach (NormalizedText word in workspace.Words)
        {
            workspace.Tokens.Clear();
            Model.Tokenize(word.Bytes, workspace.Model, workspace.Tokens);
            if (output.HasOffsets)
                AppendRanges(word, workspace.Tokens, output);
            else
                workspace.Tokens.Ids.CopyTo(Reserve(output, workspace.Tokens.Count));
            output.Word++;
        }

        workspace.Words.Clear();
    }

    private static Span<int> Reserve(EncodingBuffer output, int count)
    {
        Span<int> room = output.ReserveIds(count);
        output.Advance(count);
        return room;
    }

    private void AppendRanges(NormalizedText piece, TokenBuffer tokens, EncodingBuffer output)
    {
        ReadOnlySpan<byte> bytes = piece.Bytes;
        for (int i = 0; i < tokens.Count; i++)
        {
            int start = tokens.Starts[i];
            int end = tokens.Ends[i];
            if (end > piece.Length)
                output.Add(tokens.Ids[i], start, end); // bytes of a BPE prefix or suffix: the Rust library gives the range in the piece
            else if (start < end)
                output.Add(tokens.Ids[i], piece.OriginalStartOf(start), piece.OriginalEndOf(end - 1));
            else if (start < piece.Length)
                output.Add(tokens.Ids[i], piece.OriginalStartOf(start), piece.OriginalStartOf(start));
            else
                output.Add(tokens.Ids[i], piece.OriginalStart + start, piece.OriginalStart + start);
            output.Texts?.Add(Model.GetTokenText(tokens.Ids[i], end > piece.Length ? default : bytes[start..end]));
        }
    }
}
