using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace Calque.Tests.Support;

/// <summary>Writes small tokenizer directories from lists of tokens, for tests that need to know every id.</summary>
internal static class TinyTokenizers
{
    /// <summary>A WordPiece tokenizer; ids are the positions in the list. <c>[PAD] [UNK] [CLS] [SEP] [MASK]</c> are special where they occur.</summary>
    public static string WordPiece(string path, params string[] tokens) =>
        Write(path, tokens, SpecialOf(tokens, "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"), new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = "[UNK]",
            ["continuing_subword_prefix"] = "##",
            ["max_input_chars_per_word"] = 100,
            ["vocab"] = Vocabulary(tokens),
        }, new JsonObject { ["type"] = "BertPreTokenizer" }, new JsonObject { ["type"] = "WordPiece", ["prefix"] = "##", ["cleanup"] = true });

    /// <summary>A byte-level BPE tokenizer without merges beyond its tokens; <c>&lt;s&gt; &lt;pad&gt; &lt;/s&gt; &lt;unk&gt; &lt;mask&gt;</c> are special where they occur.</summary>
    public static string ByteLevel(string path, params string[] tokens) =>
        Write(path, tokens, SpecialOf(tokens, "<s>", "<pad>", "</s>", "<unk>", "<mask>", "<|endoftext|>"), new JsonObject
        {
            ["type"] = "BPE",
            ["vocab"] = Vocabulary(tokens),
            ["merges"] = new JsonArray(),
        }, new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true },
            new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true });

    /// <summary>A Metaspace BPE tokenizer with byte fallback, in the manner of Llama 2.</summary>
    public static string ByteFallback(string path, params string[] tokens) =>
        Write(path, tokens, SpecialOf(tokens, "<s>", "<pad>", "</s>", "<unk>", "<mask>"), new JsonObject
        {
            ["type"] = "BPE",
            ["unk_token"] = tokens.Contains("<unk>") ? "<unk>" : null,
            ["byte_fallback"] = true,
            ["vocab"] = Vocabulary(tokens),
            ["merges"] = new JsonArray(),
        }, new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["prepend_scheme"] = "always", ["split"] = true },
            ByteFallbackDecoder());

    private static JsonObject ByteFallbackDecoder()
    {
        JsonObject replace = new() { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = "▁" }, ["content"] = " " };
        JsonArray decoders = [replace, new JsonObject { ["type"] = "ByteFallback" }, new JsonObject { ["type"] = "Fuse" }];
        return new JsonObject { ["type"] = "Sequence", ["decoders"] = decoders };
    }

    private static IEnumerable<string> SpecialOf(string[] tokens, params string[] candidates) => tokens.Where(candidates.Contains);

    // A null leaves a hole: no token has that id.
    private static JsonObject Vocabulary(string[] tokens)
    {
        JsonObject vocabulary = [];
        for (int id = 0; id < tokens.Length; id++)
        {
            if (tokens[id] is not null)
                vocabulary[tokens[id]] = id;
        }

        return vocabulary;
    }

    private static string Write(string path, string[] tokens, IEnumerable<string> special, JsonObject model, JsonObject preTokenizer, JsonObject decoder)
    {
        Directory.CreateDirectory(path);
        JsonArray added = [.. special.Select(token => (JsonNode)new JsonObject
        {
            ["id"] = System.Array.IndexOf(tokens, token),
            ["content"] = token,
            ["single_word"] = false,
            ["lstrip"] = false,
            ["rstrip"] = false,
            ["normalized"] = false,
            ["special"] = true,
        })];
        JsonObject json = new()
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = added,
            ["normalizer"] = null,
            ["pre_tokenizer"] = preTokenizer,
            ["post_processor"] = null,
            ["decoder"] = decoder,
            ["model"] = model,
        };
        File.WriteAllText(Path.Combine(path, "tokenizer.json"), json.ToJsonString());
        return path;
    }
}
