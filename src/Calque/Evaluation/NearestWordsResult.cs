using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Calque.Evaluation;

/// <summary>What <see cref="NearestWords"/> found.</summary>
public sealed record NearestWordsResult
{
    /// <summary>The word that was asked for.</summary>
    public required string Word { get; init; }

    /// <summary>How translations were ranked.</summary>
    public required string Retrieval { get; init; }

    /// <summary>What is near to it as a source word; null where it is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NearestSide? Source { get; init; }

    /// <summary>What is near to it as a target word; null where it is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NearestSide? Target { get; init; }

    /// <summary>What the user should know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
