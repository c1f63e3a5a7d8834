using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Calque.Tests.Support;
using Calque.Tokenizers;
using Calque.Tokenizers.Training;

namespace Calque.Tests.Tokenizers.Encoders;

/// <summary>Small tokenizers of every kind that has an encoder of its own, made here.</summary>
internal static class EncoderCases
{
    private const string Llama3 =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const string O200k =
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static readonly (string Content, string Flags)[] Few = [("<s>", "x"), ("</s>", "xn"), ("<mask>", "xl"), ("<|im_start|>", "x")];

    private static readonly (string Content, string Flags)[] Odd =
        [.. Few, ("the ", ""), ("hello", "ns"), (" water", "l"), ("ing", "r"), ("<tool>", "lrn"), ("été", "nlrs")];

    private static readonly Dictionary<string, Func<JsonObject>> Makers = new()
    {
        ["gpt2"] = () => ByteLevel(Gpt2(prefix: false), null, Few),
        ["gpt2-prefix"] = () => ByteLevel(Gpt2(prefix: true), null, Few),
        ["gpt2-odd-tokens"] = () => ByteLevel(Gpt2(prefix: true), null, Odd),
        ["gpt2-nfc"] = () => ByteLevel(Gpt2(prefix: false), new JsonObject { ["type"] = "NFC" }, Odd),
        ["gpt2-unordered-merges"] = () => ByteLevel(Gpt2(prefix: true), null, Few, reverse: true),
        ["gpt2-missing-bytes"] = () => ByteLevel(Gpt2(prefix: false), null, Few, missing: true),
        ["llama3"] = () => ByteLevel(Split(Llama3), null, Few, ignoreMerges: true),
        ["qwen2"] = () => ByteLevel(Split(Llama3.Replace("{1,3}", "", StringComparison.Ordinal)), new JsonObject { ["type"] = "NFC" }, Odd),
        ["o200k"] = () => ByteLevel(Split(O200k), null, Few),
        ["bert"] = () => Bert(Normalizer(clean: true, chinese: true, accents: null, lower: true)),
        ["bert-cased"] = () => Bert(Normalizer(clean: true, chinese: true, accents: false, lower: false)),
        ["bert-unclean"] = () => Bert(Normalizer(clean: false, chinese: false, accents: true, lower: false)),
        ["bert-lower-only"] = () => Bert(Normalizer(clean: false, chinese: true, accents: false, lower: true)),
        ["bert-no-normalizer"] = () => Bert(null),
    };

    /// <summary>The names of the cases.</summary>
    public static IEnumerable<object[]> Names => Makers.Keys.Select(name => new object[] { name });

