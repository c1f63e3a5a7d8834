using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Calque.Formats.HuggingFace;
using Calque.Tokenizers;

namespace Calque.Transfer;

/// <summary>The files of a tokenizer in a model directory: the source's stay behind, the target's are copied as they are.</summary>
internal static class TokenizerFiles
{
    private const string ConfigName = "tokenizer_config.json";
    private const string JsonName = "tokenizer.json";
    private const string SentencePieceName = "tokenizer.model";
    private const string WordPieceName = "vocab.txt";

    private static readonly string[] Known =
    [
        JsonName, ConfigName, "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", WordPieceName, SentencePieceName,
        "spiece.model", "sentencepiece.bpe.model", "spm.model", "source.spm", "target.spm", "bpe.codes", "chat_template.jinja", "chat_template.json",
    ];

    private static readonly (string Key, SpecialTokenRole Role)[] RoleKeys =
    [
        ("bos_token", SpecialTokenRole.BeginningOfSequence), ("cls_token", SpecialTokenRole.Classification),
        ("eos_token", SpecialTokenRole.EndOfSequence), ("mask_token", SpecialTokenRole.Mask), ("pad_token", SpecialTokenRole.Padding),
        ("sep_token", SpecialTokenRole.Separator), ("unk_token", SpecialTokenRole.Unknown),
    ];

    /// <summary>The names of a directory's files that belong to its tokenizer.</summary>
    public static IEnumerable<string> NamesIn(string directory) => Known.Where(name => File.Exists(Path.Combine(directory, name)));

    /// <summary>The class that the tokenizer's own configuration names; null where it names none.</summary>
    public static string? ClassOf(Tokenizer tokenizer)
    {
        string? config = tokenizer.Files.FirstOrDefault(file => Path.GetFileName(file) == ConfigName);
        return config is not null && JsonFile.Read(config)["tokenizer_class"] is JsonValue value && value.TryGetValue(out string? name) ? name : null;
    }

    /// <summary>Copies the target's files, and writes a tokenizer_config.json where it has none: without one a library guesses the class from the model.</summary>
    public static void Copy(TokenizerSide target, string directory, List<string> warnings)
    {
        IReadOnlyList<string> files = target.Tokenizer.Files;
        foreach (string file in files)
            File.Copy(file, Path.Combine(directory, files.Count == 1 ? NameAlone(file) : Path.GetFileName(file)), overwrite: true);

        if (files.Any(file => Path.GetFileName(file) == ConfigName))
            return;
        if (FindClass(target, directory) is not { } name)
        {
            warnings.Add("the target tokenizer has no tokenizer_config.json: a library takes its class from the family of the source model, which may be another one");
            return;
        }

        JsonObject config = new() { ["tokenizer_class"] = name };
        foreach ((string key, SpecialTokenRole role) in RoleKeys)
        {
            if (target.Special.GetId(role) is { } id)
                config[key] = target.Tokenizer.GetToken(id);
        }

        JsonFile.Write(Path.Combine(directory, ConfigName), config);
        warnings.Add($"the target tokenizer has no tokenizer_config.json: one was written that names its class ({name}) and its special tokens");
    }

    // A single file may have any name; in a model directory only one is looked for.
    private static string NameAlone(string file)
    {
        string name = Path.GetFileName(file);
        if (Known.Contains(name))
            return name;
        return Path.GetExtension(name) switch
        {
            ".json" => JsonName,
            ".txt" => WordPieceName,
            _ => SentencePieceName,
        };
    }

    // The class whose files these are, whatever the family of the model; null where the name of the file leaves it open.
    private static string? FindClass(TokenizerSide target, string directory)
    {
        bool Has(string name) => File.Exists(Path.Combine(directory, name));
        if (Has(JsonName))
            return "PreTrainedTokenizerFast";
        if (Has("vocab.json"))
            return target.Special.GetId(SpecialTokenRole.Classification) is null ? "GPT2Tokenizer" : "RobertaTokenizer";
        return Has(WordPieceName) ? "BertTokenizer" : Has(SentencePieceName) ? "LlamaTokenizer" : null;
    }
}
