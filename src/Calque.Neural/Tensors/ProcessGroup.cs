using System;
using System.Globalization;

namespace Calque.Neural.Tensors;

/// <summary>Processes of one machine that add up tensors together (c10d with Gloo). Every member must make the same calls in the same order.</summary>
public sealed class ProcessGroup : IDisposable
{
    private readonly string _store;
    private nint _handle;

    private ProcessGroup(nint handle, string store, int rank, int size)
    {
        _handle = handle;
        _store = store;
        Rank = rank;
        Size = size;
    }

    /// <summary>This member's number, from 0.</summary>
    public int Rank { get; }

    /// <summary>How many members there are.</summary>
    public int Size { get; }

    /// <summary>Joins the group; returns when all members have.</summary>
    /// <param name="store">A file that all members name; it must not exist before the first comes, and is of no use afterwards.</param>
    /// <param name="rank">This member's number, from 0.</param>
    /// <param name="size">How many members there are.</param>
    /// <param name="timeout">How long to wait for the others, here and in every call; from a millisecond to some weeks.</param>
    /// <exception cref="EngineUnavailableException">This libtorch has no process groups.</exception>
    /// <exception cref="InvalidInputException">The others did not come in time.</exception>
    public static ProcessGroup Join(string store, int rank, int size, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromMilliseconds(int.MaxValue));
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, size);
        if (!TensorEngine.HasProcessGroups)
        {
            throw new EngineUnavailableException(
                "training with several processes", "a library over libtorch built without Gloo's headers", "process groups",
                "Debian, Ubuntu: install libgloo-dev and build again. One process works without.");
        }

        nint handle = 0;
        Try(store, rank, size, () => NativeMethods.Check(NativeMethods.calque_group_create(store, null, 0, rank, size, (int)timeout.TotalMilliseconds, out handle), "joining"));
        return new ProcessGroup(handle, store, rank, size);
    }

    /// <summary>Replaces each tensor by the sum of all members' tensors of its place.</summary>
    /// <param name="tensors">Contiguous, on the processor, of the same shapes and types in every member.</param>
    /// <exception cref="InvalidInputException">Another member ended, or did not come in time; the tensors' elements then mean nothing.</exception>
    public void AllReduce(params ReadOnlySpan<Tensor> tensors)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        nint[] work = new nint[tensors.Length];
        int begun = 0;
        try
        {
            for (; begun < tensors.Length; begun++)
            {
                nint tensor = tensors[begun].Handle, started = 0;
                Try(_store, Rank, Size, () => NativeMethods.Check(NativeMethods.calque_group_all_reduce(_handle, tensor, out started), "a sum over processes"));
                work[begun] = started;
            }
        }
        finally
        {
            Wait(work.AsSpan(0, begun));
        }
    }

    /// <summary>Gives all members the tensor of one.</summary>
    /// <param name="tensor">Contiguous, on the processor, of the same shape and type in every member.</param>
    /// <param name="root">Whose.</param>
    /// <exception cref="InvalidInputException">Another member ended, or did not come in time.</exception>
    public void Broadcast(Tensor tensor, int root)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        nint work = 0;
        Try(_store, Rank, Size, () => NativeMethods.Check(NativeMethods.calque_group_broadcast(_handle, tensor.Handle, root, out work), "a tensor sent to all processes"));
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
    private void Wait(ReadOnlySpan<nint> work)
    {
        InvalidInputException? first = null;
        foreach (nint each in work)
        {
            nint one = each;
            try
            {
                Try(_store, Rank, Size, () => NativeMethods.Check(NativeMethods.calque_work_wait(one), "waiting for the other processes"));
            }
            catch (InvalidInputException error)
            {
                first ??= error;
            }
        }

        if (first is not null)
            throw first;
    }

    private static void Try(string store, int rank, int size, Action call)
    {
        try
        {
            call();
        }
        catch (TensorException error)
        {
            throw new InvalidInputException(
                string.Create(CultureInfo.InvariantCulture, $"process {rank} of {size}, meeting at {store}"), error.Message, "all processes, alive and making the same calls",
                "Look at the other processes' errors first; start them all again with a new file.", error);
        }
    }
}
