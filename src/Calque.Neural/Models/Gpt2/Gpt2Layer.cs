using System;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.Gpt2;

/// <summary>One decoder layer: each part normalises its input and is added to it (Radford et al. 2019, section 2.3).</summary>
internal sealed class Gpt2Layer
{
    private readonly string _name;
    private readonly int _width;
    private readonly AttentionShape _attention;
    private readonly double _dropout;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly LayerNorm _attentionNorm, _innerNorm;
    private readonly Linear _queryKeyValue, _attended, _intermediate, _output;

    public Gpt2Layer(Gpt2Configuration configuration, IParameterSource source, string name, int index)
    {
        _name = name;
        _width = configuration.HiddenSize;
        _attention = new AttentionShape(
            configuration.Heads, configuration.Heads, _width / configuration.Heads, configuration.Scale(index), IsCausal: true, configuration.AttentionDropout);
        _dropout = configuration.ResidualDropout;
        _activation = Activation.Named(configuration.Activation, configuration.Place);
        _attentionNorm = LayerNorm.Load(source, $"{name}.ln_1", _width, configuration.Epsilon);
        _queryKeyValue = Linear.LoadTransposed(source, $"{name}.attn.c_attn", _width, 3L * _width);
        _attended = Linear.LoadTransposed(source, $"{name}.attn.c_proj", _width, _width);
        _innerNorm = LayerNorm.Load(source, $"{name}.ln_2", _width, configuration.Epsilon);
        _intermediate = Linear.LoadTransposed(source, $"{name}.mlp.c_fc", _width, configuration.IntermediateSize);
        _output = Linear.LoadTransposed(source, $"{name}.mlp.c_proj", configuration.IntermediateSize, _width);
    }

    public Tensor Forward(Tensor x, TokenBatch batch, ForwardContext context)
    {
        Tensor[] parts = Operators.Split(_queryKeyValue.Forward(_attentionNorm.Forward(x)), _width, 1);
        Tensor attended = Attention.Within(parts[0], parts[1], parts[2], batch, _attention, context, _name);
        x = context.Dropout(_attended.Forward(attended), _dropout) + x;
        Tensor inner = _output.Forward(_activation(_intermediate.Forward(_innerNorm.Forward(x))));
        return context.Dropout(inner, _dropout) + x;
    }
}
