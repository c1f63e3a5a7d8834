using System;
using System.Linq;
using System.Text.Json;

namespace Calque.Inspection.Inspectors;

/// <summary>Tells a tokenizer's files by their first bytes.</summary>
internal static class TokenizerFileProbe
{
    private const int SampleLines = 2_000;

    /// <summary>The tokens of which one stands near the start of every vocab.txt.</summary>
    private static readonly string[] s_unknown = ["[UNK]", "<unk>"];

    /// <summary>Whether a file is a tokenizer, or the file that names one of several.</summary>
    public static bool IsTokenizer(InspectedInput input) =>
        IsTokenizerJson(input) || IsVocabularyJson(input) || IsSentencePiece(input.Sample) || IsVocabularyText(input) || IsMerges(input);

    /// <summary>Whether it is a <c>tokenizer.json</c>.</summary>
    public static bool IsTokenizerJson(InspectedInput input) =>
        input.Json is { } json && ((json.Keys.TryGetValue("model", out JsonTokenType model) && model == JsonTokenType.StartObject && json.Keys.ContainsKey("pre_tokenizer"))
            || (json.Keys.TryGetValue("added_tokens", out JsonTokenType added) && added == JsonTokenType.StartArray));

    // Tokens and their ids: nothing but numbers, and more of them than any configuration has.
    private static bool IsVocabularyJson(InspectedInput input) =>
        input.Json is { HasMoreLines: false } json && json.Keys.Count > 2 && json.Keys.Values.All(type => type == JsonTokenType.Number)
        && !json.Keys.Keys.Any(key => key.EndsWith("_token_id", StringComparison.Ordinal));

    private static bool IsMerges(InspectedInput input) => input.Sample.AsSpan().StartsWith("#version: 0."u8);

    private static bool IsVocabularyText(InspectedInput input)
    {
        if (input.IsDirectory || input.Sample.AsSpan().Contains((byte)0))
            return false;
        int lines = 0;
        bool unknown = false;
        foreach (ReadOnlyMemory<byte> line in input.Lines(SampleLines))
        {
            if (line.Span.IndexOfAny((byte)' ', (byte)'\t') >= 0)
                return false;
            lines++;
            unknown |= s_unknown.Any(token => System.Text.Encoding.UTF8.GetByteCount(token) == line.Length && System.Text.Ascii.Equals(line.Span, token));
        }

        return lines > 1 && unknown;
    }

    /// <summary>
    /// A SentencePiece model is a protocol buffer whose first fields are pieces: field 1 with a length, in it field 1 (the text)
    /// with a length that fits, then field 2 (the score, a float) or the piece's end.
    /// </summary>
    private static bool IsSentencePiece(ReadOnlySpan<byte> bytes)
    {
        int pieces = 0;
        while (pieces < 3 && bytes.Length > 4)
        {
            if (bytes[0] != 0x0A || bytes[1] is < 2 or > 127 || bytes.Length < 2 + bytes[1])
                return false;
            ReadOnlySpan<byte> piece = bytes.Slice(2, bytes[1]);
            if (piece[0] != 0x0A || piece[1] > piece.Length - 2 || (piece.Length > 2 + piece[1] && piece[2 + piece[1]] is not (0x15 or 0x18)))
                return false;
            bytes = bytes[(2 + bytes[1])..];
            pieces++;
        }

        return pieces > 0;
    }
}
