namespace Calque.Neural.Layers;

/// <summary>The sizes and rules of one attention.</summary>
/// <param name="Heads">Heads of the queries.</param>
/// <param name="KeyHeads">Heads of keys and values; each serves <c>Heads / KeyHeads</c> neighbouring query heads (Ainslie et al. 2023).</param>
/// <param name="HeadWidth">Width of a head.</param>
/// <param name="Scale">What scores are multiplied by.</param>
/// <param name="IsCausal">Whether a token sees only itself and those before it.</param>
/// <param name="Dropout">The dropout of the weights.</param>
public sealed record AttentionShape(int Heads, int KeyHeads, int HeadWidth, double Scale, bool IsCausal, double Dropout);
