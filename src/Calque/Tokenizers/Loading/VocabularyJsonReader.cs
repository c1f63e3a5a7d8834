using System;
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
        var pieces = new UnigramPieces(listPlace, json.Length);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            ComponentJson.Throw(listPlace, reader.TokenType.ToString(), "an array of [piece, score]");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.String)
                RefusePiece(listPlace, pieces.Count);
            ReadOnlySpan<byte> piece = buffer.Read(ref reader);
            double score = double.NaN;
            if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out score) || !double.IsFinite(score))
                RefusePiece(listPlace, pieces.Count);
            pieces.Add(piece, score);
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                RefusePiece(listPlace, pieces.Count - 1);
        }

        return pieces.Build(unknownId, byteFallback, place);
    }

    private static void RefusePiece(string place, int index) =>
        ComponentJson.Throw(string.Create(CultureInfo.InvariantCulture, $"{place}[{index}]"), "something else", "[piece, score]");
}
