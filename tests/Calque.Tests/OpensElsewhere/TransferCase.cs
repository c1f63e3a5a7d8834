using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Calque.Tests.Support;
using Calque.Transfer;

namespace Calque.Tests.OpensElsewhere;

/// <summary>A small transfer that works: ten words in two languages with equal vectors for a word and its translation.</summary>
internal static class TransferCase
{
    public static readonly string[] SourceWords = ["house", "water", "tree", "dog", "cat", "sun", "fire", "book", "hand", "eye"];
    public static readonly string[] TargetWords = ["nyumba", "maji", "mti", "mbwa", "paka", "jua", "moto", "kitabu", "mkono", "jicho"];

    private const int Dimension = 6;

    /// <summary>The kinds of tokenizers that <see cref="WriteTokenizer"/> knows.</summary>
    public static readonly string[] TokenizerKinds = ["WordPiece", "ByteLevel", "ByteFallback", "Unigram"];

    /// <summary>
    /// Writes model, tokenizers, vectors and dictionary into a directory and returns options that transfer them into
    /// <c>output</c> of the same directory. The source tokenizer is WordPiece for BERT's kin, else byte-level; its special ids
    /// are those that <see cref="TinyModels"/> writes into config.json (padding 1, beginning 2, end 3).
    /// </summary>
    public static TransferOptions Write(string directory, TinyModelOptions model, string targetKind)
    {
        bool wordPiece = model.ModelType is "bert" or "distilbert" or "electra" or "albert";
        string sourceKind = wordPiece ? "WordPiece" : "ByteLevel";
        string[] special = wordPiece ? ["[UNK]", "[PAD]", "[CLS]", "[SEP]", "[MASK]"] : ["<unk>", "<pad>", "<s>", "</s>", "<mask>"];
        string source = TinyModels.Write(Path.Combine(directory, "source"), model with { Vocabulary = special.Length + (2 * SourceWords.Length) });
        WriteTokenizer(source, sourceKind, special, SourceWords);
        File.WriteAllText(Path.Combine(source, "README.md"), "---\nlicense: apache-2.0\nlanguage:\n- en\ntags:\n- tiny\n---\n\n# Tiny\n");
        // Other places for the special tokens than the source has, and a padding id beyond 1.
        string[] targetSpecial = targetKind == "WordPiece" ? ["[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]"] : ["<s>", "</s>", "<unk>", "<pad>", "<mask>"];
        string target = WriteTokenizer(Path.Combine(directory, "target"), targetKind, targetSpecial, [.. TargetWords, "zebra"]);
        string sourceVectors = TinyVectors.Write(Path.Combine(directory, "source.vec"), TinyVectors.Hashed(Dimension, SourceWords));
        string targetVectors = TinyVectors.Write(
            Path.Combine(directory, "target.vec"), [.. TargetWords.Select((word, i) => (word, Rotate(TinyVectors.Vector(SourceWords[i], Dimension))))]);
        string dictionary = Path.Combine(directory, "dictionary.txt");
        File.WriteAllLines(dictionary, SourceWords.Select((word, i) => $"{word}\t{TargetWords[i]}"));
        return new TransferOptions
        {
            SourceModel = source,
            TargetTokenizer = target,
            SourceEmbeddings = sourceVectors,
            TargetEmbeddings = targetVectors,
            Dictionary = dictionary,
            Output = Path.Combine(directory, "output"),
            Neighbors = 3,
            Threads = 1,
            Language = "sw",
        };
    }

    /// <summary>Writes a tokenizer with the given special tokens first, then each word with and without the mark of a word's beginning.</summary>
    public static string WriteTokenizer(string path, string kind, string[] special, string[] words)
    {
        string[] tokens = kind switch
        {
            "WordPiece" => [.. special, .. words, .. words.Select(word => "##" + word)],
            "ByteLevel" => [.. special, .. words.Select(word => "Ġ" + word), .. words],
            _ => [.. special, .. words.Select(word => "▁" + word), .. words],
        };
        return kind switch
        {
            "WordPiece" => TinyTokenizers.WordPiece(path, tokens),
            "ByteLevel" => TinyTokenizers.ByteLevel(path, tokens),
            "ByteFallback" => TinyTokenizers.ByteFallback(path, [.. tokens, "<0x41>", "<0xC3>"]),
            _ => WriteUnigram(path, tokens, special),
        };
    }

    /// <summary>A Unigram tokenizer with the files that name the special tokens beside it.</summary>
    private static string WriteUnigram(string path, string[] tokens, string[] special)
    {
        Directory.CreateDirectory(path);
        JsonArray pieces = [.. tokens.Select((token, id) => (JsonNode)new JsonArray(token, -0.5 * id))];
        JsonArray added = [.. special.Select((token, id) => (JsonNode)new JsonObject
        {
            ["id"] = id,
            ["content"] = token,
            ["single_word"] = false,
            ["lstrip"] = false,
            ["rstrip"] = false,
            ["normalized"] = false,
            ["special"] = true,
        })];
        TinyModels.WriteJson(Path.Combine(path, "tokenizer.json"), new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = added,
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["prepend_scheme"] = "always", ["split"] = true },
            ["post_processor"] = null,
            ["decoder"] = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["prepend_scheme"] = "always", ["split"] = true },
            ["model"] = new JsonObject { ["type"] = "Unigram", ["unk_id"] = Array.IndexOf(tokens, "<unk>"), ["vocab"] = pieces, ["byte_fallback"] = false },
        });
        TinyModels.WriteJson(Path.Combine(path, "special_tokens_map.json"), new JsonObject
        {
            ["bos_token"] = "<s>",
            ["eos_token"] = "</s>",
            ["unk_token"] = "<unk>",
            ["pad_token"] = "<pad>",
            ["mask_token"] = "<mask>",
        });
        TinyModels.WriteJson(Path.Combine(path, "tokenizer_config.json"), new JsonObject
        {
            ["tokenizer_class"] = "PreTrainedTokenizerFast",
            ["bos_token"] = "<s>",
            ["eos_token"] = "</s>",
            ["model_max_length"] = 512,
        });
        return path;
    }

    // The hidden rotation between the two spaces: coordinates in another order, every other sign turned.
    private static float[] Rotate(float[] vector) => [.. vector.Select((_, i) => vector[(i + 2) % vector.Length] * (i % 2 == 0 ? 1 : -1))];

    /// <summary>The files of a directory and below with their content, for a look before and after.</summary>
    public static IReadOnlyDictionary<string, string> Snapshot(string directory) => Directory
        .EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .ToDictionary(
            path => Path.GetRelativePath(directory, path),
            path => Directory.Exists(path) ? "directory" : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));
}
