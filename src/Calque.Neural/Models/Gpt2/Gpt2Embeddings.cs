using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.Gpt2;

/// <summary>Word and position embeddings, added. Token types are not read: the family's tokenizers hand none out.</summary>
internal sealed class Gpt2Embeddings
{
    private readonly Parameter _words, _positions;
    private readonly double _dropout;

    public Gpt2Embeddings(Gpt2Configuration configuration, IParameterSource source, string prefix)
    {
        _words = source.Require($"{prefix}wte.weight", configuration.VocabularySize, configuration.HiddenSize);
        _positions = source.Require($"{prefix}wpe.weight", configuration.Positions, configuration.HiddenSize);
        _dropout = configuration.EmbeddingDropout;
    }

    public Tensor Forward(TokenBatch batch, ForwardContext context)
    {
        Tensor sum = Operators.Embedding(_words.Value, batch.Ids) + Operators.Embedding(_positions.Value, batch.Positions);
        return context.Dropout(sum, _dropout);
    }
}
