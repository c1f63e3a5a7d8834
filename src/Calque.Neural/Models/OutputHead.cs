using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models;

/// <summary>Dropout and one output layer for each token: token classification (<c>classifier</c>) and questions (<c>qa_outputs</c>) of most families.</summary>
internal sealed class OutputHead : ModelHead
{
    private readonly Linear _output;
    private readonly double? _dropout;

    /// <param name="output">The layer.</param>
    /// <param name="dropout">Before it; null: the family has none there.</param>
    public OutputHead(Linear output, double? dropout)
    {
        _output = output;
        _dropout = dropout;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor hidden, TokenBatch batch, ForwardContext context) =>
        _output.Forward(_dropout is { } probability ? context.Dropout(hidden, probability) : hidden);
}
