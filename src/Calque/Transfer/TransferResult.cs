using System.Collections.Generic;
using System.Text.Json.Serialization;
using Calque.Transfer.Evidence;

namespace Calque.Transfer;

/// <summary>What a transfer did.</summary>
public sealed record TransferResult
{
    /// <summary>The directory that was written; null for a dry run.</summary>
    public string? Output { get; init; }

    /// <summary>The manifest, as it stands in the output.</summary>
    public required TransferManifest Manifest { get; init; }

    /// <summary>The rows whose neighbours are nearest.</summary>
    public required IReadOnlyList<TokenExample> MostCertain { get; init; }

    /// <summary>The rows whose neighbours are farthest.</summary>
    public required IReadOnlyList<TokenExample> LeastCertain { get; init; }

    /// <summary>The other models of the run, in their order; null where there was one model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TransferResult>? Further { get; init; }

    /// <summary>What a dry run foresees; null for a run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreflightFigures? Preflight { get; init; }
}
