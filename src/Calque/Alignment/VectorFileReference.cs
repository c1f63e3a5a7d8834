namespace Calque.Alignment;

/// <summary>Which file of vectors an alignment was made from.</summary>
/// <param name="Path">Where it was.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 lower-case hexadecimal digits.</param>
public sealed record VectorFileReference(string Path, string Sha256);
