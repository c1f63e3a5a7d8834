namespace Calque.Tokenizers;

/// <summary>How encodings that are too short are filled up.</summary>
public sealed record PaddingOptions
{
    /// <summary>The length to fill up to; null for that of the longest of the batch.</summary>
    public int? Length { get; init; }

    /// <summary>The side at which is filled up.</summary>
    public TextSide Side { get; init; }

    /// <summary>The length is raised to a multiple of this; null or 0 for any length.</summary>
    public int? MultipleOf { get; init; }

    /// <summary>The id of the padding token.</summary>
    public int Id { get; init; }

    /// <summary>The type id of padding.</summary>
    public int TypeId { get; init; }

    /// <summary>The padding token as encodings show it.</summary>
    public string Token { get; init; } = "[PAD]";
}
