using System;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.T5;

/// <summary>One layer of the encoder, or of the decoder, which attends to the encoder too. Each part normalises its input and is added to it.</summary>
internal sealed class T5Layer
{
    private readonly T5Attention _self;
    private readonly T5Attention? _cross;
    private readonly RootMeanSquareNorm _innerNorm;
    private readonly Linear? _gate;
    private readonly Linear _intermediate, _output;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly double _dropout;

    /// <param name="configuration">Sizes.</param>
    /// <param name="source">Parameters.</param>
    /// <param name="name">Such as <c>decoder.block.0</c>.</param>
    /// <param name="isDecoder">Whether it sees only what stands before, and the encoder.</param>
    public T5Layer(T5Configuration configuration, IParameterSource source, string name, bool isDecoder)
    {
        int width = configuration.HiddenSize, inner = configuration.IntermediateSize;
        _dropout = configuration.Dropout;
        _activation = Activation.Named(configuration.Activation, $"{configuration.Place}, feed_forward_proj");
        _self = new T5Attention(configuration, source, $"{name}.layer.0", "SelfAttention", isCausal: isDecoder);
        _cross = isDecoder ? new T5Attention(configuration, source, $"{name}.layer.1", "EncDecAttention", isCausal: false) : null;
        string last = isDecoder ? $"{name}.layer.2" : $"{name}.layer.1";
        _innerNorm = RootMeanSquareNorm.Load(source, $"{last}.layer_norm", width, configuration.Epsilon);
        _gate = configuration.IsGated ? Linear.Load(source, $"{last}.DenseReluDense.wi_0", width, inner, bias: false) : null;
        _intermediate = Linear.Load(source, configuration.IsGated ? $"{last}.DenseReluDense.wi_1" : $"{last}.DenseReluDense.wi", width, inner, bias: false);
        _output = Linear.Load(source, $"{last}.DenseReluDense.wo", inner, width, bias: false);
    }

    /// <summary>An encoder's layer.</summary>
    public Tensor Forward(Tensor x, TokenBatch batch, Func<int, int, int, Tensor> bias, ForwardContext context) =>
        Inner(_self.Within(x, batch, bias, context), context);

    /// <summary>A decoder's layer.</summary>
    public Tensor Forward(Tensor x, TokenBatch batch, Tensor encoded, TokenBatch encoderBatch, Func<int, int, int, Tensor> bias, ForwardContext context) =>
        Inner(_cross!.Across(_self.Within(x, batch, bias, context), batch, encoded, encoderBatch, context), context); // a decoder's layer has it

    private Tensor Inner(Tensor x, ForwardContext context)
    {
        Tensor normed = _innerNorm.Forward(x);
        Tensor inner = _gate is null ? _activation(_intermediate.Forward(normed)) : _activation(_gate.Forward(normed)) * _intermediate.Forward(normed);
        return context.Dropout(_output.Forward(context.Dropout(inner, _dropout)), _dropout) + x;
    }
}
