using System;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Loading;

/// <summary>
/// Reads a <c>tokenizer.json</c> that holds nothing unusual in one pass: vocabulary and merges go from the bytes of the file straight into
/// tables, only the small parts become elements. Whatever is not plain, a fault above all, is left to the general readers.
/// </summary>
internal static class PlainTokenizerJson
{
    /// <summary>The small parts and the model, or null where the general readers have to be asked.</summary>
    /// <param name="path">The file, for places.</param>
    /// <param name="json">Valid UTF-8.</param>
    /// <param name="parts">Where the small parts go.</param>
    public static TokenizerModel? TryRead(string path, ReadOnlySpan<byte> json, JsonFields parts)
    {
        var reader = new PlainJson(json);
        TokenizerModel? model = null;
        if (!reader.Take((byte)'{'))
            return null;
        do
        {
            if (!reader.TryReadString(out ReadOnlySpan<byte> name) || !reader.Take((byte)':'))
                return null;
            if (name.SequenceEqual("model"u8))
            {
                if (model is not null)
                    return null;
                model = TryReadModel(ref reader, $"{path}: model");
                if (model is null)
                    return null;
                continue;
            }

            string key = System.Text.Encoding.UTF8.GetString(name);
            if (!reader.TrySkip(out ReadOnlySpan<byte> value))
                return null;
            if (JsonPart.TryParse(value) is not JsonPart part)
                return null;
            parts.Set(key, part);
        }
        while (reader.Take((byte)','));
        return reader.Take((byte)'}') && reader.AtEnd ? model : null;
    }

    private static TokenizerModel? TryReadModel(ref PlainJson reader, string place)
    {
        var fields = new JsonFields();
        Vocabulary? vocabulary = null;
        UnigramPieces? pieces = null;
        BpeMergeReader? merges = null;
        int mergesAt = -1;
        int start = reader.Position;
        if (!reader.Take((byte)'{'))
            return null;
        do
        {
            if (!reader.TryReadString(out ReadOnlySpan<byte> name) || !reader.Take((byte)':'))
                return null;
            if (name.SequenceEqual("vocab"u8))
            {
                if (vocabulary is not null || pieces is not null)
                    return null;
                if (reader.Take((byte)'['))
                {
                    pieces = new UnigramPieces($"{place}.vocab", reader.Length - start);
                    if (!ReadPieces(ref reader, pieces))
                        return null;
                }
                else
                {
                    var builder = new VocabularyBuilder($"{place}.vocab", (reader.Length - start) / 3);
                    if (!ReadTokens(ref reader, builder))
                        return null;
                    vocabulary = builder.Build(allowRepeats: false);
                }
            }
            else if (name.SequenceEqual("merges"u8))
            {
                if (mergesAt >= 0)
                    return null;
                mergesAt = reader.Position;
                if (vocabulary is null)
                {
                    if (!reader.TrySkip(out _))
                        return null;
                }
                else
                {
                    merges = new BpeMergeReader(vocabulary, 0, $"{place}.merges", vocabulary.Count);
                    if (!ReadMerges(ref reader, merges))
                        return null;
                }
            }
            else
            {
                string key = System.Text.Encoding.UTF8.GetString(name);
                if (!reader.TrySkip(out ReadOnlySpan<byte> value))
                    return null;
                if (JsonPart.TryParse(value) is not JsonPart field)
                    return null;
                fields.Set(key, field);
            }
        }
        while (reader.Take((byte)','));
        if (!reader.Take((byte)'}'))
            return null;
        var model = new ModelFields(fields, place);
        if (mergesAt >= 0 && vocabulary is not null && merges is null)
        {
            int end = reader.Position;
            reader.Position = mergesAt;
            merges = new BpeMergeReader(vocabulary, 0, $"{place}.merges", vocabulary.Count);
            if (!ReadMerges(ref reader, merges))
                return null;
            reader.Position = end;
        }

        return Make(model, vocabulary, pieces, merges);
    }

    private static TokenizerModel? Make(ModelFields model, Vocabulary? vocabulary, UnigramPieces? pieces, BpeMergeReader? merges)
    {
        string? kind = model.OptionalText("type");
        kind ??= merges is not null ? "BPE" : pieces is not null ? "Unigram" : ModelJsonReader.GuessByFields(model);
        switch (kind)
        {
            case "BPE" when vocabulary is not null && merges is not null:
                BpeModelOptions options = ModelJsonReader.ReadBpeOptions(model);
                // A prefix changes how the parts of a merge are joined; the general reader knows it before it reads them.
                return options.ContinuingSubwordPrefix.Length > 0 ? null : new BpeModel(vocabulary, merges.Merges, options, model.Place);
            case "WordPiece" when vocabulary is not null:
                return ModelJsonReader.MakeWordPiece(model, vocabulary);
            case "WordLevel" when vocabulary is not null:
                return ModelJsonReader.MakeWordLevel(model, vocabulary);
            case "Unigram" when pieces is not null:
                return pieces.Build(model.OptionalCount("unk_id"), model.Flag("byte_fallback"), model.Place);
            default:
                return null;
        }
    }

    private static bool ReadTokens(ref PlainJson reader, VocabularyBuilder builder)
    {
        if (!reader.Take((byte)'{'))
            return false;
        do
        {
            if (!reader.TryReadString(out ReadOnlySpan<byte> token) || !reader.Take((byte)':') || !reader.TryReadCount(out int id))
                return false;
            builder.Add(token, id);
        }
        while (reader.Take((byte)','));
        return reader.Take((byte)'}');
    }

    private static bool ReadPieces(ref PlainJson reader, UnigramPieces pieces)
    {
        do
        {
            if (!reader.Take((byte)'[') || !reader.TryReadString(out ReadOnlySpan<byte> piece) || !reader.Take((byte)',') ||
                !reader.TryReadNumber(out double score) || !reader.Take((byte)']'))
            {
                return false;
            }

            pieces.Add(piece, score);
        }
        while (reader.Take((byte)','));
        return reader.Take((byte)']');
    }

    private static bool ReadMerges(ref PlainJson reader, BpeMergeReader merges)
    {
        if (!reader.Take((byte)'['))
            return false;
        if (reader.Take((byte)']'))
            return true;
        byte[] left = new byte[64];
        do
        {
            if (!reader.Take((byte)'['))
            {
                if (!reader.TryReadString(out ReadOnlySpan<byte> entry))
                    return false;
                merges.Add(entry);
                continue;
            }

            if (!reader.TryReadString(out ReadOnlySpan<byte> first))
                return false;
            // The second may be unescaped into the same memory.
            if (left.Length < first.Length)
                left = new byte[first.Length * 2];
            first.CopyTo(left);
            if (!reader.Take((byte)',') || !reader.TryReadString(out ReadOnlySpan<byte> second) || !reader.Take((byte)']'))
                return false;
            merges.Add(left.AsSpan(0, first.Length), second);
        }
        while (reader.Take((byte)','));
        return reader.Take((byte)']');
    }
}
