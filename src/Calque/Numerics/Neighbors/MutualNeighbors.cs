namespace Calque.Numerics.Neighbors;

/// <summary>The neighbours of a search in both directions.</summary>
/// <param name="OfQueries">For each query the nearest pool rows.</param>
/// <param name="OfPool">For each pool row the nearest queries.</param>
public sealed record MutualNeighbors(NeighborTable OfQueries, NeighborTable OfPool);
