using System;

namespace Calque.Numerics.Randomness;

/// <summary>
/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3" (SC 2011): a bijection of 128-bit counters for each 64-bit key, without state.
/// </summary>
public static class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint KeyStep0 = 0x9E3779B9;
    private const uint KeyStep1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The block that belongs to a counter under a key.</summary>
    /// <param name="counter">Four words, the lowest first.</param>
    /// <param name="key">Two words.</param>
    /// <param name="block">Receives the four random words.</param>
    public static void Generate(ReadOnlySpan<uint> counter, ReadOnlySpan<uint> key, Span<uint> block)
    {
        (ulong low, ulong high) = Generate(
            counter[0] | ((ulong)counter[1] << 32), counter[2] | ((ulong)counter[3] << 32), key[0] | ((ulong)key[1] << 32));
        block[0] = (uint)low;
        block[1] = (uint)(low >> 32);
        block[2] = (uint)high;
        block[3] = (uint)(high >> 32);
    }

    /// <summary>The same with words of 64 bits: the lower half of a block and the upper one.</summary>
    internal static (ulong Low, ulong High) Generate(ulong counterLow, ulong counterHigh, ulong key)
    {
        uint c0 = (uint)counterLow, c1 = (uint)(counterLow >> 32), c2 = (uint)counterHigh, c3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c3 = (uint)product0;
            k0 += KeyStep0;
            k1 += KeyStep1;
        }

        return (c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32));
    }
}
