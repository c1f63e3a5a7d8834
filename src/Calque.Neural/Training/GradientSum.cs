using System.Collections.Generic;
using System.Linq;
using Calque.Neural.Layers;
using Calque.Neural.Tensors;

namespace Calque.Neural.Training;

/// <summary>Adds up the gradients of processes that share a step.</summary>
internal static class GradientSum
{
    /// <summary>Gives every member the sum of all members' gradients, and of their losses.</summary>
    /// <param name="group">The members.</param>
    /// <param name="parameters">The same in every member.</param>
    /// <param name="loss">This member's part of the step's loss.</param>
    /// <returns>The whole step's loss.</returns>
    public static double Over(ProcessGroup group, IReadOnlyList<Parameter> parameters, double loss)
    {
        using TensorScope scope = TensorScope.Open();
        using Gradients.NoGradientScope none = Gradients.Without();
        Tensor whole = Tensor.From<double>([loss], 1);
        // A parameter that no member's texts touched has no gradient and takes no step: it must not get one of zeros.
        Tensor counts = Tensor.From<float>([.. parameters.Select(parameter => parameter.Value.Gradient is null ? 0f : 1f)], parameters.Count);
        group.AllReduce(whole, counts);
        float[] members = counts.ToArray<float>();
        List<Tensor> gradients = [];
        for (int i = 0; i < parameters.Count; i++)
        {
            if (members[i] == 0)
                continue;
            Tensor value = parameters[i].Value;
            if (value.Gradient is not { IsContiguous: true })
                value.Gradient = value.Gradient is { } scattered ? Operators.Contiguous(scattered) : Operators.Zeros([.. parameters[i].Shape], DataType.Float32, value.Device);
            gradients.Add(value.Gradient!); // set in the line above where there was none
        }

        group.AllReduce(gradients.ToArray());
        return whole.Item();
    }
}
