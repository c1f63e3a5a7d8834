namespace Calque.World;

/// <summary>A source token that a target token's row was averaged from.</summary>
/// <param name="Surface">The text that it stands for.</param>
/// <param name="Similarity">Cosine of the two tokens' vectors.</param>
/// <param name="Weight">Its share of the row.</param>
public sealed record TransferredNeighbor(string Surface, double Similarity, double Weight);
