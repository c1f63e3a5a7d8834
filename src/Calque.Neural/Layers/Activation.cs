using System;
using Calque.Neural.Tensors;

namespace Calque.Neural.Layers;

/// <summary>The activation functions that configurations name.</summary>
public static class Activation
{
    /// <summary>Finds a function by its name in a configuration.</summary>
    /// <param name="name">Such as <c>gelu</c>, <c>gelu_new</c>, <c>relu</c> or <c>silu</c>.</param>
    /// <param name="place">Where the name stands, for the error.</param>
    /// <exception cref="InvalidModelException">No such function.</exception>
    public static Func<Tensor, Tensor> Named(string name, string place) => name switch
    {
        "gelu" or "gelu_python" => x => Operators.Gelu(x),
        "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" or "gelu_accurate" => x => Operators.Gelu(x, "tanh"),
        "relu" => Operators.Relu,
        "silu" or "swish" => Operators.Silu,
        "tanh" => Operators.Tanh,
        _ => throw new InvalidModelException(
            place, $"the activation '{name}'", "gelu, gelu_new, gelu_pytorch_tanh, relu, silu, swish or tanh", "The engine has no other activation yet; docs/engine.md says where one is added."),
    };
}
