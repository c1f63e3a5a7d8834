using System.Collections.Generic;

namespace Calque.Neural.Features;

/// <summary>What <see cref="ExtractFeatures"/> did.</summary>
public sealed record ExtractFeaturesResult
{
    /// <summary>The file that was written.</summary>
    public required string Output { get; init; }

    /// <summary>What was written: logits, hidden or pooled.</summary>
    public required string What { get; init; }

    /// <summary>Lines, and so tensors.</summary>
    public required long Lines { get; init; }

    /// <summary>Tokens that were computed.</summary>
    public required long Tokens { get; init; }

    /// <summary>Lines that were cut to the longest that the model reads.</summary>
    public required long Truncated { get; init; }

    /// <summary>The length of each tensor's last axis.</summary>
    public required long Width { get; init; }

    /// <summary>What matrix products ran in: fp32 or bf16.</summary>
    public required string Precision { get; init; }

    /// <summary>What should be known.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
