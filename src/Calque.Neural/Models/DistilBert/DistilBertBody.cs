using System.Globalization;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.DistilBert;

/// <summary>DistilBERT's encoder.</summary>
internal sealed class DistilBertBody : ModelBody
{
    private readonly DistilBertConfiguration _configuration;
    private readonly DistilBertEmbeddings _embeddings;
    private readonly DistilBertLayer[] _layers;

    public DistilBertBody(DistilBertConfiguration configuration, IParameterSource source, string prefix)
    {
        _configuration = configuration;
        _embeddings = new DistilBertEmbeddings(configuration, source, $"{prefix}embeddings");
        _layers = [.. Enumerable.Range(0, configuration.Layers)
            .Select(i => new DistilBertLayer(configuration, source, $"{prefix}transformer.layer.{i.ToString(CultureInfo.InvariantCulture)}"))];
    }

    /// <inheritdoc/>
    public override int HiddenSize => _configuration.HiddenSize;

    /// <inheritdoc/>
    public override int VocabularySize => _configuration.VocabularySize;

    /// <inheritdoc/>
    public override int? MaximumLength => _configuration.Positions;

    /// <inheritdoc/>
    public override Tensor Forward(TokenBatch batch, ForwardContext context)
    {
        Tensor x = _embeddings.Forward(batch, context);
        context.HiddenStates?.Add(x);
        foreach (DistilBertLayer layer in _layers)
        {
            x = context.Run(input => layer.Forward(input, batch, context), x);
            context.HiddenStates?.Add(x);
        }

        return x;
    }
}
