using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Models;
using Calque.Neural.Tensors;

namespace Calque.Neural.Generation;

/// <summary>Texts that are being written side by side, all equally long, and the model's log-probabilities of their next tokens.</summary>
internal sealed class TokenWriter : IDisposable
{
    private readonly PretrainedModel _model;
    private readonly AttentionCache? _cache;
    private readonly EncoderDecoderBody? _pair;
    private readonly TokenBatch? _encoderBatch;
    private readonly Tensor? _encoded;
    private readonly TensorScope? _encoderScope;
    private int[][] _texts;
    private int _read;

    /// <param name="model">A model that writes.</param>
    /// <param name="prompt">What a model of one stack goes on from, or what an encoder reads.</param>
    /// <param name="startToken">The decoder's first token, of an encoder-decoder.</param>
    /// <param name="useCache">Whether keys and values are kept.</param>
    public TokenWriter(PretrainedModel model, IReadOnlyList<int> prompt, int? startToken, bool useCache)
    {
        _model = model;
        _pair = model.Body as EncoderDecoderBody;
        _cache = useCache ? new AttentionCache() : null;
        if (_pair is null)
        {
            _texts = [[.. prompt]];
            return;
        }

        _texts = [[startToken!.Value]]; // an encoder-decoder has one
        _encoderScope = TensorScope.Open();
        try
        {
            using Gradients.NoGradientScope none = Gradients.Without();
            _encoderBatch = TokenBatch.Pack([new TokenSequence(prompt)], model.Device);
            _encoded = _pair.Encode(_encoderBatch, ForwardContext.Inference());
        }
        catch
        {
            // Nobody disposes of a writer that was never made, and a scope left open would be the thread's for good.
            Dispose();
            throw;
        }
    }

    /// <summary>The texts so far: of one stack with the prompt, of a decoder with its start token.</summary>
    public IReadOnlyList<int[]> Texts => _texts;

    /// <summary>Log-probabilities of each text's next token, [texts][vocabulary], in double precision.</summary>
    public double[][] Next()
    {
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        int from = _cache is null ? 0 : _read;
        TokenSequence[] fresh = [.. _texts.Select(text => new TokenSequence(text[from..]))];
        ForwardContext context = new() { Cache = _cache };
        Tensor hidden;
        TokenBatch batch;
        if (_pair is null)
        {
            batch = TokenBatch.Pack(fresh, _model.Device, from);
            hidden = _model.Body.Forward(batch, context);
        }
        else if (_cache is not null)
        {
            batch = TokenBatch.Pack(fresh, _model.Device, from);
            hidden = _pair.Decode(batch, _encoded!, _encoderBatch!, context); // made in the constructor
        }
        else
        {
            // Without a cache every text needs the encoder's side of its own.
            TokenSequence source = new([.. _encoderBatch!.Ids.ToArray<long>().Select(id => (int)id)]);
            (TokenBatch encoder, batch) = TokenBatch.PackPairs([.. fresh.Select(_ => source)], fresh, _model.Device);
            hidden = _pair.Decode(batch, _pair.Encode(encoder, ForwardContext.Inference()), encoder, context);
        }

        _cache?.Advance(fresh[0].Ids.Count);
        _read = _texts[0].Length;
        Tensor last = Operators.IndexSelect(hidden, 0, batch.LastTokens());
        Tensor logits = _model.Head!.Forward(last, batch, context); // a model that writes has a head
        int vocabulary = (int)logits.Size(-1);
        double[] scores = Operators.LogSoftmax(Operators.To(logits, DataType.Float64), -1).ToArray<double>();
        return [.. Enumerable.Range(0, _texts.Length).Select(i => scores[(i * vocabulary)..((i + 1) * vocabulary)])];
    }

    /// <summary>Goes on with some of the texts, each with its next token; a text may go on twice.</summary>
    public void Continue(IReadOnlyList<(int Text, int Token)> choices)
    {
        bool reorders = choices.Count != _texts.Length || choices.Where((choice, i) => choice.Text != i).Any();
        _texts = [.. choices.Select(choice => (int[])[.. _texts[choice.Text], choice.Token])];
        if (_cache is null || !reorders)
            return;
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        _cache.Reorder(TokenBatch.On(_model.Device, [.. choices.Select(choice => (long)choice.Text)]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cache?.Dispose();
        _encoderScope?.Dispose();
    }
}
