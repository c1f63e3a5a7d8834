using System.Globalization;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.Bert;

/// <summary>BERT's encoder, and RoBERTa's under another prefix.</summary>
internal sealed class BertBody : ModelBody
{
    private readonly BertConfiguration _configuration;
    private readonly BertLayer[] _layers;
    private readonly int _firstPosition;

    public BertBody(BertConfiguration configuration, IParameterSource source, string prefix, int firstPosition)
    {
        _configuration = configuration;
        _firstPosition = firstPosition;
        Embeddings = new BertEmbeddings(configuration, source, $"{prefix}embeddings", firstPosition);
        _layers = [.. Enumerable.Range(0, configuration.Layers)
            .Select(i => new BertLayer(configuration, source, $"{prefix}encoder.layer.{i.ToString(CultureInfo.InvariantCulture)}"))];
    }

    public BertEmbeddings Embeddings { get; }

    /// <inheritdoc/>
    public override int HiddenSize => _configuration.HiddenSize;

    /// <inheritdoc/>
    public override int VocabularySize => _configuration.VocabularySize;

    /// <inheritdoc/>
    public override int? MaximumLength => _configuration.Positions - _firstPosition;

    /// <inheritdoc/>
    public override Tensor Forward(TokenBatch batch, ForwardContext context)
    {
        Tensor x = Embeddings.Forward(batch, context);
        context.HiddenStates?.Add(x);
        foreach (BertLayer layer in _layers)
        {
            x = context.Run(input => layer.Forward(input, batch, context), x);
            context.HiddenStates?.Add(x);
        }

        return x;
    }
}
