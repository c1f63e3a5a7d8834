using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Unicode;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.PostProcessors;

namespace Calque.Tokenizers.Loading;

/// <summary>
/// A BPE tokenizer from <c>vocab.json</c> and <c>merges.txt</c>: byte-level as GPT-2 and RoBERTa have it, or with the suffix
/// <c>&lt;/w&gt;</c> as GPT and CLIP do. Which of them it is shows in the files themselves.
/// </summary>
internal static class VocabularyAndMergesFiles
{
    private const string ClipPattern = @"'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

    /// <summary>Loads both files of a directory.</summary>
    public static TokenizerParts Load(string directory, SpecialTokenNames names)
    {
        string vocabularyPath = System.IO.Path.Combine(directory, "vocab.json");
        string mergesPath = System.IO.Path.Combine(directory, "merges.txt");
        Vocabulary vocabulary = ReadVocabulary(vocabularyPath);
        byte[] text = TokenizerFiles.Read(mergesPath);
        if (!Utf8.IsValid(text))
            throw new InvalidTokenizerException(mergesPath, "bytes that are not UTF-8", "merges in UTF-8", "The file is damaged; fetch it again.");
        bool suffixed = HasSuffix(text);
        bool clip = suffixed && vocabulary.TryGetId("<|startoftext|>", out _);
        string? unknown = suffixed ? (clip ? "<|endoftext|>" : "<unk>") : null;
        if (unknown is not null && !vocabulary.TryGetId(unknown, out _))
            unknown = null;
        var merges = new BpeMergeReader(vocabulary, 0, mergesPath, text.Length / 12);
        ReadMerges(text, merges);
        var options = new BpeModelOptions { EndOfWordSuffix = suffixed ? "</w>" : "", UnknownToken = unknown };
        var model = new BpeModel(vocabulary, merges.Merges, options, mergesPath);
        return clip ? MakeClip(vocabularyPath, model, names) : suffixed ? MakeGpt(vocabularyPath, model, names) : MakeByteLevel(vocabularyPath, model, names);
    }

    private static TokenizerParts MakeByteLevel(string path, BpeModel model, SpecialTokenNames names)
    {
        bool prefix = names.Flags.GetValueOrDefault("add_prefix_space", false);
        string space = prefix ? "true" : "false";
        bool roberta = model.Vocabulary.TryGetId("<s>", out int start) & model.Vocabulary.TryGetId("</s>", out int end) & model.Vocabulary.TryGetId("<mask>", out _);
        PostProcessor? processor = roberta
            ? new RobertaPostProcessor("</s>", end, "<s>", start, trimsOffsets: true, addsPrefixSpace: prefix)
            : new ByteLevelPostProcessor(trimsOffsets: false, addsPrefixSpace: prefix);
        var flags = new Dictionary<string, AddedToken>(StringComparer.Ordinal)
        {
            ["<mask>"] = new AddedToken(0, "<mask>", false, StripsLeft: true, false, Normalized: roberta, true),
        };
        if (roberta)
        {
            foreach (string content in (string[])["<s>", "<pad>", "</s>", "<unk>"])
                flags[content] = new AddedToken(0, content, false, false, false, Normalized: true, true);
        }

        var skeleton = new TokenizerSkeleton
        {
            PreTokenizer = $$"""{"type":"ByteLevel","add_prefix_space":{{space}},"trim_offsets":true,"use_regex":true}""",
            PostProcessor = processor,
            Decoder = """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}""",
            Flags = flags,
        };
        return skeleton.Assemble(path, model, names, roberta ? ["<s>", "<pad>", "</s>", "<unk>", "<mask>"] : ["<|endoftext|>"]);
    }

    private static TokenizerParts MakeGpt(string path, BpeModel model, SpecialTokenNames names)
    {
        var skeleton = new TokenizerSkeleton
        {
            Normalizer = """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""",
            PreTokenizer = """{"type":"BertPreTokenizer"}""",
            Decoder = """{"type":"BPEDecoder","suffix":"</w>"}""",
        };
        return skeleton.Assemble(path, model, names, ["<unk>"]);
    }

    private static TokenizerParts MakeClip(string path, BpeModel model, SpecialTokenNames names)
    {
        model.Vocabulary.TryGetId("<|startoftext|>", out int start);
        PostProcessor? processor = model.Vocabulary.TryGetId("<|endoftext|>", out int end)
            ? new RobertaPostProcessor("<|endoftext|>", end, "<|startoftext|>", start, trimsOffsets: false, addsPrefixSpace: false)
            : null;
        var skeleton = new TokenizerSkeleton
        {
            Normalizer = """{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Replace","pattern":{"Regex":"\\s+"},"content":" "},{"type":"Lowercase"}]}""",
            PreTokenizer = $$"""{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"{{ClipPattern}}"},"behavior":"Removed","invert":true},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}""",
            PostProcessor = processor,
            Decoder = """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""",
        };
        return skeleton.Assemble(path, model, names, ["<|startoftext|>", "<|endoftext|>"]);
    }

    private static Vocabulary ReadVocabulary(string path)
    {
        byte[] json = TokenizerFiles.Read(path);
        ReadOnlySpan<byte> text = json.AsSpan().StartsWith("\uFEFF"u8) ? json.AsSpan(3) : json;
        if (!Utf8.IsValid(text))
            throw new InvalidTokenizerException(path, "bytes that are not UTF-8", "a JSON object in UTF-8", "The file is damaged; fetch it again.");
        try
        {
            return VocabularyJsonReader.ReadObject(text, path);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidTokenizerException(path, "text that is no JSON object from token to id", "{\"token\": id, …}",
                "The file may be cut short; compare its size with the source.", error);
        }
    }

    private static bool HasSuffix(ReadOnlySpan<byte> text)
    {
        foreach (Range range in text.Split((byte)'\n'))
        {
            if (text[range].TrimEnd((byte)'\r').EndsWith("</w>"u8))
                return true;
        }

        return false;
    }

    private static void ReadMerges(ReadOnlySpan<byte> text, BpeMergeReader merges)
    {
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range].TrimEnd((byte)'\r');
            if (!line.IsEmpty && !line.StartsWith("#version"u8))
                merges.Add(line);
        }
    }
}
