using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.Bert;

/// <summary>The first token through the pooler (dense, tanh), dropout, and an output layer (<c>bert.pooler</c>, <c>classifier</c>).</summary>
internal sealed class BertSequenceClassificationHead : ModelHead
{
    private readonly Linear _pooler, _classifier;
    private readonly double _dropout;

    public BertSequenceClassificationHead(BertConfiguration configuration, IParameterSource source, int classes)
    {
        _pooler = Linear.LoadOrCreate(source, "bert.pooler.dense", configuration.HiddenSize, configuration.HiddenSize);
        _classifier = Linear.LoadOrCreate(source, "classifier", configuration.HiddenSize, classes);
        _dropout = configuration.ClassifierDropout;
    }

    public Tensor Pooled(Tensor hidden, TokenBatch batch) => Operators.Tanh(_pooler.Forward(Operators.IndexSelect(hidden, 0, batch.FirstTokens())));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor hidden, TokenBatch batch, ForwardContext context) =>
        _classifier.Forward(context.Dropout(Pooled(hidden, batch), _dropout));
}
