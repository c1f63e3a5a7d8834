using System;
using System.Collections.Generic;
using System.Text.Unicode;
using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Loading;

/// <summary>A BERT tokenizer from its <c>vocab.txt</c>: the line number is the id.</summary>
internal static class WordPieceFiles
{
    /// <summary>Loads the file with BERT's own settings; <c>do_lower_case</c> and the like come from tokenizer_config.json.</summary>
    public static TokenizerParts Load(string path, SpecialTokenNames names)
    {
        byte[] bytes = TokenizerFiles.Read(path);
        if (!Utf8.IsValid(bytes))
            throw new InvalidTokenizerException(path, "bytes that are not UTF-8", "one token a line in UTF-8", "The file is damaged; fetch it again.");
        var builder = new VocabularyBuilder(path, bytes.Length);
        ReadOnlySpan<byte> rest = bytes;
        if (rest.StartsWith("\uFEFF"u8))
            rest = rest[3..];
        for (int line = 0; !rest.IsEmpty; line++)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> token = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            token = TrimEnd(token);
            builder.Add(token, line);
        }

        Vocabulary vocabulary = builder.Build(allowRepeats: true);
        string Name(SpecialTokenRole role, string usual)
        {
            foreach (SpecialTokenNames.NamedToken token in names.Tokens)
            {
                if (token.Role == role)
                    return token.Content;
            }

            return usual;
        }

        string unknown = Name(SpecialTokenRole.Unknown, "[UNK]");
        string classification = Name(SpecialTokenRole.Classification, "[CLS]");
        string separator = Name(SpecialTokenRole.Separator, "[SEP]");
        var model = new WordPieceModel(vocabulary, unknown, "##", 100, path);
        bool lower = names.Flags.GetValueOrDefault("do_lower_case", true);
        string strip = names.Flags.TryGetValue("strip_accents", out bool stripped) ? (stripped ? "true" : "false") : "null";
        string chinese = names.Flags.GetValueOrDefault("tokenize_chinese_chars", true) ? "true" : "false";
        bool template = vocabulary.TryGetId(classification, out int classificationId) & vocabulary.TryGetId(separator, out int separatorId);
        var skeleton = new TokenizerSkeleton
        {
            Normalizer = $$"""{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":{{chinese}},"strip_accents":{{strip}},"lowercase":{{(lower ? "true" : "false")}}}""",
            PreTokenizer = """{"type":"BertPreTokenizer"}""",
            PostProcessor = template ? new PostProcessors.BertPostProcessor(separator, separatorId, classification, classificationId) : null,
            Decoder = """{"type":"WordPiece","prefix":"##","cleanup":true}""",
        };
        var special = new List<string> { unknown, separator, Name(SpecialTokenRole.Padding, "[PAD]"), classification, Name(SpecialTokenRole.Mask, "[MASK]") };
        return skeleton.Assemble(path, model, names, special);
    }

    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> line)
    {
        while (System.Text.Rune.DecodeLastFromUtf8(line, out System.Text.Rune rune, out int size) == System.Buffers.OperationStatus.Done && System.Text.Rune.IsWhiteSpace(rune))
            line = line[..^size];
        return line;
    }
}
