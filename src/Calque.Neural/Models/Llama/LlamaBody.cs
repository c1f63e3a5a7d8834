using System.Globalization;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models.Llama;

/// <summary>Llama's decoder.</summary>
internal sealed class LlamaBody : ModelBody
{
    private readonly LlamaConfiguration _configuration;
    private readonly Parameter _words;
    private readonly LlamaLayer[] _layers;
    private readonly RootMeanSquareNorm _norm;

    public LlamaBody(LlamaConfiguration configuration, IParameterSource source, string prefix)
    {
        _configuration = configuration;
        _words = source.Require($"{prefix}embed_tokens.weight", configuration.VocabularySize, configuration.HiddenSize);
        _layers = [.. Enumerable.Range(0, configuration.Layers)
            .Select(i => new LlamaLayer(configuration, source, $"{prefix}layers.{i.ToString(CultureInfo.InvariantCulture)}"))];
        _norm = RootMeanSquareNorm.Load(source, $"{prefix}norm", configuration.HiddenSize, configuration.Epsilon);
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
        Tensor x = Operators.Embedding(_words.Value, batch.Ids);
        RotaryPositions positions = new(batch, _configuration.Frequencies);
        foreach (LlamaLayer layer in _layers)
        {
            context.HiddenStates?.Add(x);
            x = context.Run(input => layer.Forward(input, batch, positions, context), x);
        }

        x = _norm.Forward(x);
        context.HiddenStates?.Add(x);
        return x;
    }
}
