using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Calque.Tokenizers;
using Calque.Tokenizers.Training;

namespace Calque.World;

/// <summary>A small tokenizer trained on the world's text, with the files that a model directory has for it.</summary>
/// <remarks>
/// WordPiece has the special tokens of BERT, byte-level BPE with roles those of RoBERTa, and the one without roles those
/// of GPT-2: three conventions, so that a transfer has to find the roles.
/// </remarks>
public sealed class WorldTokenizer
{
    /// <summary>Longest sequence that the world's models take, in tokens.</summary>
    public const int MaximumLength = 64;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TrainedBpe _trained;
    private readonly KeyValuePair<string, string>[] _roles;

    private WorldTokenizer(WorldTokenizerKind kind, TrainedBpe trained, KeyValuePair<string, string>[] roles)
    {
        Kind = kind;
        _trained = trained;
        _roles = roles;
    }

    /// <summary>What kind of tokenizer it is.</summary>
    public WorldTokenizerKind Kind { get; }

    /// <summary>The entries; an entry's place is its id.</summary>
    public IReadOnlyList<string> Vocabulary => _trained.Vocabulary;

    /// <summary>The special tokens, which have the first ids.</summary>
    public IReadOnlyList<string> SpecialTokens => SpecialTokensOf(_roles);

    /// <summary>Trains on sentences as a language says them.</summary>
    /// <param name="kind">What kind of tokenizer.</param>
    /// <param name="renderer">The language.</param>
    /// <param name="sentences">The text.</param>
    /// <param name="vocabularySize">Entries to stop at.</param>
    public static WorldTokenizer Train(
        WorldTokenizerKind kind, SentenceRenderer renderer, IEnumerable<Sentence> sentences, int vocabularySize)
    {
        KeyValuePair<string, string>[] roles = RolesOf(kind);
        bool byteLevel = kind != WorldTokenizerKind.WordPiece;
        TrainedBpe trained = BpeTrainer.Train(CountWords(renderer, sentences, byteLevel), new BpeTrainerOptions
        {
            VocabularySize = vocabularySize,
            SpecialTokens = SpecialTokensOf(roles),
            InitialAlphabet = byteLevel ? [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.GetCharacter((byte)value).ToString())] : [],
            ContinuingSubwordPrefix = byteLevel ? null : "##",
        });
        return new WorldTokenizer(kind, trained, roles);
    }

    /// <summary>Writes <c>tokenizer.json</c>, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c>.</summary>
    /// <param name="directory">An existing directory.</param>
    public void Write(string directory)
    {
        WriteJson(Path.Combine(directory, "tokenizer.json"), WriteTokenizer);
        WriteJson(Path.Combine(directory, "tokenizer_config.json"), json =>
        {
            json.WriteString("tokenizer_class", "PreTrainedTokenizerFast");
            json.WriteNumber("model_max_length", MaximumLength);
            json.WriteBoolean("clean_up_tokenization_spaces", false);
            WriteRoles(json);
        });
        WriteJson(Path.Combine(directory, "special_tokens_map.json"), WriteRoles);
    }

    // The pieces that the pre-tokenizers of these files cut: a word takes the space before it (byte-level) or stands alone.
    private static Dictionary<string, long> CountWords(SentenceRenderer renderer, IEnumerable<Sentence> sentences, bool byteLevel)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach (Sentence sentence in sentences)
        {
            bool first = true;
            foreach (SaidWord word in renderer.Render(sentence))
            {
                string piece = word.Text;
                if (byteLevel)
                    piece = SpellBytes(first || piece == "." ? piece : " " + piece);
                counts[piece] = counts.GetValueOrDefault(piece) + 1;
                first = false;
            }
        }

        return counts;
    }

    private static string SpellBytes(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(ByteAlphabet.GetCharacter));

    private static KeyValuePair<string, string>[] RolesOf(WorldTokenizerKind kind) => kind switch
    {
        WorldTokenizerKind.WordPiece =>
            [new("pad_token", "[PAD]"), new("unk_token", "[UNK]"), new("cls_token", "[CLS]"), new("sep_token", "[SEP]"), new("mask_token", "[MASK]")],
        WorldTokenizerKind.ByteLevelEncoder =>
        [
            new("bos_token", "<s>"), new("pad_token", "<pad>"), new("eos_token", "</s>"), new("unk_token", "<unk>"), new("mask_token", "<mask>"),
            new("cls_token", "<s>"), new("sep_token", "</s>"),
        ],
        WorldTokenizerKind.ByteLevelDecoder =>
            [new("bos_token", "<|endoftext|>"), new("eos_token", "<|endoftext|>"), new("unk_token", "<|endoftext|>")],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string[] SpecialTokensOf(KeyValuePair<string, string>[] roles) =>
        [.. roles.Select(role => role.Value).Distinct(StringComparer.Ordinal)];

    private void WriteTokenizer(Utf8JsonWriter json)
    {
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        for (int id = 0; id < SpecialTokens.Count; id++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", SpecialTokens[id]);
            json.WriteBoolean("single_word", false);
            json.WriteBoolean("lstrip", SpecialTokens[id] == "<mask>");
            json.WriteBoolean("rstrip", false);
            json.WriteBoolean("normalized", false);
            json.WriteBoolean("special", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("normalizer");
        WriteObject(json, "pre_tokenizer", WritePreTokenizer);
        WritePostProcessor(json);
        WriteObject(json, "decoder", WriteDecoder);
        WriteObject(json, "model", WriteModel);
    }

    private void WritePreTokenizer(Utf8JsonWriter json)
    {
        if (Kind == WorldTokenizerKind.WordPiece)
        {
            json.WriteString("type", "BertPreTokenizer");
            return;
        }

        WriteByteLevel(json);
    }

    private void WriteDecoder(Utf8JsonWriter json)
    {
        if (Kind == WorldTokenizerKind.WordPiece)
        {
            json.WriteString("type", "WordPiece");
            json.WriteString("prefix", "##");
            json.WriteBoolean("cleanup", true);
            return;
        }

        WriteByteLevel(json);
    }

    private static void WriteByteLevel(Utf8JsonWriter json)
    {
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", true);
    }

    // One template for all: first token, text, last token; GPT-2 adds nothing.
    private void WritePostProcessor(Utf8JsonWriter json)
    {
        if (Kind == WorldTokenizerKind.ByteLevelDecoder)
        {
            WriteObject(json, "post_processor", WriteByteLevel);
            return;
        }

        string first = RoleToken("cls_token"), last = RoleToken("sep_token");
        WriteObject(json, "post_processor", post =>
        {
            post.WriteString("type", "TemplateProcessing");
            WriteTemplate(post, "single", [first, "A", last]);
            WriteTemplate(post, "pair", [first, "A", last, "B", last]);
            post.WriteStartObject("special_tokens");
            foreach (string token in (string[])[first, last])
            {
                post.WriteStartObject(token);
                post.WriteString("id", token);
                post.WriteStartArray("ids");
                post.WriteNumberValue(SpecialTokens.ToList().IndexOf(token));
                post.WriteEndArray();
                post.WriteStartArray("tokens");
                post.WriteStringValue(token);
                post.WriteEndArray();
                post.WriteEndObject();
            }

            post.WriteEndObject();
        });
    }

    // A template writes a text as a sequence; what follows the first text belongs to the second type.
    private static void WriteTemplate(Utf8JsonWriter json, string name, string[] parts)
    {
        json.WriteStartArray(name);
        bool second = false;
        foreach (string part in parts)
        {
            bool isText = part is "A" or "B";
            second |= part == "B";
            json.WriteStartObject();
            json.WriteStartObject(isText ? "Sequence" : "SpecialToken");
            json.WriteString("id", part);
            json.WriteNumber("type_id", second ? 1 : 0);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteModel(Utf8JsonWriter json)
    {
        bool wordPiece = Kind == WorldTokenizerKind.WordPiece;
        json.WriteString("type", wordPiece ? "WordPiece" : "BPE");
        if (wordPiece)
        {
            json.WriteString("unk_token", "[UNK]");
            json.WriteString("continuing_subword_prefix", "##");
            json.WriteNumber("max_input_chars_per_word", 100);
        }
        else
        {
            json.WriteNull("dropout");
            json.WriteNull("unk_token");
            json.WriteNull("continuing_subword_prefix");
            json.WriteNull("end_of_word_suffix");
            json.WriteBoolean("fuse_unk", false);
            json.WriteBoolean("byte_fallback", false);
        }

        json.WriteStartObject("vocab");
        for (int id = 0; id < Vocabulary.Count; id++)
            json.WriteNumber(Vocabulary[id], id);
        json.WriteEndObject();
        if (wordPiece)
            return;
        json.WriteStartArray("merges");
        foreach (BpeMerge merge in _trained.Merges)
            json.WriteStringValue(merge.Left + " " + merge.Right);
        json.WriteEndArray();
    }

    private void WriteRoles(Utf8JsonWriter json)
    {
        foreach (KeyValuePair<string, string> role in _roles)
            json.WriteString(role.Key, role.Value);
    }

    private string RoleToken(string role) => _roles.First(pair => pair.Key == role).Value;

    private static void WriteObject(Utf8JsonWriter json, string name, Action<Utf8JsonWriter> content)
    {
        json.WriteStartObject(name);
        content(json);
        json.WriteEndObject();
    }

    private static void WriteJson(string path, Action<Utf8JsonWriter> content)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Indented))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        buffer.Write(Encoding.UTF8.GetBytes("\n"));
        using FileStream stream = File.Create(path);
        stream.Write(buffer.WrittenSpan);
    }
}
