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
