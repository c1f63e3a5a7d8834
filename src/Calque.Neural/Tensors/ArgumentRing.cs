using System;
using System.Runtime.InteropServices;

namespace Calque.Neural.Tensors;

/// <summary>
/// Native memory for the lists among an operator's arguments: one ring a thread, handed out in turn. A list stays valid while
/// the arguments around it are evaluated, calls of other operators among them; nothing is pinned and nothing is freed a call.
/// </summary>
internal static unsafe class ArgumentRing
{
    private const int Size = 1 << 20;

    [ThreadStatic]
    private static byte* _memory;

    [ThreadStatic]
    private static int _next;

    internal static nint Copy(ReadOnlySpan<byte> bytes)
    {
        nint place = Reserve(bytes.Length);
        bytes.CopyTo(new Span<byte>((void*)place, bytes.Length));
        return place;
    }

    /// <exception cref="ArgumentOutOfRangeException">More than half the ring at once: no list of a model is so long.</exception>
    internal static nint Reserve(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Size / 2);
        if (_memory is null)
            _memory = (byte*)NativeMemory.AlignedAlloc(Size, 64);
        int aligned = (length + 15) & ~15;
        if (_next + aligned > Size)
            _next = 0;
        nint place = (nint)(_memory + _next);
        _next += aligned;
        return place;
    }
}
