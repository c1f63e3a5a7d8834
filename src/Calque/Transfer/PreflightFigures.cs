using System.Text.Json.Serialization;

namespace Calque.Transfer;

/// <summary>What a dry run foresees of a transfer.</summary>
public sealed record PreflightFigures
{
    /// <summary>Target tokens with the same text and word mark as a source token.</summary>
    public required int OverlappingTokens { get; init; }

    /// <summary>Their share of the target vocabulary, in percent.</summary>
    public required double OverlapPercent { get; init; }

    /// <summary>Distinct vectors on the target side: queries of the neighbour search.</summary>
    public required int Queries { get; init; }

    /// <summary>Distinct vectors on the source side: the pool of the neighbour search.</summary>
    public required int Pool { get; init; }

    /// <summary>Bytes that will be written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? OutputBytes { get; init; }

    /// <summary>Peak memory of the run, estimated, in bytes; pages of mapped files not counted.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Seconds of the neighbour search, from a sample of it on this machine.</summary>
    public required double Seconds { get; init; }
}
