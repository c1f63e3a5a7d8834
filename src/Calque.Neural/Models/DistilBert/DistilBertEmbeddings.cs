using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.DistilBert;

/// <summary>Word and position embeddings, added and normalised; there are no token types.</summary>
internal sealed class DistilBertEmbeddings
{
    private readonly Parameter _words, _positions;
    private readonly LayerNorm _norm;
    private readonly double _dropout;

    public DistilBertEmbeddings(DistilBertConfiguration configuration, IParameterSource source, string name)
    {
        _words = source.Require($"{name}.word_embeddings.weight", configuration.VocabularySize, configuration.HiddenSize);
        _positions = source.Require($"{name}.position_embeddings.weight", configuration.Positions, configuration.HiddenSize);
        if (configuration.HasFixedPositions)
            _positions.IsTrainable = false;
        _norm = LayerNorm.Load(source, $"{name}.LayerNorm", configuration.HiddenSize, DistilBertConfiguration.Epsilon);
        _dropout = configuration.Dropout;
    }

    public Tensor Forward(TokenBatch batch, ForwardContext context)
    {
        Tensor sum = Operators.Embedding(_words.Value, batch.Ids) + Operators.Embedding(_positions.Value, batch.Positions);
        return context.Dropout(_norm.Forward(sum), _dropout);
    }
}
