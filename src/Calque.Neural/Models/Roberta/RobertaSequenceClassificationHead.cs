using Calque.Neural.Layers;
using Calque.Neural.Models.Bert;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.Roberta;

/// <summary>The first token through dropout, dense, tanh, dropout and an output layer (<c>classifier.dense</c>, <c>classifier.out_proj</c>).</summary>
internal sealed class RobertaSequenceClassificationHead : ModelHead
{
    private readonly Linear _dense, _output;
    private readonly double _dropout;

    public RobertaSequenceClassificationHead(BertConfiguration configuration, IParameterSource source, int classes)
    {
        _dense = Linear.LoadOrCreate(source, "classifier.dense", configuration.HiddenSize, configuration.HiddenSize);
        _output = Linear.LoadOrCreate(source, "classifier.out_proj", configuration.HiddenSize, classes);
        _dropout = configuration.ClassifierDropout;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor hidden, TokenBatch batch, ForwardContext context)
    {
        Tensor first = context.Dropout(Operators.IndexSelect(hidden, 0, batch.FirstTokens()), _dropout);
        return _output.Forward(context.Dropout(Operators.Tanh(_dense.Forward(first)), _dropout));
    }
}
