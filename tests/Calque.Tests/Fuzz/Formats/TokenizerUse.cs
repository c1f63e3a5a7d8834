using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json.Nodes;
using Calque.Tokenizers;
using Calque.Transfer;

namespace Calque.Tests.Fuzz.Formats;

/// <summary>What the command does with a tokenizer once it is loaded.</summary>
internal static class TokenizerUse
{
    /// <summary>What a tokenizer may take whatever its size, most of it given back at once: an expression some 75 KB a character, encoders their tables of words.</summary>
    public const long Memory = 128 << 20;

    private static readonly string[] s_texts =
        ["", "ab é\u0301 <unk> xyz", " Ġ▁##a  \t中文 [MASK]12", "the  house, don't\n\n", "\U0001F600\u0000\uFFFD ﬁ ǅ ß İ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"];

    private static readonly byte[][] s_bytes = [.. Array.ConvertAll(s_texts, Encoding.UTF8.GetBytes)];

    public static void Exercise(Tokenizer tokenizer, JsonObject? config = null)
    {
        List<int> ids = [];
        for (int index = 0; index < s_texts.Length; index++)
        {
            TokenEncoding encoding = tokenizer.Encode(s_texts[index]);
            _ = tokenizer.Decode(encoding.Ids);
            _ = tokenizer.Decode(encoding.Ids, skipSpecialTokens: true);
            _ = (encoding.Tokens.Length, encoding.Offsets.Length);
            ids.Clear();
            tokenizer.EncodeIds(s_bytes[index], ids);
        }

        _ = tokenizer.Encode(new TextInput(s_texts[1], s_texts[3]), new EncodeOptions { Truncation = tokenizer.StoredTruncation, Padding = tokenizer.StoredPadding });
        TokenizerSide side = new(tokenizer, config);
        for (int id = 0; id < side.VocabularySize; id++)
        {
            _ = side.Surface(id).Text.Length;
            if (tokenizer.GetToken(id) is { } token)
                _ = tokenizer.TryGetId(token, out _);
        }

        _ = VocabularyHash.Compute(tokenizer);
    }
}
