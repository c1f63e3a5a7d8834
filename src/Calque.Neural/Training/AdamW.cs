using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Training;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019, algorithm 2): θ ← θ - η (λ θ + m̂ / (sqrt(v̂) + ε)). On the processor one fused pass over each
/// parameter (native/adamw.cpp), elsewhere the same in operators.
/// </summary>
public sealed class AdamW : IDisposable
{
    private readonly AdamWOptions _options;
    private readonly Parameter[] _parameters;
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;

    /// <summary>Makes the state of trainable parameters: zeros.</summary>
    public AdamW(IEnumerable<Parameter> parameters, AdamWOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _parameters = [.. parameters.Where(parameter => parameter.IsTrainable)];
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        _first = Array.ConvertAll(_parameters, parameter => Operators.ZerosLike(parameter.Value).Own());
        _second = Array.ConvertAll(_parameters, parameter => Operators.ZerosLike(parameter.Value).Own());
    }

    /// <summary>Steps taken.</summary>
    public long StepCount { get; internal set; }

    /// <summary>The parameters it changes.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The mean of gradients of each parameter, m.</summary>
    public IReadOnlyList<Tensor> FirstMoments => _first;

    /// <summary>The mean of squared gradients of each parameter, v.</summary>
    public IReadOnlyList<Tensor> SecondMoments => _second;

    /// <summary>Whether a parameter decays: those with one axis, biases and norms, do not.</summary>
    public static bool Decays(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Shape.Count > 1;
    }

    /// <summary>Changes every parameter that has a gradient.</summary>
    /// <param name="rate">The learning rate, η.</param>
    public void Step(double rate)
    {
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        StepCount++;
        foreach (bool decays in (ReadOnlySpan<bool>)[true, false])
        {
            List<Tensor> values = [], gradients = [], first = [], second = [];
            for (int i = 0; i < _parameters.Length; i++)
            {
                if (Decays(_parameters[i]) != decays || _parameters[i].Value.Gradient is not { } gradient)
                    continue;
                values.Add(_parameters[i].Value);
                gradients.Add(gradient.IsContiguous ? gradient : Operators.Contiguous(gradient));
                first.Add(_first[i]);
                second.Add(_second[i]);
            }

            double decay = decays ? _options.WeightDecay : 0;
            if (values.Count > 0 && values[0].Device.IsCuda)
                StepInOperators(values, gradients, first, second, rate, decay);
            else if (values.Count > 0)
            {
                Operators.AdamWInPlace(
                    values.ToArray(), gradients.ToArray(), first.ToArray(), second.ToArray(), rate, _options.Beta1, _options.Beta2, _options.Epsilon, decay, StepCount);
            }
        }
    }

    /// <summary>Forgets the gradients.</summary>
    public void ClearGradients()
    {
        foreach (Parameter parameter in _parameters)
            parameter.Value.Gradient = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _first.Concat(_second))
            tensor.Dispose();
    }

    private void StepInOperators(List<Tensor> values, List<Tensor> gradients, List<Tensor> first, List<Tensor> second, double rate, double decay)
    {
        double correction1 = 1 - Math.Pow(_options.Beta1, StepCount), correction2 = 1 - Math.Pow(_options.Beta2, StepCount);
        for (int i = 0; i < values.Count; i++)
        {
            using TensorScope scope = TensorScope.Open();
            Operators.MultiplyInPlace(values[i], 1 - (rate * decay));
            Operators.MultiplyInPlace(first[i], _options.Beta1);
            Operators.AddInPlace(first[i], gradients[i], 1 - _options.Beta1);
            Operators.MultiplyInPlace(second[i], _options.Beta2);
            Operators.AddInPlace(second[i], gradients[i] * gradients[i], 1 - _options.Beta2);
            Tensor root = (Operators.SquareRoot(second[i]) / Math.Sqrt(correction2)) + _options.Epsilon;
            Operators.AddInPlace(values[i], first[i] / root, -rate / correction1);
        }
    }
}
