using System;
using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Training;

/// <summary>Keeps the norm over all gradients below a limit (Pascanu, Mikolov and Bengio 2013, algorithm 1).</summary>
public static class GradientClipping
{
    // The public libraries' guard against a norm of zero; part of the number, so kept.
    private const double Guard = 1e-6;

    /// <summary>The Euclidean norm over all gradients.</summary>
    public static double Norm(IEnumerable<Parameter> parameters) => Clip(parameters, double.PositiveInfinity);

    /// <summary>Scales all gradients by limit / norm where the norm is above the limit.</summary>
    /// <param name="parameters">Their gradients are changed; those without one count for nothing.</param>
    /// <param name="limit">The largest norm.</param>
    /// <returns>The norm before.</returns>
    public static double Clip(IEnumerable<Parameter> parameters, double limit)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        Tensor[] gradients = [.. parameters.Where(parameter => parameter.IsTrainable).Select(parameter => parameter.Value.Gradient).OfType<Tensor>()];
        if (gradients.Length == 0)
            return 0;
        double norm = Operators.Norm(Operators.Stack(Operators.Norms(gradients), 0), [0]).Item();
        double factor = limit / (norm + Guard);
        if (factor < 1)
        {
            foreach (Tensor gradient in gradients)
                Operators.MultiplyInPlace(gradient, factor);
        }

        return norm;
    }
}
