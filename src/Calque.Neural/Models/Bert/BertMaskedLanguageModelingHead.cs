using System;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.Bert;

/// <summary>dense, activation, norm, and the input embedding as output layer with a bias of its own (<c>cls.predictions</c>).</summary>
internal sealed class BertMaskedLanguageModelingHead : ModelHead
{
    private readonly Linear _transform, _decoder;
    private readonly LayerNorm _norm;
    private readonly Func<Tensor, Tensor> _activation;

    public BertMaskedLanguageModelingHead(BertConfiguration configuration, IParameterSource source, bool tied)
    {
        int width = configuration.HiddenSize;
        _transform = Linear.LoadOrCreate(source, "cls.predictions.transform.dense", width, width);
        _norm = LayerNorm.LoadOrCreate(source, "cls.predictions.transform.LayerNorm", width, configuration.Epsilon);
        _activation = Activation.Named(configuration.Activation, configuration.Place);
        Parameter bias = source.GetOrCreate("cls.predictions.bias", Initialization.Zeros, configuration.VocabularySize);
        Parameter weight = tied
            ? source.Require("bert.embeddings.word_embeddings.weight", configuration.VocabularySize, width)
            : source.GetOrCreate("cls.predictions.decoder.weight", Initialization.Normal, configuration.VocabularySize, width);
        _decoder = new Linear(weight, bias);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor hidden, TokenBatch batch, ForwardContext context) =>
        _decoder.Forward(_norm.Forward(_activation(_transform.Forward(hidden))));
}
