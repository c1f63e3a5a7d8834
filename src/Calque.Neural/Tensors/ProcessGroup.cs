using System;
using System.Globalization;
using System.Linq;

namespace Calque.Neural.Tensors;

/// <summary>Processes of one machine that add up tensors together (c10d with Gloo). Every member must make the same calls in the same order.</summary>
public sealed class ProcessGroup : IDisposable
{
    private nint _handle;

    private ProcessGroup(nint handle, int rank, int size)
    {
        _handle = handle;
        Rank = rank;
        Size = size;
    }

    /// <summary>This member's number, from 0.</summary>
    public int Rank { get; }

    /// <summary>How many members there are.</summary>
    public int Size { get; }

    /// <summary>Joins the group; returns when all members have.</summary>
    /// <param name="meetingFile">A file that all members name; it must not exist before the first comes, and is of no use afterwards.</param>
    /// <param name="rank">This member's number, from 0.</param>
    /// <param name="size">How many members there are.</param>
    /// <param name="patience">How long to wait for the others, here and in every call.</param>
    /// <exception cref="EngineUnavailableException">This libtorch has no process groups.</exception>
    /// <exception cref="TensorException">The others did not come.</exception>
    public static ProcessGroup Join(string meetingFile, int rank, int size, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(meetingFile);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, size);
        if (!TensorEngine.HasProcessGroups)
        {
            throw new EngineUnavailableException(
                "training with several processes", "a library over libtorch built without Gloo's headers", "process groups",
                "Debian, Ubuntu: install libgloo-dev and build again. One process works without.");
        }

        NativeMethods.Check(
            NativeMethods.calque_group_create(meetingFile, null, 0, rank, size, checked((int)patience.TotalMilliseconds), out nint handle),
            string.Create(CultureInfo.InvariantCulture, $"member {rank} of a group of {size}"));
        return new ProcessGroup(handle, rank, size);
    }

    /// <summary>Replaces each tensor by the sum of all members' tensors of its place.</summary>
    /// <param name="tensors">Contiguous, of the same shapes in every member.</param>
    public void Sum(params ReadOnlySpan<Tensor> tensors)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        nint[] work = new nint[tensors.Length];
        int begun = 0;
        try
        {
            for (; begun < tensors.Length; begun++)
                NativeMethods.Check(NativeMethods.calque_group_all_reduce(_handle, tensors[begun].Handle, out work[begun]), "a sum over processes");
        }
        finally
        {
            Wait(work.AsSpan(0, begun));
        }
    }

    /// <summary>Gives all members the tensor of one.</summary>
    /// <param name="tensor">Contiguous, of the same shape in every member.</param>
    /// <param name="root">Whose.</param>
    public void Broadcast(Tensor tensor, int root)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        NativeMethods.Check(NativeMethods.calque_group_broadcast(_handle, tensor.Handle, root, out nint work), "a tensor sent to all processes");
        Wait([work]);
    }

    /// <summary>Leaves the group.</summary>
    public void Dispose()
    {
        if (_handle != 0)
            NativeMethods.calque_group_release(_handle);
        _handle = 0;
    }

    /// <summary>Waits for all, also where one fails: waiting frees.</summary>
    private static void Wait(ReadOnlySpan<nint> work)
    {
        TensorException? first = null;
        foreach (nint one in work)
        {
            try
            {
                NativeMethods.Check(NativeMethods.calque_work_wait(one), "waiting for the other processes");
            }
            catch (TensorException error)
            {
                first ??= error;
            }
        }

        if (first is not null)
            throw first;
    }
}
