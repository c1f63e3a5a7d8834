using System;

namespace Calque.Neural.Tensors;

/// <summary>libtorch refused an operation: shapes that do not fit, no memory, a fault of the engine. A fault of ours unless the model's files caused it.</summary>
public sealed class TensorException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="operation">The operator or function that was called, with the shapes of its tensors.</param>
    /// <param name="reason">What libtorch says.</param>
    public TensorException(string operation, string reason)
        : base($"{operation}: {reason}")
    {
        Operation = operation;
        Reason = reason;
    }

    /// <summary>The operator or function that was called, with the shapes of its tensors.</summary>
    public string Operation { get; }

    /// <summary>What libtorch says.</summary>
    public string Reason { get; }
}
