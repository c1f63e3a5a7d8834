namespace Calque.Tokenizers;

/// <summary>What an encoding is to hold.</summary>
public sealed record EncodeOptions
{
    /// <summary>Special tokens added; nothing cut or filled up.</summary>
    public static EncodeOptions Default { get; } = new();

    /// <summary>Whether the post-processor adds its special tokens.</summary>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>How long encodings are cut; null for not at all, whatever the tokenizer's file says.</summary>
    public TruncationOptions? Truncation { get; init; }

    /// <summary>How short encodings are filled up; null for not at all, whatever the tokenizer's file says.</summary>
    public PaddingOptions? Padding { get; init; }

    /// <summary>
    /// Whether special tokens that stand in the text are ordinary text. By default they are recognised, which lets a writer of
    /// text slip them in.
    /// </summary>
    public bool SpecialTokensAsText { get; init; }
}
