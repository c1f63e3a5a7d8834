using System;
using System.Globalization;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.T5;

/// <summary>T5's encoder and decoder over one table of words.</summary>
internal sealed class T5Body : EncoderDecoderBody
{
    private readonly T5Configuration _configuration;
    private readonly Parameter _words;
    private readonly T5PositionBias _encoderBias, _decoderBias;
    private readonly T5Layer[] _encoder, _decoder;
    private readonly RootMeanSquareNorm _encoderNorm, _decoderNorm;

    public T5Body(T5Configuration configuration, IParameterSource source)
    {
        _configuration = configuration;
        _words = source.Require("shared.weight", configuration.VocabularySize, configuration.HiddenSize);
        _encoderBias = Bias("encoder", looksAhead: true);
        _encoder = Layers("encoder", configuration.EncoderLayers, isDecoder: false);
        _encoderNorm = RootMeanSquareNorm.Load(source, "encoder.final_layer_norm", configuration.HiddenSize, configuration.Epsilon);
        _decoderBias = Bias("decoder", looksAhead: false);
        _decoder = Layers("decoder", configuration.DecoderLayers, isDecoder: true);
        _decoderNorm = RootMeanSquareNorm.Load(source, "decoder.final_layer_norm", configuration.HiddenSize, configuration.Epsilon);

        T5PositionBias Bias(string stack, bool looksAhead) =>
            new(configuration, source, $"{stack}.block.0.layer.0.SelfAttention.relative_attention_bias", looksAhead);
        T5Layer[] Layers(string stack, int count, bool isDecoder) =>
            [.. Enumerable.Range(0, count).Select(i => new T5Layer(configuration, source, $"{stack}.block.{i.ToString(CultureInfo.InvariantCulture)}", isDecoder))];
    }

    /// <inheritdoc/>
    public override int HiddenSize => _configuration.HiddenSize;

    /// <inheritdoc/>
    public override int VocabularySize => _configuration.VocabularySize;

    /// <inheritdoc/>
    public override int? MaximumLength => null;

    /// <inheritdoc/>
    public override Tensor Encode(TokenBatch batch, ForwardContext context)
    {
        Func<int, int, int, Tensor> bias = _encoderBias.OfPass(context);
        Tensor x = Embed(batch, context);
        foreach (T5Layer layer in _encoder)
        {
            context.HiddenStates?.Add(x);
            x = context.Run(input => layer.Forward(input, batch, bias, context), x);
        }

        // A segment of its own: every layer of the decoder sends its gradient here, and the sum goes on in one pass.
        x = context.Run(input => context.Dropout(_encoderNorm.Forward(input), _configuration.Dropout), x);
        context.HiddenStates?.Add(x);
        return x;
    }

    /// <inheritdoc/>
    public override Tensor Decode(TokenBatch batch, Tensor encoded, TokenBatch encoderBatch, ForwardContext context)
    {
        Func<int, int, int, Tensor> bias = _decoderBias.OfPass(context);
        Tensor x = Embed(batch, context);
        foreach (T5Layer layer in _decoder)
        {
            context.HiddenStates?.Add(x);
            x = context.Run(input => layer.Forward(input, batch, encoded, encoderBatch, bias, context), x);
        }

        x = context.Dropout(_decoderNorm.Forward(x), _configuration.Dropout);
        context.HiddenStates?.Add(x);
        return x;
    }

    private Tensor Embed(TokenBatch batch, ForwardContext context) => context.Dropout(Operators.Embedding(_words.Value, batch.Ids), _configuration.Dropout);
}
