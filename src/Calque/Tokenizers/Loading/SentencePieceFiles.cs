using System;
using System.Collections.Generic;
using System.Globalization;
using Calque.Tokenizers.Models;
using Calque.Tokenizers.PostProcessors;
using Calque.Tokenizers.SentencePiece;

namespace Calque.Tokenizers.Loading;

/// <summary>
/// A tokenizer from a SentencePiece <c>.model</c>. As a file alone it answers as the C++ library does: special tokens in text are
/// text, none are added. In a directory the family's rules come on top: ids, special tokens, what is added round a text.
/// </summary>
internal static class SentencePieceFiles
{
    private enum Family
    {
        Plain,
        Llama,
        T5,
        Fairseq,
        Camembert,
    }

    /// <summary>Loads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">What it holds.</param>
    /// <param name="names">What the files beside it say.</param>
    /// <param name="bare">Whether only the file was asked for.</param>
    public static TokenizerParts Load(string path, byte[] bytes, SpecialTokenNames names, bool bare)
    {
        SentencePieceFile file = SentencePieceFile.Read(path, bytes);
        Family family = FindFamily(names, file);
        var ids = new int[file.Pieces.Count];
        var extra = new List<KeyValuePair<string, int>>();
        AssignIds(family, file, ids, extra, bare);
        TokenizerModel model = SentencePieceModels.Make(file, ids, extra);
        var controls = new List<int>();
        var special = new List<string>();
        for (int i = 0; i < ids.Length; i++)
        {
            if (file.Pieces[i].Type is SentencePieceType.Control or SentencePieceType.Unknown && ids[i] >= 0)
            {
                controls.Add(ids[i]);
                special.Add(System.Text.Encoding.UTF8.GetString(file.Pieces[i].Text));
            }
        }

        foreach (KeyValuePair<string, int> token in extra)
        {
            controls.Add(token.Value);
            special.Add(token.Key);
        }

        var skeleton = new TokenizerSkeleton
        {
            OwnNormalizer = new SentencePieceNormalizer(file, SentencePieceModels.MakeUserDefined(file)),
            OwnDecoder = new SentencePieceDecoder(file),
            PostProcessor = bare ? null : MakePostProcessor(family, model, names, path),
            MatchesAddedTokens = !bare,
            ControlIds = controls,
            Flags = family is Family.Fairseq or Family.Camembert
                ? new Dictionary<string, AddedToken>(StringComparer.Ordinal) { ["<mask>"] = new AddedToken(0, "<mask>", false, StripsLeft: true, false, false, true) }
                : new Dictionary<string, AddedToken>(StringComparer.Ordinal),
        };
        TokenizerParts parts = skeleton.Assemble(path, model, names, special);
        return new TokenizerParts
        {
            Path = parts.Path,
            Model = parts.Model,
            Added = parts.Added,
            Normalizer = parts.Normalizer,
            Decoder = parts.Decoder,
            PostProcessor = parts.PostProcessor,
            Surfaces = parts.Surfaces with { SpaceMark = file.EscapesSpaces ? "▁" : null, ByteFallback = file.ByteFallback, EndOfWordSuffix = null },
        };
    }

    private static Family FindFamily(SpecialTokenNames names, SentencePieceFile file)
    {
        string name = (names.TokenizerClass.Length > 0 ? names.TokenizerClass : names.ModelType).Replace("-", "", StringComparison.Ordinal)
            .Replace("_", "", StringComparison.Ordinal);
        bool Is(string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        if (Is("Camembert"))
            return Family.Camembert;
        // These count from fairseq's own dictionary only where the file begins with <unk>, <s>, </s>.
        if ((Is("XLMRoberta") || Is("MBart") || Is("Nllb") || Is("XGLM") || Is("Barthez")) && file.Pieces.Count > 3 && file.Pieces[0].Type == SentencePieceType.Unknown)
            return Family.Fairseq;
        if (Is("T5") || Is("MT5") || Is("UMT5"))
            return Family.T5;
        return Is("Llama") || Is("CodeLlama") || Is("Mistral") || Is("Gemma") ? Family.Llama : Family.Plain;
    }

    private static void AssignIds(Family family, SentencePieceFile file, int[] ids, List<KeyValuePair<string, int>> extra, bool bare)
    {
        switch (family)
        {
            case Family.Fairseq:
                // <s> 0 <pad> 1 </s> 2 <unk> 3, then the index + 1, <mask> at the end.
                for (int i = 0; i < ids.Length; i++)
                    ids[i] = i switch { 0 => 3, 1 => 0, 2 => 2, _ => i + 1 };
                extra.Add(new KeyValuePair<string, int>("<pad>", 1));
                extra.Add(new KeyValuePair<string, int>("<mask>", ids.Length + 1));
                break;
            case Family.Camembert:
                for (int i = 0; i < ids.Length; i++)
                    ids[i] = i + 4;
                string[] own = ["<s>NOTUSED", "<pad>", "</s>NOTUSED", "<unk>", "<unk>NOTUSED"];
                // The file's own <unk> gives way to that of the family.
                for (int i = 0; i < ids.Length; i++)
                {
                    if (file.Pieces[i].Type == SentencePieceType.Unknown)
                        ids[i] = -1;
                }

                for (int i = 0; i < own.Length; i++)
                    extra.Add(new KeyValuePair<string, int>(own[i], i));
                extra.Add(new KeyValuePair<string, int>("<mask>", ids.Length + 4));
                break;
            default:
                for (int i = 0; i < ids.Length; i++)
                    ids[i] = i;
                if (family == Family.T5 && !bare)
                {
                    // <extra_id_99> comes first.
                    for (int i = 0; i < 100; i++)
                        extra.Add(new KeyValuePair<string, int>(string.Create(CultureInfo.InvariantCulture, $"<extra_id_{99 - i}>"), ids.Length + i));
                }

                break;
        }
    }

    private static TemplatePostProcessor? MakePostProcessor(Family family, TokenizerModel model, SpecialTokenNames names, string path)
    {
        TemplatePart? Token(string content, int typeId = 0) =>
            model.Vocabulary.TryGetId(content, out int id) ? new TemplatePart(-1, typeId, [id], [content]) : null;
        var first = new TemplatePart(0, 0, [], []);
        var second = new TemplatePart(1, family == Family.Llama ? 1 : 0, [], []);
        TemplatePart? start = Token("<s>") ?? Token("<bos>");
        TemplatePart? end = Token("</s>") ?? Token("<eos>");
        List<TemplatePart?> single = [first];
        List<TemplatePart?> pair = [first, second];
        switch (family)
        {
            case Family.Fairseq or Family.Camembert:
                single = [start, first, end];
                pair = [start, first, end, end, second, end];
                break;
            case Family.T5:
                single = [first, end];
                pair = [first, end, second, end];
                break;
            case Family.Llama:
                TemplatePart? before = names.Flags.GetValueOrDefault("add_bos_token", true) ? start : null;
                TemplatePart? after = names.Flags.GetValueOrDefault("add_eos_token", false) ? end : null;
                single = [before, first, after];
                pair = [before, first, after, before is null ? null : before with { TypeId = 1 }, second, after is null ? null : after with { TypeId = 1 }];
                break;
            default:
                return null;
        }

        return new TemplatePostProcessor(Present(single), Present(pair), path);
    }

    private static List<TemplatePart> Present(List<TemplatePart?> parts)
    {
        var present = new List<TemplatePart>();
        foreach (TemplatePart? part in parts)
        {
            if (part is not null)
                present.Add(part);
        }

        return present;
    }
}
