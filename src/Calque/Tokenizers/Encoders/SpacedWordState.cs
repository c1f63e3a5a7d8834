using Calque.Tokenizers.Models;

namespace Calque.Tokenizers.Encoders;

/// <summary>The memory of <see cref="SpacedWordEncoder"/>.</summary>
internal sealed class SpacedWordState : EncoderState
{
    private const int LongestKept = 1 << 16;

    /// <summary>Words that were seen before.</summary>
    public SpacedWordCache Cache { get; } = new();

    /// <summary>The tokens of the word at hand.</summary>
    public SpacedWordTokens Tokens { get; } = new();

    /// <summary>The end of a text, with room behind it.</summary>
    public byte[] Tail { get; } = new byte[128];

    /// <summary>The normalized form of a word.</summary>
    public byte[] Text { get; set; } = new byte[256];

    /// <summary>What the model makes of a piece.</summary>
    public TokenBuffer Buffer { get; } = new();

    /// <summary>The tokens of a part of a long word.</summary>
    public TokenBuffer Window { get; } = new();

    /// <summary>The tokens of two neighbours.</summary>
    public TokenBuffer Pair { get; } = new();

    /// <summary>The model's own memory.</summary>
    public ModelWorkspace Model { get; } = new();

    /// <summary>A word as the rewriting rules leave it.</summary>
    public RewrittenWord Rewritten { get; } = new();

    /// <summary>The same with its marks.</summary>
    public RewrittenWord Marked { get; } = new();

    /// <summary>Room for so many bytes of text.</summary>
    public byte[] Reserve(int length)
    {
        if (Text.Length < length)
            Text = new byte[System.Math.Max(length, Text.Length * 2)];
        return Text;
    }

    /// <inheritdoc/>
    public override void Trim()
    {
        if (Text.Length > LongestKept)
            Text = new byte[256];
        Tokens.Trim();
        Rewritten.Trim();
        Marked.Trim();
        Buffer.Trim();
        Model.Trim();
    }
}
