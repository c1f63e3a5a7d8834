using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Calque.Neural.Tensors;

/// <summary>The functions of <c>native/calque_torch.h</c>, and nothing more.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "calque_torch";

    [LibraryImport(Library)] internal static partial int calque_abi_version();
    [LibraryImport(Library)] internal static partial long calque_last_error(byte* text, long capacity);
    [LibraryImport(Library)] internal static partial long calque_torch_version(byte* text, long capacity);
    [LibraryImport(Library)] internal static partial long calque_build_settings(byte* text, long capacity);
    [LibraryImport(Library)][SuppressGCTransition] internal static partial long calque_live_handles();
    [LibraryImport(Library)] internal static partial int calque_capabilities();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int calque_operator_find(string name, string overload, out nint found);

    [LibraryImport(Library)] internal static partial int calque_operator_schema(nint found, byte* text, long capacity, out long length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int calque_operator_exists(string name, string overload, out int exists);

    [LibraryImport(Library)]
    internal static partial int calque_operator_call(nint found, NativeValue* arguments, int count, NativeValue* results, int capacity, int* resultCount);

    [LibraryImport(Library)] internal static partial void calque_list_free(nint list);
    [LibraryImport(Library)] internal static partial int calque_tensor_from_host(void* data, int dataType, long* sizes, int rank, out nint tensor);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int calque_tensor_from_file(string path, long offset, int dataType, long* sizes, int rank, out nint tensor);

    [LibraryImport(Library)] internal static partial int calque_tensor_information(nint tensor, TensorInformation* information);
    [LibraryImport(Library)] internal static partial int calque_tensor_retain(nint tensor, out nint other);
    [LibraryImport(Library)] internal static partial void calque_tensor_release(nint* tensors, int count);

    [LibraryImport(Library)] internal static partial int calque_set_requires_gradient(nint tensor, int on);
    [LibraryImport(Library)] internal static partial int calque_gradient(nint tensor, out nint gradient);
    [LibraryImport(Library)] internal static partial int calque_set_gradient(nint tensor, nint gradient);
    [LibraryImport(Library)] internal static partial int calque_gradient_mode(int on);
    [LibraryImport(Library)] internal static partial int calque_backward(nint* tensors, nint* gradients, int count, int retainGraph);

    [LibraryImport(Library)]
    internal static partial int calque_gradients_of(nint* outputs, nint* outputGradients, int outputCount, nint* inputs, int inputCount, int retainGraph,
        int createGraph, int allowUnused, nint* gradients);

    [LibraryImport(Library)]
    internal static partial int calque_gradient_hook(nint leaf, delegate* unmanaged<nint, long, void> callback, nint context, long id, out nint hook);

    [LibraryImport(Library)] internal static partial void calque_gradient_hook_release(nint hook);
    [LibraryImport(Library)] internal static partial int calque_autocast(int deviceType, int dataType);

    [LibraryImport(Library)] internal static partial int calque_set_threads(int count);
    [LibraryImport(Library)] internal static partial int calque_threads();
    [LibraryImport(Library)] internal static partial int calque_flush_denormals(int on);
    [LibraryImport(Library)] internal static partial int calque_return_memory();
    [LibraryImport(Library)] internal static partial int calque_synchronize(int deviceIndex);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int calque_group_create(string? store, string? host, int port, int rank, int size, int timeoutMilliseconds, out nint group);

    [LibraryImport(Library)] internal static partial void calque_group_release(nint group);
    [LibraryImport(Library)] internal static partial int calque_group_all_reduce(nint group, nint tensor, out nint work);
    [LibraryImport(Library)] internal static partial int calque_group_broadcast(nint group, nint tensor, int root, out nint work);
    [LibraryImport(Library)] internal static partial int calque_work_wait(nint work);

    /// <summary>The text of the last failure on this thread.</summary>
    internal static string LastError()
    {
        long length = calque_last_error(null, 0);
        byte[] text = new byte[length];
        fixed (byte* place = text)
            calque_last_error(place, length);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Reads a text that a function writes into memory of a given size, returning its whole length.</summary>
    internal static string ReadText(Func<nint, long, long> write)
    {
        byte[] text = new byte[write(0, 0)];
        fixed (byte* place = text)
            write((nint)place, text.Length);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Throws what libtorch said, if it said something.</summary>
    internal static void Check(int status, string operation)
    {
        if (status != 0)
            throw new TensorException(operation, LastError());
    }
}
