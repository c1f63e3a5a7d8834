using System;
using System.Text.Json;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Loading;

/// <summary>
/// Reads the <c>model</c> of a <c>tokenizer.json</c>. The small fields become elements; vocabulary and merges, which may stand
/// in any order, are skipped first and then read token by token.
/// </summary>
internal static class ModelJsonReader
{
    /// <summary>Reads a model of any kind; old files that lack the type are told apart by their fields.</summary>
    public static TokenizerModel Read(ReadOnlySpan<byte> json, string place)
    {
        var fields = new JsonFields();
        ReadOnlySpan<byte> vocabulary = default;
        ReadOnlySpan<byte> merges = default;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            ComponentJson.Throw(place, reader.TokenType.ToString(), "an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!; // a property name is never null
            reader.Read();
            if (name is "vocab" or "merges")
            {
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                ReadOnlySpan<byte> span = json[start..(int)reader.BytesConsumed];
                if (name == "vocab")
                    vocabulary = span;
                else
                    merges = span;
            }
            else
            {
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                fields.Set(name, JsonPart.Parse(json[start..(int)reader.BytesConsumed]));
            }
        }

        if (vocabulary.IsEmpty)
            ComponentJson.Throw(place, "no field \"vocab\"", "a vocabulary");
        var model = new ModelFields(fields, place);
        return GuessKind(model, vocabulary, merges) switch
        {
            "BPE" => ReadBpe(model, vocabulary, merges),
            "WordPiece" => MakeWordPiece(model, VocabularyJsonReader.ReadObject(vocabulary, $"{place}.vocab")),
            "WordLevel" => MakeWordLevel(model, VocabularyJsonReader.ReadObject(vocabulary, $"{place}.vocab")),
            "Unigram" => VocabularyJsonReader.ReadUnigram(vocabulary, model.OptionalCount("unk_id"), model.Flag("byte_fallback"), place),
            string other => Refuse(place, other),
        };
    }

    private static TokenizerModel Refuse(string place, string type)
    {
        ComponentJson.Throw($"{place}.type", $"\"{type}\"", "BPE, WordPiece, WordLevel or Unigram");
        return null!; // not reached: Throw does not return
    }

    private static string GuessKind(ModelFields model, ReadOnlySpan<byte> vocabulary, ReadOnlySpan<byte> merges)
    {
        if (model.OptionalText("type") is string type)
            return type;
        if (!merges.IsEmpty)
            return "BPE";
        if (vocabulary[0] == '[')
            return "Unigram";
        return GuessByFields(model);
    }

    /// <summary>The kind of a model that has a plain vocabulary and says neither its type nor merges.</summary>
    public static string GuessByFields(ModelFields model) =>
        model.Has("continuing_subword_prefix") && model.Has("max_input_chars_per_word") ? "WordPiece" : "WordLevel";

    /// <summary>A WordPiece model with the settings of the fields.</summary>
    public static WordPieceModel MakeWordPiece(ModelFields model, Vocabulary vocabulary) => new(
        vocabulary, model.Text("unk_token", "[UNK]"), model.Text("continuing_subword_prefix", "##"), model.Count("max_input_chars_per_word", 100), model.Place);

    /// <summary>A WordLevel model with the settings of the fields.</summary>
    public static WordLevelModel MakeWordLevel(ModelFields model, Vocabulary vocabulary) =>
        new(vocabulary, model.Text("unk_token", "<unk>"), model.Place);

    /// <summary>The settings of a BPE model.</summary>
    public static BpeModelOptions ReadBpeOptions(ModelFields model) => new()
    {
        Dropout = model.Probability("dropout"),
        UnknownToken = model.OptionalText("unk_token"),
        ContinuingSubwordPrefix = model.OptionalText("continuing_subword_prefix") ?? "",
        EndOfWordSuffix = model.OptionalText("end_of_word_suffix") ?? "",
        FuseUnknown = model.Flag("fuse_unk"),
        ByteFallback = model.Flag("byte_fallback"),
        IgnoreMerges = model.Flag("ignore_merges"),
    };

    private static BpeModel ReadBpe(ModelFields model, ReadOnlySpan<byte> vocabularyJson, ReadOnlySpan<byte> mergesJson)
    {
        if (mergesJson.IsEmpty)
            ComponentJson.Throw(model.Place, "no field \"merges\"", "a list of merges");
        BpeModelOptions options = ReadBpeOptions(model);
        Vocabulary vocabulary = VocabularyJsonReader.ReadObject(vocabularyJson, $"{model.Place}.vocab");
        int prefixLength = System.Text.Encoding.UTF8.GetByteCount(options.ContinuingSubwordPrefix);
        var merges = new BpeMergeReader(vocabulary, prefixLength, $"{model.Place}.merges", mergesJson.Length / 16);
        ReadMerges(mergesJson, merges);
        return new BpeModel(vocabulary, merges.Merges, options, model.Place);
    }

    private static void ReadMerges(ReadOnlySpan<byte> json, BpeMergeReader merges)
    {
        var reader = new Utf8JsonReader(json);
        var first = new JsonStringBuffer();
        var second = new JsonStringBuffer();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            ComponentJson.Throw(merges.Place, reader.TokenType.ToString(), "an array");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                merges.Add(first.Read(ref reader));
                continue;
            }

            if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.String)
                merges.Refuse("an entry that is no pair", "\"a b\" or [\"a\", \"b\"]");
            ReadOnlySpan<byte> left = first.Read(ref reader);
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                merges.Refuse("an entry that is no pair", "\"a b\" or [\"a\", \"b\"]");
            ReadOnlySpan<byte> right = second.Read(ref reader);
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                merges.Refuse("an entry of more than two", "\"a b\" or [\"a\", \"b\"]");
            merges.Add(left, right);
        }
    }
}
