using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Loading;

/// <summary>Reads the vocabularies of <c>tokenizer.json</c> and <c>vocab.json</c>.</summary>
internal static class VocabularyJsonReader
{
    /// <summary>Reads an object from token to id.</summary>
    public static Vocabulary ReadObject(ReadOnlySpan<byte> json, string place)
    {
        var reader = new Utf8JsonReader(json);
        var buffer = new JsonStringBuffer();
        var builder = new VocabularyBuilder(place, json.Length);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            ComponentJson.Throw(place, reader.TokenType.ToString(), "an object from token to id");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> token = buffer.Read(ref reader);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long id))
            {
                ComponentJson.Throw(place, $"{reader.TokenType} for the token {VocabularyBuilder.Quote(token)}", "a whole number for each token");
                return null!; // not reached: Throw does not return
            }

            builder.Add(token, id);
        }

        return builder.Build(allowRepeats: false);
    }

    /// <summary>Reads a list of pieces with scores; the index of a piece is its id.</summary>
    public static UnigramModel ReadUnigram(ReadOnlySpan<byte> json, int? unknownId, bool byteFallback, string place)
    {
        string listPlace = $"{place}.vocab";
        var reader = new Utf8JsonReader(json);
        var buffer = new JsonStringBuffer();
        var builder = new VocabularyBuilder(listPlace, json.Length);
        var scores = new List<double>();
        double lowest = double.PositiveInfinity;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            ComponentJson.Throw(listPlace, reader.TokenType.ToString(), "an array of [piece, score]");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.String)
                RefusePiece(listPlace, scores.Count);
            builder.Add(buffer.Read(ref reader), scores.Count);
            double score = double.NaN;
            if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out score) || !double.IsFinite(score))
                RefusePiece(listPlace, scores.Count);
            scores.Add(score);
            lowest = Math.Min(lowest, score);
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                RefusePiece(listPlace, scores.Count - 1);
        }

        Vocabulary vocabulary = builder.Build(allowRepeats: true);
        if (unknownId >= scores.Count)
            ComponentJson.Throw($"{place}.unk_id", string.Create(CultureInfo.InvariantCulture, $"{unknownId}"), string.Create(CultureInfo.InvariantCulture, $"an id below {scores.Count}"));
        var keys = new ReadOnlyMemory<byte>[scores.Count];
        int[] ids = new int[scores.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = vocabulary.GetEntryMemory(i);
            ids[i] = i;
        }

        PieceTrie trie = PieceTrie.Build(keys, ids, lastWins: true);
        return new UnigramModel(vocabulary, [.. scores], trie, unknownId ?? -1, lowest, byteFallback, sentencePiece: false, place);
    }

    private static void RefusePiece(string place, int index) =>
        ComponentJson.Throw(string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]"), "something else", "[piece, score]");
}
