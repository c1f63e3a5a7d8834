namespace Calque.Tests.Reference;

/// <summary>What the published equations say about a target token.</summary>
internal enum ReferenceRule
{
    /// <summary>A special token: not a matter of the equations.</summary>
    Special,

    /// <summary>No vector: drawn at random.</summary>
    None,

    /// <summary>A weighted mean of source rows.</summary>
    Weighted,
}
