using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.DistilBert;

/// <summary>The first token through dense, ReLU, dropout and an output layer (<c>pre_classifier</c>, <c>classifier</c>).</summary>
internal sealed class DistilBertSequenceClassificationHead : ModelHead
{
    private readonly Linear _dense, _classifier;
    private readonly double _dropout;

    public DistilBertSequenceClassificationHead(DistilBertConfiguration configuration, IParameterSource source, int classes)
    {
        _dense = Linear.LoadOrCreate(source, "pre_classifier", configuration.HiddenSize, configuration.HiddenSize);
        _classifier = Linear.LoadOrCreate(source, "classifier", configuration.HiddenSize, classes);
        _dropout = configuration.ClassifierDropout;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor hidden, TokenBatch batch, ForwardContext context)
    {
        Tensor first = Operators.IndexSelect(hidden, 0, batch.FirstTokens());
        return _classifier.Forward(context.Dropout(Operators.Relu(_dense.Forward(first)), _dropout));
    }
}
