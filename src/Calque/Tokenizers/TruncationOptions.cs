namespace Calque.Tokenizers;

/// <summary>How encodings that are too long are cut. What is cut off comes back as overflowing encodings.</summary>
public sealed record TruncationOptions
{
    /// <summary>The most tokens, special tokens counted.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Which of two sequences is cut.</summary>
    public TruncationStrategy Strategy { get; init; }

    /// <summary>How many tokens an overflowing encoding shares with the one before it; below the room that is left for text.</summary>
    public int Stride { get; init; }

    /// <summary>The side at which is cut.</summary>
    public TextSide Side { get; init; }
}
