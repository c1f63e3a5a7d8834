using Calque.Neural.Layers;
using Calque.Neural.Models.Bert;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.Roberta;

/// <summary>dense, GELU, norm, and the input embedding as output layer with a bias of its own (<c>lm_head</c>).</summary>
internal sealed class RobertaMaskedLanguageModelingHead : ModelHead
{
    private readonly Linear _dense, _decoder;
    private readonly LayerNorm _norm;

    public RobertaMaskedLanguageModelingHead(BertConfiguration configuration, IParameterSource source, bool tied)
    {
        int width = configuration.HiddenSize;
        _dense = Linear.LoadOrCreate(source, "lm_head.dense", width, width);
        _norm = LayerNorm.LoadOrCreate(source, "lm_head.layer_norm", width, configuration.Epsilon);
        // One bias under two names in the public class: files may hold it under either.
        string bias = !source.Has("lm_head.bias") && source.Has("lm_head.decoder.bias") ? "lm_head.decoder.bias" : "lm_head.bias";
        Parameter weight = tied
            ? source.Require("roberta.embeddings.word_embeddings.weight", configuration.VocabularySize, width)
            : source.GetOrCreate("lm_head.decoder.weight", Initialization.Normal, configuration.VocabularySize, width);
        _decoder = new Linear(weight, source.GetOrCreate(bias, Initialization.Zeros, configuration.VocabularySize));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor hidden, TokenBatch batch, ForwardContext context) =>
        _decoder.Forward(_norm.Forward(Operators.Gelu(_dense.Forward(hidden)))); // GELU whatever hidden_act says, as in the public class
}
