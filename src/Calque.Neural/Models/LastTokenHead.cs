using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models;

/// <summary>Scores of classes at each sequence's last token, the only one of a causal model that has seen them all (<c>score</c>, without a bias).</summary>
internal sealed class LastTokenHead : ModelHead
{
    private readonly Linear _score;

    public LastTokenHead(Linear score) => _score = score;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor hidden, TokenBatch batch, ForwardContext context) =>
        _score.Forward(Operators.IndexSelect(hidden, 0, batch.LastTokens()));
}
