using System;

namespace Calque.Neural.Tensors;

/// <summary>Gradients: backward passes, and doing without them.</summary>
public static unsafe class Gradients
{
    /// <summary>Adds the gradient of a single number to every leaf that asked for one.</summary>
    /// <param name="loss">A tensor with one element.</param>
    /// <param name="retainGraph">Whether another backward pass over the same graph follows.</param>
    public static void Backward(Tensor loss, bool retainGraph = false)
    {
        ArgumentNullException.ThrowIfNull(loss);
        nint handle = loss.Handle;
        NativeMethods.Check(NativeMethods.calque_backward(&handle, null, 1, retainGraph ? 1 : 0), "backward");
    }

    /// <summary>Adds the gradient of ⟨output, gradient⟩ to every leaf that asked for one.</summary>
    /// <param name="output">Any tensor of the graph.</param>
    /// <param name="gradient">Of the output's shape.</param>
    public static void Backward(Tensor output, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(gradient);
        nint outputHandle = output.Handle, gradientHandle = gradient.Handle;
        NativeMethods.Check(NativeMethods.calque_backward(&outputHandle, &gradientHandle, 1, 0), "backward");
    }

    /// <summary>The gradients of a single number by some tensors, without adding them to any.</summary>
    /// <param name="output">A tensor with one element.</param>
    /// <param name="inputs">Tensors of its graph.</param>
    /// <param name="createGraph">Whether the gradients have gradients themselves.</param>
    /// <returns>One tensor an input.</returns>
    public static Tensor[] Of(Tensor output, ReadOnlySpan<Tensor> inputs, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        nint outputHandle = output.Handle;
        nint[] handles = new nint[inputs.Length], found = new nint[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
            handles[i] = inputs[i].Handle;
        fixed (nint* first = handles, results = found)
        {
            NativeMethods.Check(
                NativeMethods.calque_gradients_of(&outputHandle, null, 1, first, handles.Length, createGraph ? 1 : 0, createGraph ? 1 : 0, 0, results), "gradients");
        }

        return Array.ConvertAll(found, handle => Tensor.Wrap(handle, "gradients"));
    }

    /// <summary>Until disposed of, this thread makes no graph: evaluation, generation, the optimizer's step.</summary>
    public static NoGradientScope Without() => new(NativeMode(false));

    private static bool NativeMode(bool on)
    {
        TensorEngine.Load();
        return NativeMethods.calque_gradient_mode(on ? 1 : 0) != 0;
    }

    /// <summary>Restores the gradient mode that stood before.</summary>
    public readonly ref struct NoGradientScope
    {
        private readonly bool _before;

        internal NoGradientScope(bool before) => _before = before;

        /// <summary>Restores the mode.</summary>
        public void Dispose() => NativeMode(_before);
    }
}
