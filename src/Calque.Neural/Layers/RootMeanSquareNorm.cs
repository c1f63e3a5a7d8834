using System;
using Calque.Neural.Tensors;

namespace Calque.Neural.Layers;

/// <summary>x / sqrt(mean(x²) + ε) · weight over the last axis (Zhang and Sennrich 2019).</summary>
public sealed class RootMeanSquareNorm
{
    private static readonly long[] LastAxis = [-1];
    private readonly Parameter _weight;
    private readonly double _epsilon;

    private RootMeanSquareNorm(Parameter weight, double epsilon)
    {
        _weight = weight;
        _epsilon = epsilon;
    }

    /// <summary>The layer of <c>NAME.weight</c>, [width].</summary>
    public static RootMeanSquareNorm Load(IParameterSource source, string name, long width, double epsilon)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new RootMeanSquareNorm(source.Require($"{name}.weight", width), epsilon);
    }

    /// <summary>x [… × width].</summary>
    public Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor whole = Operators.InFloat32(x);
        Tensor scale = Operators.ReciprocalSquareRoot(Operators.Mean(whole * whole, LastAxis, keepAxes: true) + _epsilon);
        return whole * scale * _weight.Value;
    }
}
