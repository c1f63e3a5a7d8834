using System;
using System.Runtime.InteropServices;

namespace Calque.Numerics.Neighbors;

/// <summary>Unmanaged memory aligned to 64 bytes, not cleared: what packing overwrites need not be written twice.</summary>
internal sealed unsafe class NativeArray<T> : IDisposable
    where T : unmanaged
{
    public NativeArray(long length)
    {
        Length = length;
        Pointer = (T*)NativeMemory.AlignedAlloc(Math.Max((nuint)length, 1) * (nuint)sizeof(T), 64);
    }

    /// <summary>The first element; null after disposal.</summary>
    public T* Pointer { get; private set; }

    /// <summary>Elements.</summary>
    public long Length { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
