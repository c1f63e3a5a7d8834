using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Calque.Tokenizers.Models;

/// <summary>
/// A fast hash of short byte strings for tables in memory; never written to a file. Made of what a compiler can put in place ahead
/// of time: a process that only loads a tokenizer runs none of it often enough to be compiled anew.
/// </summary>
internal static class ByteHash
{
    private const ulong K0 = 0x9E3779B97F4A7C15;
    private const ulong K1 = 0xBF58476D1CE4E5B9;

    /// <summary>Hashes eight bytes a step by a product whose high half is folded onto the low one, which holds the better bits.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => (uint)ComputeLong(bytes);

    /// <summary>The same in 64 bits.</summary>
    public static ulong ComputeLong(ReadOnlySpan<byte> bytes)
    {
        ref byte at = ref MemoryMarshal.GetReference(bytes);
        int length = bytes.Length;
        ulong hash = K0 ^ (ulong)length;
        for (; length >= 8; length -= 8, at = ref Unsafe.Add(ref at, 8))
            hash = Fold((hash ^ Unsafe.ReadUnaligned<ulong>(ref at)) * K1);
        // The last bytes, read so that the reads overlap instead of reaching behind the end.
        ulong tail = 0;
        if (length >= 4)
            tail = Unsafe.ReadUnaligned<uint>(ref at) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref at, length - 4)) << 32);
        else if (length > 0)
            tail = at | ((ulong)Unsafe.Add(ref at, length >> 1) << 8) | ((ulong)Unsafe.Add(ref at, length - 1) << 16);
        return Fold((hash ^ tail) * K0);
    }

    /// <summary>Hashes one 64-bit key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compute(ulong key)
    {
        // Pairs of ids are too regular for less than the whole product.
        ulong high = Math.BigMul(key ^ K1, K0, out ulong low);
        ulong hash = high ^ low;
        return (uint)(hash ^ (hash >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong value) => value ^ (value >> 32);
}
