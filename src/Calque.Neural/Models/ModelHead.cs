using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models;

/// <summary>What stands on a body: hidden states in, scores out.</summary>
public abstract class ModelHead
{
    /// <summary>Scores of some tokens, or of sequences.</summary>
    /// <param name="hidden">[tokens × width] of the packed batch, or of the rows an objective picked where the head works token by token.</param>
    /// <param name="batch">The batch; used by heads that answer for sequences.</param>
    /// <param name="context">The pass.</param>
    /// <returns>[tokens × outputs], or for classification of sequences [sequences × classes] in the order the sequences were given.</returns>
    public abstract Tensor Forward(Tensor hidden, TokenBatch batch, ForwardContext context);
}
