using System;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.DistilBert;

/// <summary>dense, activation, norm, and the input embedding as output layer with a bias of its own (<c>vocab_transform</c>, <c>vocab_layer_norm</c>, <c>vocab_projector</c>).</summary>
internal sealed class DistilBertMaskedLanguageModelingHead : ModelHead
{
    private readonly Linear _transform, _decoder;
    private readonly LayerNorm _norm;
    private readonly Func<Tensor, Tensor> _activation;

    public DistilBertMaskedLanguageModelingHead(DistilBertConfiguration configuration, IParameterSource source, bool tied)
    {
        int width = configuration.HiddenSize;
        _transform = Linear.LoadOrCreate(source, "vocab_transform", width, width);
        _norm = LayerNorm.LoadOrCreate(source, "vocab_layer_norm", width, DistilBertConfiguration.Epsilon);
        _activation = Activation.Named(configuration.Activation, configuration.Place);
        Parameter weight = tied
            ? source.Require("distilbert.embeddings.word_embeddings.weight", configuration.VocabularySize, width)
            : source.GetOrCreate("vocab_projector.weight", Initialization.Normal, configuration.VocabularySize, width);
        _decoder = new Linear(weight, source.GetOrCreate("vocab_projector.bias", Initialization.Zeros, configuration.VocabularySize));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor hidden, TokenBatch batch, ForwardContext context) =>
        _decoder.Forward(_norm.Forward(_activation(_transform.Forward(hidden))));
}

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
