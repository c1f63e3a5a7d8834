namespace Calque.Tokenizers.Models;

/// <summary>The settings of a BPE model, under their names in <c>tokenizer.json</c>.</summary>
public sealed record BpeModelOptions
{
    /// <summary>The probability that a candidate merge is passed over; 0 for none.</summary>
    public double Dropout { get; init; }

    /// <summary>The token for characters that the vocabulary lacks; null drops them.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>What symbols inside a word begin with; empty for nothing.</summary>
    public string ContinuingSubwordPrefix { get; init; } = "";

    /// <summary>What the last symbol of a word ends with; empty for nothing.</summary>
    public string EndOfWordSuffix { get; init; } = "";

    /// <summary>Whether a run of unknown characters becomes one unknown token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Whether unknown characters become their <c>&lt;0xNN&gt;</c> tokens where all of them exist.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a piece that is itself a token is taken whole, whatever the merges would give (Llama 3).</summary>
    public bool IgnoreMerges { get; init; }
}
