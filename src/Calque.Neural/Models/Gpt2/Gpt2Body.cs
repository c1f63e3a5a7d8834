using System.Globalization;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.Gpt2;

/// <summary>GPT-2's decoder.</summary>
internal sealed class Gpt2Body : ModelBody
{
    private readonly Gpt2Configuration _configuration;
    private readonly Gpt2Embeddings _embeddings;
    private readonly Gpt2Layer[] _layers;
    private readonly LayerNorm _norm;

    public Gpt2Body(Gpt2Configuration configuration, IParameterSource source, string prefix)
    {
        _configuration = configuration;
        _embeddings = new Gpt2Embeddings(configuration, source, prefix);
        _layers = [.. Enumerable.Range(0, configuration.Layers)
            .Select(i => new Gpt2Layer(configuration, source, $"{prefix}h.{i.ToString(CultureInfo.InvariantCulture)}", i))];
        _norm = LayerNorm.Load(source, $"{prefix}ln_f", configuration.HiddenSize, configuration.Epsilon);
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
        foreach (Gpt2Layer layer in _layers)
        {
            context.HiddenStates?.Add(x);
            x = context.Run(input => layer.Forward(input, batch, context), x);
        }

        x = _norm.Forward(x);
        context.HiddenStates?.Add(x);
        return x;
    }
}
