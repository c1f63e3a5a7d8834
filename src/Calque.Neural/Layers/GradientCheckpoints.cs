using System;
using System.Collections.Generic;
using Calque.Neural.Tensors;

namespace Calque.Neural.Layers;

/// <summary>
/// Gradient checkpointing (Chen et al. 2016): a segment runs without a graph, and again with one when its gradient is due, so only
/// the segments' ends stay in memory. After the loss's backward pass <see cref="Backward"/> goes through the segments from the last.
/// </summary>
public sealed class GradientCheckpoints
{
    private readonly Stack<(Func<Tensor, Tensor> Segment, Tensor Input, Tensor Output)> _segments = new();

    /// <summary>Runs a segment without a graph.</summary>
    /// <returns>Its result as a new leaf.</returns>
    internal Tensor Run(Func<Tensor, Tensor> segment, Tensor input)
    {
        Tensor output;
        using (TensorScope scope = TensorScope.Open())
        using (Gradients.Without())
        {
            output = scope.Keep(Operators.Detach(segment(input)));
        }

        output.RequiresGradient = true;
        _segments.Push((segment, input, output));
        return output;
    }

    /// <summary>Carries the gradient through the segments that were run, from the last to the first, and on to what stands before.</summary>
    public void Backward()
    {
        while (_segments.TryPop(out (Func<Tensor, Tensor> Segment, Tensor Input, Tensor Output) last))
        {
            using TensorScope scope = TensorScope.Open();
            // A segment nobody used has no gradient to carry.
            if (last.Output.Gradient is not { } gradient)
                continue;
            Gradients.Backward(last.Segment(last.Input), gradient);
            last.Output.Gradient = null;
        }
    }
}
