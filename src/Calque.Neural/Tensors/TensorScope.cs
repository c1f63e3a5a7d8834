using System;
using System.Collections.Generic;

namespace Calque.Neural.Tensors;

/// <summary>
/// Frees the tensors that its thread made while it was open: one step of training, one batch of an evaluation. Scopes nest; what
/// should outlive one is handed on with <see cref="Keep"/>, or owned with <see cref="Tensor.Own"/>.
/// </summary>
/// <remarks>A scope belongs to the thread that opened it: no <c>await</c> while it is open.</remarks>
public sealed unsafe class TensorScope : IDisposable
{
    private const int Block = 256;

    [ThreadStatic]
    private static TensorScope? _current;

    private readonly TensorScope? _around;
    private readonly List<Tensor> _tensors = [];
    private bool _closed;

    private TensorScope(TensorScope? around) => _around = around;

    /// <summary>Whether this thread has a scope.</summary>
    public static bool IsOpen => _current is not null;

    internal static TensorScope Current =>
        _current ?? throw new InvalidOperationException("no TensorScope is open on this thread: a tensor made now would never be freed");

    /// <summary>Opens a scope inside the thread's current one.</summary>
    public static TensorScope Open() => _current = new TensorScope(_current);

    /// <summary>Hands a tensor to the scope around, which frees it.</summary>
    /// <returns>The tensor.</returns>
    /// <exception cref="InvalidOperationException">There is no scope around: own the tensor instead.</exception>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        TensorScope around = _around ?? throw new InvalidOperationException("no TensorScope around this one: call Tensor.Own and dispose of it");
        if (tensor.Scope == this)
            around.Add(tensor);
        return tensor;
    }

    /// <summary>Frees what was made in this scope and not handed on.</summary>
    public void Dispose()
    {
        if (_closed)
            return;
        if (_current != this)
            throw new InvalidOperationException("a TensorScope was closed out of turn, or on another thread");
        _closed = true;
        _current = _around;
        nint* handles = stackalloc nint[Block];
        int count = 0;
        foreach (Tensor tensor in _tensors)
        {
            // Handed on or disposed of before: no longer this scope's.
            if (tensor.Scope != this)
                continue;
            handles[count++] = tensor.Forget();
            if (count == Block)
            {
                NativeMethods.calque_tensor_release(handles, count);
                count = 0;
            }
        }

        NativeMethods.calque_tensor_release(handles, count);
        _tensors.Clear();
    }

    internal void Add(Tensor tensor)
    {
        tensor.Scope = this;
        _tensors.Add(tensor);
    }
}
