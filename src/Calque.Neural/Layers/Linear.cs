using System;
using Calque.Neural.Tensors;

namespace Calque.Neural.Layers;

/// <summary>x Wᵀ + b.</summary>
public sealed class Linear
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly bool _transposed;

    /// <summary>Takes its parameters.</summary>
    /// <param name="weight">[out × in], or [in × out] if transposed.</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="transposed">Whether the weight lies as x multiplies it, which GPT-2 calls Conv1D.</param>
    public Linear(Parameter weight, Parameter? bias, bool transposed = false)
    {
        ArgumentNullException.ThrowIfNull(weight);
        _weight = weight;
        _bias = bias;
        _transposed = transposed;
    }

    /// <summary>The layer of <c>NAME.weight</c> and <c>NAME.bias</c>.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="inputs">Width of x.</param>
    /// <param name="outputs">Width of the result.</param>
    /// <param name="bias">Whether it has a bias.</param>
    public static Linear Load(IParameterSource source, string name, long inputs, long outputs, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new Linear(source.Require($"{name}.weight", outputs, inputs), bias ? source.Require($"{name}.bias", outputs) : null);
    }

    /// <summary>As <see cref="Load"/>, drawn anew where the files lack it.</summary>
    public static Linear LoadOrCreate(IParameterSource source, string name, long inputs, long outputs, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new Linear(
            source.GetOrCreate($"{name}.weight", Initialization.Normal, outputs, inputs),
            bias ? source.GetOrCreate($"{name}.bias", Initialization.Zeros, outputs) : null);
    }

    /// <summary>As <see cref="Load"/> for a weight that lies as x multiplies it.</summary>
    public static Linear LoadTransposed(IParameterSource source, string name, long inputs, long outputs)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new Linear(source.Require($"{name}.weight", inputs, outputs), source.Require($"{name}.bias", outputs), transposed: true);
    }

    /// <summary>x [n × in] to [n × out].</summary>
    public Tensor Forward(Tensor x)
    {
        if (!_transposed)
            return Operators.Linear(x, _weight.Value, _bias?.Value);
        return _bias is null ? Operators.MatrixProduct(x, _weight.Value) : Operators.AddedProduct(_bias.Value, x, _weight.Value);
    }
}
