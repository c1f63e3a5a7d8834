namespace Calque.Transfer.Evidence;

/// <summary>One neighbour of a token.</summary>
/// <param name="Surface">The text that the source token stands for.</param>
/// <param name="Similarity">The cosine.</param>
public sealed record NeighborExample(string Surface, double Similarity);
