using Calque.Neural.Tensors;

namespace Calque.Neural.Layers;

/// <summary>Sequences of a batch that attend together: neighbours in the packed order, of equal or nearly equal length.</summary>
/// <param name="FirstToken">Where its tokens begin in the packed order.</param>
/// <param name="TokenCount">How many tokens it has.</param>
/// <param name="SequenceCount">How many sequences.</param>
/// <param name="Length">The longest of them.</param>
/// <param name="Gather">[sequences · length]: the token of each place, counted in the group; places behind a sequence's end name its last token. Null: all are equally long.</param>
/// <param name="Scatter">[tokens]: the place of each token. Null likewise.</param>
/// <param name="PaddingMask">[sequences × 1 × 1 × length]: 0, and -∞ behind a sequence's end. Null likewise.</param>
public sealed record AttentionGroup(
    int FirstToken, int TokenCount, int SequenceCount, int Length, Tensor? Gather = null, Tensor? Scatter = null, Tensor? PaddingMask = null);
