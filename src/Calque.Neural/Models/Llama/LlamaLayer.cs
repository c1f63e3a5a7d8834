using System;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.Llama;

/// <summary>One decoder layer: each part normalises its input and is added to it; the feed-forward part is gated (SwiGLU; Shazeer 2020).</summary>
internal sealed class LlamaLayer
{
    private readonly string _name;
    private readonly AttentionShape _attention;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly RootMeanSquareNorm _attentionNorm, _innerNorm;
    private readonly Linear _query, _key, _value, _attended, _gate, _intermediate, _output;

    public LlamaLayer(LlamaConfiguration configuration, IParameterSource source, string name)
    {
        int width = configuration.HiddenSize, inner = configuration.IntermediateSize, headWidth = configuration.HeadWidth;
        long queries = (long)configuration.Heads * headWidth, keys = (long)configuration.KeyHeads * headWidth;
        _name = name;
        _attention = new AttentionShape(configuration.Heads, configuration.KeyHeads, headWidth, 1 / Math.Sqrt(headWidth), IsCausal: true, configuration.AttentionDropout);
        _activation = Activation.Named(configuration.Activation, configuration.Place);
        _attentionNorm = RootMeanSquareNorm.Load(source, $"{name}.input_layernorm", width, configuration.Epsilon);
        _query = Linear.Load(source, $"{name}.self_attn.q_proj", width, queries, configuration.AttentionBias);
        _key = Linear.Load(source, $"{name}.self_attn.k_proj", width, keys, configuration.AttentionBias);
        _value = Linear.Load(source, $"{name}.self_attn.v_proj", width, keys, configuration.AttentionBias);
        _attended = Linear.Load(source, $"{name}.self_attn.o_proj", queries, width, configuration.AttentionBias);
        _innerNorm = RootMeanSquareNorm.Load(source, $"{name}.post_attention_layernorm", width, configuration.Epsilon);
        _gate = Linear.Load(source, $"{name}.mlp.gate_proj", width, inner, configuration.InnerBias);
        _intermediate = Linear.Load(source, $"{name}.mlp.up_proj", width, inner, configuration.InnerBias);
        _output = Linear.Load(source, $"{name}.mlp.down_proj", inner, width, configuration.InnerBias);
    }

    public Tensor Forward(Tensor x, TokenBatch batch, RotaryPositions positions, ForwardContext context)
    {
        Tensor normed = _attentionNorm.Forward(x);
        Tensor query = positions.Rotate(_query.Forward(normed)), key = positions.Rotate(_key.Forward(normed));
        x = _attended.Forward(Attention.Within(query, key, _value.Forward(normed), batch, _attention, context, _name)) + x;
        normed = _innerNorm.Forward(x);
        return _output.Forward(_activation(_gate.Forward(normed)) * _intermediate.Forward(normed)) + x;
    }
}
