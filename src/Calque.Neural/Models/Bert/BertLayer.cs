using System;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.Bert;

/// <summary>One encoder layer: attention and feed-forward, each added to its input and normalised (Vaswani et al. 2017, section 3.1).</summary>
internal sealed class BertLayer
{
    private readonly string _name;
    private readonly AttentionShape _attention;
    private readonly double _dropout;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly Linear _query, _key, _value, _attended, _intermediate, _output;
    private readonly LayerNorm _attentionNorm, _outputNorm;

    public BertLayer(BertConfiguration configuration, IParameterSource source, string name)
    {
        int width = configuration.HiddenSize, headWidth = width / configuration.Heads;
        _name = name;
        _attention = new AttentionShape(configuration.Heads, configuration.Heads, headWidth, 1 / Math.Sqrt(headWidth), IsCausal: false, configuration.AttentionDropout);
        _dropout = configuration.HiddenDropout;
        _activation = Activation.Named(configuration.Activation, configuration.Place);
        _query = Linear.Load(source, $"{name}.attention.self.query", width, width);
        _key = Linear.Load(source, $"{name}.attention.self.key", width, width);
        _value = Linear.Load(source, $"{name}.attention.self.value", width, width);
        _attended = Linear.Load(source, $"{name}.attention.output.dense", width, width);
        _attentionNorm = LayerNorm.Load(source, $"{name}.attention.output.LayerNorm", width, configuration.Epsilon);
        _intermediate = Linear.Load(source, $"{name}.intermediate.dense", width, configuration.IntermediateSize);
        _output = Linear.Load(source, $"{name}.output.dense", configuration.IntermediateSize, width);
        _outputNorm = LayerNorm.Load(source, $"{name}.output.LayerNorm", width, configuration.Epsilon);
    }

    public Tensor Forward(Tensor x, TokenBatch batch, ForwardContext context)
    {
        Tensor attended = Attention.Within(_query.Forward(x), _key.Forward(x), _value.Forward(x), batch, _attention, context, _name);
        x = _attentionNorm.Forward(context.Dropout(_attended.Forward(attended), _dropout) + x);
        Tensor inner = _output.Forward(_activation(_intermediate.Forward(x)));
        return _outputNorm.Forward(context.Dropout(inner, _dropout) + x);
    }
}
