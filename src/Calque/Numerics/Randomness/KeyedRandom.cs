using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Calque.Numerics.Randomness;

/// <summary>
/// Random numbers that hang only on (seed, purpose, key) and the position in their own stream: the draw for one token is
/// the same whatever else is drawn, in any order, on any number of threads and on every machine.
/// </summary>
/// <remarks>
/// The generator is <see cref="Philox">Philox4x32-10</see>. Its key is the seed; the upper half of its counter is a 64-bit
/// hash of purpose and key, the lower half counts blocks of two 64-bit words. The hash is FNV-1a (64 bits) over the UTF-8
/// bytes of the purpose, one byte 0xFF (which UTF-8 never contains), one byte that tells the kind of the key (0 a number,
/// 1 bytes), and the key (a number as 8 bytes, lowest first), then the finalizer of SplitMix64. An instance is a position
/// in a stream and belongs to one thread.
/// </remarks>
public sealed class KeyedRandom
{
    private const double TwoToMinus52 = 1.0 / (1L << 52);
    private readonly ulong _seed;
    private readonly ulong _stream;
    private ulong _block;
    private ulong _pending;
    private bool _hasPending;

    /// <summary>Opens the stream of a numbered item, such as a row.</summary>
    /// <param name="seed">The user's seed.</param>
    /// <param name="purpose">What the numbers are for, such as <c>embedding rows</c>: two purposes never share numbers.</param>
    /// <param name="key">Which item.</param>
    public KeyedRandom(ulong seed, string purpose, ulong key)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, key);
        _seed = seed;
        _stream = HashStream(purpose, 0, bytes);
    }

    /// <summary>Opens the stream of a named item, such as a token.</summary>
    /// <inheritdoc cref="KeyedRandom(ulong, string, ulong)"/>
    public KeyedRandom(ulong seed, string purpose, string key)
        : this(seed, purpose, Encoding.UTF8.GetBytes(key ?? throw new ArgumentNullException(nameof(key))).AsSpan())
    {
    }

    /// <summary>Opens the stream of an item named by UTF-8 bytes; equal to the one of the same name as a string.</summary>
    /// <inheritdoc cref="KeyedRandom(ulong, string, ulong)"/>
    public KeyedRandom(ulong seed, string purpose, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        _seed = seed;
        _stream = HashStream(purpose, 1, key);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        if (_hasPending)
        {
            _hasPending = false;
            return _pending;
        }

        (ulong low, _pending) = Philox.Generate(_block++, _stream, _seed);
        _hasPending = true;
        return low;
    }

    /// <summary>The next number of the uniform distribution over the open interval (0, 1): (n + ½) · 2⁻⁵² for 52 random bits n.</summary>
    public double NextUniform() => Uniform(NextUInt64());

    /// <summary>The next number of the standard normal distribution: the quantile of one uniform number (<see cref="NormalQuantile"/>).</summary>
    public double NextNormal() => NormalQuantile.Evaluate(NextUniform());

    /// <summary>A whole number from 0 to <paramref name="bound"/> - 1, each equally likely (Lemire 2019: multiply and reject).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        uint range = (uint)bound;
        uint rejected = (uint)(0x1_0000_0000UL % range);
        while (true)
        {
            ulong product = (NextUInt64() >> 32) * range;
            if ((uint)product >= rejected)
            {
                return (int)(product >> 32);
            }
        }
    }

    /// <summary>Fills with numbers of the uniform distribution over (0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillUniform(Span<double> destination)
    {
        int i = 0;
        if (_hasPending && destination.Length > 0)
        {
            destination[i++] = NextUniform();
        }

        for (; i + 1 < destination.Length; i += 2)
        {
            (ulong low, ulong high) = Philox.Generate(_block++, _stream, _seed);
            destination[i] = Uniform(low);
            destination[i + 1] = Uniform(high);
        }

        if (i < destination.Length)
        {
            destination[i] = NextUniform();
        }
    }

    /// <summary>Fills with numbers of the standard normal distribution.</summary>
    public void FillNormal(Span<double> destination)
    {
        FillUniform(destination);
        NormalQuantile.Evaluate(destination);
    }

    /// <summary>Brings the items into a random order, each order equally likely (Fisher and Yates, from the end).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static double Uniform(ulong bits) => ((bits >> 12) + 0.5) * TwoToMinus52;

    private static ulong HashStream(string purpose, byte kind, ReadOnlySpan<byte> key)
    {
        ulong hash = Fnv1A(14695981039346656037UL, Encoding.UTF8.GetBytes(purpose));
        hash = Fnv1A(hash, [0xFF, kind]);
        hash = Fnv1A(hash, key);
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return hash ^ (hash >> 31);
    }

    private static ulong Fnv1A(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return hash;
    }
}