    /// <summary>The tokenizer of a case.</summary>
    public static Tokenizer Load(string name)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], Makers[name]().ToJsonString());
        return Tokenizer.Load(directory["tokenizer.json"]);
    }

    /// <summary>A byte-level tokenizer that was trained on these words.</summary>
    public static Tokenizer TrainByteLevel(IReadOnlyList<string> words, int merges, bool reverse)
    {
        TrainedBpe trained = BpeTrainer.Train(words.Select((word, i) => KeyValuePair.Create(word, 1L + (i % 3))),
            new BpeTrainerOptions { VocabularySize = 26 + merges, InitialAlphabet = [.. Enumerable.Range('a', 26).Select(c => ((char)c).ToString())] });
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], Whole(null, Gpt2(prefix: false), Model(trained, reverse, ignoreMerges: false), []).ToJsonString());
        return Tokenizer.Load(directory["tokenizer.json"]);
    }

    /// <summary>A tokenizer of Llama's kind that was trained on these words.</summary>
    /// <param name="words">The words.</param>
    /// <param name="merges">How many merges.</param>
    /// <param name="reverse">Whether they stand in the wrong order.</param>
    /// <param name="reversedLetters">Merges with one of these letters stand in the wrong order.</param>
    public static Tokenizer TrainMarked(IReadOnlyList<string> words, int merges, bool reverse, string reversedLetters = "")
    {
        TrainedBpe trained = BpeTrainer.Train(words.Select((word, i) => KeyValuePair.Create("▁" + word, 1L + (i % 3))),
            new BpeTrainerOptions { VocabularySize = 27 + merges, InitialAlphabet = ["▁", .. Enumerable.Range('a', 26).Select(c => ((char)c).ToString())] });
        bool IsOdd(BpeMerge merge) => (merge.Left + merge.Right).AsSpan().IndexOfAny(reversedLetters) >= 0;
        trained = trained with { Merges = [.. trained.Merges.Where(IsOdd).Reverse(), .. trained.Merges.Where(merge => !IsOdd(merge))] };
        var normalizer = new JsonObject
        {
            ["type"] = "Sequence",
            ["normalizers"] = new JsonArray(
                new JsonObject { ["type"] = "Prepend", ["prepend"] = "▁" },
                new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = " " }, ["content"] = "▁" }),
        };
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["tokenizer.json"], Whole(normalizer, null, Model(trained, reverse, ignoreMerges: false), []).ToJsonString());
        return Tokenizer.Load(directory["tokenizer.json"]);
    }

    private static JsonObject Gpt2(bool prefix) =>
        new() { ["type"] = "ByteLevel", ["add_prefix_space"] = prefix, ["trim_offsets"] = true, ["use_regex"] = true };

    private static JsonObject Split(string expression) => new()
    {
        ["type"] = "Sequence",
        ["pretokenizers"] = new JsonArray(
            new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = expression }, ["behavior"] = "Isolated", ["invert"] = false },
            new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = false }),
    };

    private static JsonObject ByteLevel(JsonObject preTokenizer, JsonObject? normalizer, (string Content, string Flags)[] added,
        bool ignoreMerges = false, bool reverse = false, bool missing = false)
    {
        string[] alphabet = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.GetCharacter((byte)value).ToString())];
        if (missing)
            alphabet = [.. alphabet.Where(c => c[0] is (>= 'a' and <= 'z') or 'Ġ' or '!' or 'Ã')];
        Dictionary<string, long> words = [];
        foreach (string word in DrawnText.Words)
        {
            foreach (string form in new[] { word, " " + word, word + word, " aaaaaaaa", "0000", "  ", "\n\n" })
                words[string.Concat(Encoding.UTF8.GetBytes(form).Select(ByteAlphabet.GetCharacter))] = 1 + (word.Length * 7 % 5);
        }

        TrainedBpe trained = BpeTrainer.Train(missing ? words.Where(word => word.Key.All(c => alphabet.Contains(c.ToString()))) : words,
            new BpeTrainerOptions { VocabularySize = alphabet.Length + 400, InitialAlphabet = alphabet });
        return Whole(normalizer, preTokenizer, Model(trained, reverse, ignoreMerges), added);
    }

    private static JsonObject Model(TrainedBpe trained, bool reverse, bool ignoreMerges)
    {
        IEnumerable<BpeMerge> merges = reverse ? trained.Merges.Reverse() : trained.Merges;
        return new JsonObject
        {
            ["type"] = "BPE",
            ["vocab"] = Vocabulary(trained.Vocabulary),
            ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)new JsonArray(merge.Left, merge.Right))]),
            ["ignore_merges"] = ignoreMerges,
        };
    }

    private static JsonObject Normalizer(bool clean, bool chinese, bool? accents, bool lower) => new()
    {
        ["type"] = "BertNormalizer",
        ["clean_text"] = clean,
        ["handle_chinese_chars"] = chinese,
        ["strip_accents"] = accents,
        ["lowercase"] = lower,
    };

    private static JsonObject Bert(JsonObject? normalizer)
    {
        Dictionary<string, long> words = [];
        foreach (string word in DrawnText.Words)
        {
            words[word] = 3;
            words[word.ToLowerInvariant()] = 2;
        }

        TrainedBpe trained = BpeTrainer.Train(words, new BpeTrainerOptions
        {
            VocabularySize = 500,
            SpecialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
            InitialAlphabet = [.. Enumerable.Range(0x21, 0x5E).Where(c => c != 'q').Select(c => ((char)c).ToString())],
            ContinuingSubwordPrefix = "##",
        });
        var model = new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = "[UNK]",
            ["continuing_subword_prefix"] = "##",
            ["max_input_chars_per_word"] = 100,
            ["vocab"] = Vocabulary(trained.Vocabulary),
        };
        return Whole(normalizer, new JsonObject { ["type"] = "BertPreTokenizer" }, model, [("[MASK]", "x"), ("[SEP]", "xl"), ("hello", "rs")]);
    }

    private static JsonObject Vocabulary(IReadOnlyList<string> tokens)
    {
        var vocabulary = new JsonObject();
        for (int id = 0; id < tokens.Count; id++)
            vocabulary[tokens[id]] = id;
        return vocabulary;
    }

    // Flags: s single word, l and r strip, n normalized, x special.
    private static JsonObject Whole(JsonObject? normalizer, JsonObject? preTokenizer, JsonObject model, (string Content, string Flags)[] added) => new()
    {
        ["version"] = "1.0",
        ["added_tokens"] = new JsonArray([.. added.Select((token, i) => (JsonNode)new JsonObject
        {
            ["id"] = 10_000 + i,
            ["content"] = token.Content,
            ["single_word"] = token.Flags.Contains('s', StringComparison.Ordinal),
            ["lstrip"] = token.Flags.Contains('l', StringComparison.Ordinal),
            ["rstrip"] = token.Flags.Contains('r', StringComparison.Ordinal),
            ["normalized"] = token.Flags.Contains('n', StringComparison.Ordinal),
            ["special"] = token.Flags.Contains('x', StringComparison.Ordinal),
        })]),
        ["normalizer"] = normalizer,
        ["pre_tokenizer"] = preTokenizer,
        ["model"] = model,
        ["post_processor"] = preTokenizer?["add_prefix_space"] is JsonNode prefix
            ? new JsonObject { ["type"] = "ByteLevel", ["trim_offsets"] = true, ["add_prefix_space"] = prefix.GetValue<bool>() } : null,
    };
}
