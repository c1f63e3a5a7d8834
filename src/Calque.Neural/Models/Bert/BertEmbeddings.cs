using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.Bert;

/// <summary>Word, position and token type embeddings, added and normalised.</summary>
internal sealed class BertEmbeddings
{
    private readonly Parameter _words, _positions, _types;
    private readonly LayerNorm _norm;
    private readonly double _dropout;
    private readonly int _firstPosition;

    /// <param name="configuration">Sizes.</param>
    /// <param name="source">Parameters.</param>
    /// <param name="name">Such as <c>bert.embeddings</c>.</param>
    /// <param name="firstPosition">The row of the first token's position: 0, or for RoBERTa the padding id + 1.</param>
    public BertEmbeddings(BertConfiguration configuration, IParameterSource source, string name, int firstPosition)
    {
        _words = source.Require($"{name}.word_embeddings.weight", configuration.VocabularySize, configuration.HiddenSize);
        _positions = source.Require($"{name}.position_embeddings.weight", configuration.Positions, configuration.HiddenSize);
        _types = source.Require($"{name}.token_type_embeddings.weight", configuration.TokenTypes, configuration.HiddenSize);
        _norm = LayerNorm.Load(source, $"{name}.LayerNorm", configuration.HiddenSize, configuration.Epsilon);
        _dropout = configuration.HiddenDropout;
        _firstPosition = firstPosition;
    }

    public Parameter Words => _words;

    public Tensor Forward(TokenBatch batch, ForwardContext context)
    {
        Tensor places = _firstPosition == 0 ? batch.Positions : batch.Positions + TokenBatch.On(batch.Positions.Device, [_firstPosition]);
        // Where nobody says otherwise, or there is one type only (RoBERTa), every token is of the first: one row, broadcast.
        Tensor types = batch.TokenTypes is { } ids && _types.Shape[0] > 1 ? Operators.Embedding(_types.Value, ids) : Operators.Narrow(_types.Value, 0, 0, 1);
        Tensor sum = Operators.Embedding(_words.Value, batch.Ids) + types + Operators.Embedding(_positions.Value, places);
        return context.Dropout(_norm.Forward(sum), _dropout);
    }
}
