using System;
using Calque.Neural.Tensors;

namespace Calque.Neural.Layers;

/// <summary>(x - mean) / sqrt(variance + ε) · weight + bias over the last axis (Ba, Kiros and Hinton 2016).</summary>
public sealed class LayerNorm
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly double _epsilon;
    private readonly long[] _shape;

    private LayerNorm(Parameter weight, Parameter bias, double epsilon)
    {
        _weight = weight;
        _bias = bias;
        _epsilon = epsilon;
        _shape = [weight.ElementCount];
    }

    /// <summary>The layer of <c>NAME.weight</c> and <c>NAME.bias</c>, each [width].</summary>
    public static LayerNorm Load(IParameterSource source, string name, long width, double epsilon)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new LayerNorm(source.Require($"{name}.weight", width), source.Require($"{name}.bias", width), epsilon);
    }

    /// <summary>As <see cref="Load"/>, ones and zeros where the files lack it.</summary>
    public static LayerNorm LoadOrCreate(IParameterSource source, string name, long width, double epsilon)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new LayerNorm(
            source.GetOrCreate($"{name}.weight", Initialization.Ones, width), source.GetOrCreate($"{name}.bias", Initialization.Zeros, width), epsilon);
    }

    /// <summary>x [… × width].</summary>
    public Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Operators.LayerNorm(Operators.InFloat32(x), _shape, _weight.Value, _bias.Value, _epsilon);
    }
}
