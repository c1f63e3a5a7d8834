using System.Collections.Generic;

namespace Calque.Formats.HuggingFace;

/// <summary>
/// Where a family of models keeps the tensors that have one entry for each token. Names are those of the public
/// library's state dictionaries, without the base model's prefix where they have one.
/// </summary>
public sealed record ModelFamily
{
    /// <summary>The family's name as people say it.</summary>
    public required string Name { get; init; }

    /// <summary>The values of <c>model_type</c> in config.json that belong to it.</summary>
    public required IReadOnlyList<string> ModelTypes { get; init; }

    /// <summary>Prefixes that a whole model puts before the base model's names, with the dot, such as <c>bert.</c>; bare names are tried too.</summary>
    public required IReadOnlyList<string> Prefixes { get; init; }

    /// <summary>Names of the input embedding: the one that is kept first, then names under which files hold copies of it.</summary>
    public required IReadOnlyList<string> Embeddings { get; init; }

    /// <summary>Names of the output head, in the same manner.</summary>
    public IReadOnlyList<string> Heads { get; init; } = [];

    /// <summary>Names of the output bias, in the same manner.</summary>
    public IReadOnlyList<string> Biases { get; init; } = [];

    /// <summary>Whether the head is the input matrix where config.json does not say (<c>tie_word_embeddings</c>).</summary>
    public bool TiesByDefault { get; init; } = true;

    /// <summary>The position table, where positions count from the padding id + 1 (the RoBERTa family); else null.</summary>
    public string? PaddingBasedPositions { get; init; }

    /// <summary>The padding id where config.json does not say; used with <see cref="PaddingBasedPositions"/> only.</summary>
    public int DefaultPaddingId { get; init; } = 1;
}
