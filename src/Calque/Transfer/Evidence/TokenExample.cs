using System.Collections.Generic;

namespace Calque.Transfer.Evidence;

/// <summary>One target token with its neighbours, as a person would want to see it.</summary>
/// <param name="Id">The target id.</param>
/// <param name="Token">The token as it stands in the vocabulary.</param>
/// <param name="Surface">The text that it stands for.</param>
/// <param name="Similarity">The mean similarity of its neighbours under their weights.</param>
/// <param name="Neighbors">Surfaces of the source tokens, the nearest first, each surface once.</param>
public sealed record TokenExample(int Id, string Token, string Surface, double Similarity, IReadOnlyList<NeighborExample> Neighbors);
