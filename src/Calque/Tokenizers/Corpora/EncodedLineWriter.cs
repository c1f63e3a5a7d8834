using System;
using System.Buffers;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Text.Encodings.Web;
using System.Text.Json;
using Calque.Tokenizers.PostProcessors;

namespace Calque.Tokenizers.Corpora;

/// <summary>
/// Writes the encoding of a line straight from ids and ranges, where tokens are shown as the vocabulary has them: no string is made for
/// a line or a token. Each token's JSON form is made once. Safe for use from several threads at once.
/// </summary>
internal sealed class EncodedLineWriter
{
    private readonly Tokenizer _tokenizer;
    private readonly byte[]?[] _shown; // by id, made on demand; a race makes the same twice
    private readonly bool[] _unlike; // by id: shown as the text that it matched
    private readonly int[] _before;
    private readonly int[] _behind;

    private EncodedLineWriter(Tokenizer tokenizer, int[] before, int[] behind)
    {
        _tokenizer = tokenizer;
        _before = before;
        _behind = behind;
        _shown = new byte[]?[tokenizer.VocabularySize];
        _unlike = new bool[tokenizer.VocabularySize];
        foreach (AddedToken token in tokenizer.AddedTokens)
            _unlike[token.Id] = true;
        if (tokenizer.Model is Models.UnigramModel { UnknownId: >= 0 and int unknown })
            _unlike[unknown] = true;
    }

    /// <summary>The writer for a tokenizer, or null where encodings have to be put together first.</summary>
    public static EncodedLineWriter? TryMake(Tokenizer tokenizer, EncodeOptions options)
    {
        if (options.Truncation is not null || options.Padding is not null || tokenizer.Model.ShowsMatchedText && tokenizer.Model is not Models.UnigramModel { FollowsSentencePiece: false })
            return null;
        if (tokenizer.PostProcessor is not (null or TemplatePostProcessor or BertPostProcessor or RobertaPostProcessor or ByteLevelPostProcessor))
            return null;
        var before = new List<int>();
        var behind = new List<int>();
        if (tokenizer.PostProcessor is PostProcessor processor)
        {
            // What stands round one token stands round any text.
            const string Text = "\0";
            int texts = 0;
            foreach (TokenEncoding part in processor.Process([TokenEncoding.OfSpecialTokens([0], [Text], 0)], options.AddSpecialTokens))
            {
                for (int i = 0; i < part.Length; i++)
                {
                    if (part.Tokens[i] == Text)
                        texts++;
                    else if (tokenizer.GetToken(part.Ids[i]) != part.Tokens[i])
                        return null;
                    else
                        (texts == 0 ? before : behind).Add(part.Ids[i]);
                }
            }

            if (texts != 1)
                return null;
        }

        return new EncodedLineWriter(tokenizer, [.. before], [.. behind]);
    }

    /// <summary>Writes the encoding of a text; false, and nothing written, where it needs more than ids.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    /// <param name="line">Where it goes.</param>
    public bool TryWrite(ReadOnlySpan<byte> utf8, LineContext line)
    {
        EncodingBuffer encoding = line.Encoding;
        encoding.Clear();
        _tokenizer.Encode(utf8, encoding);
        ReadOnlySpan<int> ids = encoding.Ids;
        foreach (int id in ids)
        {
            if (_unlike[id])
                return false;
        }

        IBufferWriter<byte> output = line.Output;
        output.Write("{\"ids\":["u8);
        bool any = false;
        WriteIds(_before, output, ref any);
        WriteIds(ids, output, ref any);
        WriteIds(_behind, output, ref any);
        output.Write("],\"tokens\":["u8);
        any = false;
        WriteTokens(_before, output, ref any);
        WriteTokens(ids, output, ref any);
        WriteTokens(_behind, output, ref any);
        output.Write("],\"offsets\":["u8);
        any = false;
        WriteNoOffsets(_before.Length, output, ref any);
        WriteOffsets(encoding.Offsets, output, ref any);
        WriteNoOffsets(_behind.Length, output, ref any);
        output.Write("]}"u8);
        line.Tokens += ids.Length + _before.Length + _behind.Length;
        return true;
    }

    private static void WriteIds(ReadOnlySpan<int> ids, IBufferWriter<byte> output, ref bool any)
    {
        const int Longest = 11;
        Span<byte> room = output.GetSpan((ids.Length * Longest) + 1);
        int at = 0;
        foreach (int id in ids)
        {
            if (any)
                room[at++] = (byte)',';
            any = true;
            Utf8Formatter.TryFormat(id, room[at..], out int length);
            at += length;
        }

        output.Advance(at);
    }

    private void WriteTokens(ReadOnlySpan<int> ids, IBufferWriter<byte> output, ref bool any)
    {
        int total = 0;
        foreach (int id in ids)
            total += Show(id).Length + 1;
        Span<byte> room = output.GetSpan(total + 1);
        int at = 0;
        foreach (int id in ids)
        {
            if (any)
                room[at++] = (byte)',';
            any = true;
            byte[] json = Show(id);
            json.CopyTo(room[at..]);
            at += json.Length;
        }

        output.Advance(at);
    }

    private static void WriteOffsets(ReadOnlySpan<TextRange> ranges, IBufferWriter<byte> output, ref bool any)
    {
        const int Longest = 26;
        Span<byte> room = output.GetSpan((ranges.Length * Longest) + 1);
        int at = 0;
        foreach (TextRange range in ranges)
        {
            if (any)
                room[at++] = (byte)',';
            any = true;
            room[at++] = (byte)'[';
            Utf8Formatter.TryFormat(range.Start, room[at..], out int length);
            at += length;
            room[at++] = (byte)',';
            Utf8Formatter.TryFormat(range.End, room[at..], out length);
            at += length;
            room[at++] = (byte)']';
        }

        output.Advance(at);
    }

    private static void WriteNoOffsets(int count, IBufferWriter<byte> output, ref bool any)
    {
        for (int i = 0; i < count; i++)
        {
            output.Write(any ? ",[0,0]"u8 : "[0,0]"u8);
            any = true;
        }
    }

    private byte[] Show(int id) => _shown[id] ?? MakeShown(id);

    private byte[] MakeShown(int id)
    {
        string token = _tokenizer.GetToken(id) ?? "";
        ReadOnlySpan<byte> escaped = JsonEncodedText.Encode(token, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        return _shown[id] = [(byte)'"', .. escaped, (byte)'"'];
    }
}
