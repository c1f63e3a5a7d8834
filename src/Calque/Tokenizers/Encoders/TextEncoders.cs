using System;

namespace Calque.Tokenizers.Encoders;

/// <summary>The pipelines that have an encoder of their own.</summary>
internal static class TextEncoders
{
    private static readonly Func<TokenizerParts, TextEncoder?>[] Catalogue =
    [
        ByteLevelEncoder.TryMake,
        BertEncoder.TryMake,
        MarkedWordRules.TryMake,
        PrecompiledWordRules.TryMake,
    ];

    /// <summary>The encoder for a tokenizer's parts, or null where only the components one after the other will do.</summary>
    public static TextEncoder? Find(TokenizerParts parts)
    {
        foreach (Func<TokenizerParts, TextEncoder?> make in Catalogue)
        {
            if (make(parts) is TextEncoder encoder)
                return encoder;
        }

        return null;
    }
}
