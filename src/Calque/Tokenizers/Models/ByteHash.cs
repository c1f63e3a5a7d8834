using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Calque.Tokenizers.Models;

/// <summary>A fast hash of short byte strings for tables in memory; never written to a file.</summary>
internal static class ByteHash
{
    private const ulong K0 = 0x9E3779B97F4A7C15;
    private const ulong K1 = 0xBF58476D1CE4E5B9;

    /// <summary>Hashes eight bytes a step by the folded 64 x 64 product (as in wyhash).</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        ulong hash = ComputeLong(bytes);
        return (uint)(hash ^ (hash >> 32));
    }

    /// <summary>The same in 64 bits.</summary>
    public static ulong ComputeLong(ReadOnlySpan<byte> bytes)
    {
        ulong hash = K0 ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), K1);
            bytes = bytes[8..];
        }

        ulong tail;
        if (bytes.Length >= 4)
            tail = BinaryPrimitives.ReadUInt32LittleEndian(bytes) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) << 32);
        else if (bytes.Length > 0)
            tail = bytes[0] | ((ulong)bytes[bytes.Length >> 1] << 8) | ((ulong)bytes[^1] << 16);
        else
            tail = 0;
        return Fold(hash ^ tail, K0);
    }

    /// <summary>Hashes one 64-bit key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Compute(ulong key)
    {
        ulong hash = Fold(key ^ K1, K0);
        return (uint)(hash ^ (hash >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}
