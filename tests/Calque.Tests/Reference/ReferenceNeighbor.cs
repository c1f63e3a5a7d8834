namespace Calque.Tests.Reference;

/// <summary>A source token and its cosine with the target token.</summary>
internal sealed record ReferenceNeighbor(int Token, double Similarity);
