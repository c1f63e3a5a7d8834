using System;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.T5;

/// <summary>An attention of T5 with its norm: scores are not scaled (Raffel et al. 2020 fold the factor into the initial weights), nothing has a bias.</summary>
internal sealed class T5Attention
{
    private readonly string? _cacheName;
    private readonly AttentionShape _shape;
    private readonly double _dropout;
    private readonly RootMeanSquareNorm _norm;
    private readonly Linear _query, _key, _value, _attended;

    public T5Attention(T5Configuration configuration, IParameterSource source, string place, string part, bool isCausal)
    {
        string name = $"{place}.{part}";
        long width = configuration.HiddenSize, all = (long)configuration.Heads * configuration.HeadWidth;
        // The encoder's own attention sees every token at once and has no part in the cache.
        _cacheName = isCausal || part != "SelfAttention" ? name : null;
        _shape = new AttentionShape(configuration.Heads, configuration.Heads, configuration.HeadWidth, Scale: 1, isCausal, configuration.Dropout);
        _dropout = configuration.Dropout;
        _norm = RootMeanSquareNorm.Load(source, $"{place}.layer_norm", width, configuration.Epsilon);
        _query = Linear.Load(source, $"{name}.q", width, all, bias: false);
        _key = Linear.Load(source, $"{name}.k", width, all, bias: false);
        _value = Linear.Load(source, $"{name}.v", width, all, bias: false);
        _attended = Linear.Load(source, $"{name}.o", all, width, bias: false);
    }

    /// <summary>x and what it finds in its own sequence.</summary>
    public Tensor Within(Tensor x, TokenBatch batch, Func<int, int, int, Tensor> bias, ForwardContext context)
    {
        Tensor normed = _norm.Forward(x);
        Tensor attended = Attention.Within(
            _query.Forward(normed), _key.Forward(normed), _value.Forward(normed), batch, _shape, context, _cacheName, bias);
        return context.Dropout(_attended.Forward(attended), _dropout) + x;
    }

    /// <summary>x and what it finds in the encoder's sequence.</summary>
    public Tensor Across(Tensor x, TokenBatch batch, Tensor encoded, TokenBatch encoderBatch, ForwardContext context)
    {
        Tensor attended = Attention.Across(
            _query.Forward(_norm.Forward(x)), () => (_key.Forward(encoded), _value.Forward(encoded)), batch, encoderBatch, _shape, context, _cacheName!); // set but for an encoder's attention
        return context.Dropout(_attended.Forward(attended), _dropout) + x;
    }
}
