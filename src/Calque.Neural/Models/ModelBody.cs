using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Models;

/// <summary>A stack of layers from token ids to hidden states.</summary>
public abstract class ModelBody
{
    /// <summary>The width of a hidden state.</summary>
    public abstract int HiddenSize { get; }

    /// <summary>How many ids the input embedding has.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>How many tokens a sequence may have; null: any number.</summary>
    public abstract int? MaximumLength { get; }

    /// <summary>Hidden states after the last layer and, where the family has one, the final norm.</summary>
    /// <param name="batch">Packed sequences.</param>
    /// <param name="context">The pass.</param>
    /// <returns>[tokens × <see cref="HiddenSize"/>].</returns>
    public abstract Tensor Forward(TokenBatch batch, ForwardContext context);
}
