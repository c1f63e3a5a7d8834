using Calque.Neural.Layers;

namespace Calque.Neural.Features;

/// <summary>One line that features are asked for.</summary>
/// <param name="Sequence">What the model, or its encoder, reads.</param>
/// <param name="Decoder">What an encoder-decoder's decoder reads, used as it stands; null: the encoder's side is asked for.</param>
internal sealed record FeatureLine(TokenSequence Sequence, TokenSequence? Decoder = null)
{
    /// <summary>The tokens that features are given of.</summary>
    public TokenSequence Answered => Decoder ?? Sequence;

    /// <summary>All tokens that are computed.</summary>
    public int TokenCount => Sequence.Ids.Count + (Decoder?.Ids.Count ?? 0);
}
