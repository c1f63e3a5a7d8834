using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models;

/// <summary>Dropout and one output layer for each token: token classification (<c>classifier</c>) and questions (<c>qa_outputs</c>) of most families.</summary>
internal sealed class OutputHead : ModelHead
{
    private readonly Linear _output;
    private readonly double _dropout;

    public OutputHead(Linear output, double dropout)
    {
        _output = output;
        _dropout = dropout;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor hidden, TokenBatch batch, ForwardContext context) => _output.Forward(context.Dropout(hidden, _dropout));
}
