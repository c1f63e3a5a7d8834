using System;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.DistilBert;

/// <summary>One encoder layer: attention and feed-forward, each added to its input and normalised (Vaswani et al. 2017, section 3.1).</summary>
internal sealed class DistilBertLayer
{
    private readonly string _name;
    private readonly AttentionShape _attention;
    private readonly double _dropout;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly Linear _query, _key, _value, _attended, _intermediate, _output;
    private readonly LayerNorm _attentionNorm, _outputNorm;

    public DistilBertLayer(DistilBertConfiguration configuration, IParameterSource source, string name)
    {
        int width = configuration.HiddenSize, headWidth = width / configuration.Heads;
        _name = name;
        _attention = new AttentionShape(configuration.Heads, configuration.Heads, headWidth, 1 / Math.Sqrt(headWidth), IsCausal: false, configuration.AttentionDropout);
        _dropout = configuration.Dropout;
        _activation = Activation.Named(configuration.Activation, configuration.Place);
        _query = Linear.Load(source, $"{name}.attention.q_lin", width, width);
        _key = Linear.Load(source, $"{name}.attention.k_lin", width, width);
        _value = Linear.Load(source, $"{name}.attention.v_lin", width, width);
        _attended = Linear.Load(source, $"{name}.attention.out_lin", width, width);
        _attentionNorm = LayerNorm.Load(source, $"{name}.sa_layer_norm", width, DistilBertConfiguration.Epsilon);
        _intermediate = Linear.Load(source, $"{name}.ffn.lin1", width, configuration.IntermediateSize);
        _output = Linear.Load(source, $"{name}.ffn.lin2", configuration.IntermediateSize, width);
        _outputNorm = LayerNorm.Load(source, $"{name}.output_layer_norm", width, DistilBertConfiguration.Epsilon);
    }

    public Tensor Forward(Tensor x, TokenBatch batch, ForwardContext context)
    {
        Tensor attended = Attention.Within(_query.Forward(x), _key.Forward(x), _value.Forward(x), batch, _attention, context, _name);
        // The attended result is added without a dropout of its own, unlike BERT's.
        x = _attentionNorm.Forward(_attended.Forward(attended) + x);
        Tensor inner = _output.Forward(_activation(_intermediate.Forward(x)));
        return _outputNorm.Forward(context.Dropout(inner, _dropout) + x);
    }
}
