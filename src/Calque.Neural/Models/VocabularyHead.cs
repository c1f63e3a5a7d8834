using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models;

/// <summary>Scores of the vocabulary by one matrix without a bias: the input embedding, or a matrix of its own (<c>lm_head</c>).</summary>
internal sealed class VocabularyHead : ModelHead
{
    private readonly Linear _output;
    private readonly double _scale;

    /// <param name="weight">[vocabulary × width].</param>
    /// <param name="scale">What hidden states are multiplied by before.</param>
    public VocabularyHead(Parameter weight, double scale = 1)
    {
        _output = new Linear(weight, bias: null);
        _scale = scale;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor hidden, TokenBatch batch, ForwardContext context) => _output.Forward(_scale == 1 ? hidden : hidden * _scale);
}
