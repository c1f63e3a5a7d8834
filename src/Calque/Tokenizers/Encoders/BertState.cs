namespace Calque.Tokenizers.Encoders;

/// <summary>What a <see cref="BertEncoder"/> works in.</summary>
internal sealed class BertState(BertRewriter rewriter) : WordEncoderState
{
    /// <summary>Writes the normalized form of a word.</summary>
    public BertRewriter Rewriter { get; } = rewriter;

    /// <summary>The normalized form of the word at hand.</summary>
    public RewrittenWord Rewritten { get; } = new();
}
