using System;
using System.Collections.Generic;
using System.Linq;

namespace Calque.Tests.Vectors;

/// <summary>Damages bytes in repeatable ways.</summary>
internal static class BrokenFile
{
    /// <summary>Every start of a small file; of a larger one about 400, all lengths below 256 among them.</summary>
    public static IEnumerable<byte[]> Cuts(byte[] whole)
    {
        int step = Math.Max(1, whole.Length / 150);
        for (int length = 0; length < whole.Length; length += length < 256 ? 1 : step)
            yield return whole[..length];
        yield return whole[..^1];
    }

    /// <summary>Single bytes changed, seeded.</summary>
    public static IEnumerable<byte[]> Flips(byte[] whole, int count, ulong seed)
    {
        foreach (ulong draw in Draws(seed).Take(count))
        {
            byte[] copy = [.. whole];
            // Half of the damage goes to the first bytes, where the lengths stand.
            int room = (draw & 1) == 0 ? whole.Length : Math.Min(whole.Length, 128);
            copy[(int)((draw >> 16) % (ulong)room)] = (byte)(draw >> 8);
            yield return copy;
        }
    }

    /// <summary>Random bytes, seeded.</summary>
    public static IEnumerable<byte[]> Noise(int count, ulong seed)
    {
        ulong[] draws = [.. Draws(seed).Take(count * 64)];
        for (int file = 0; file < count; file++)
        {
            byte[] bytes = [.. draws.Skip(file * 64).Take(64).SelectMany(BitConverter.GetBytes)];
            yield return bytes[..(int)(draws[file * 64] % 512 + 1)];
        }
    }

    /// <summary>splitmix64.</summary>
    public static IEnumerable<ulong> Draws(ulong seed)
    {
        while (true)
        {
            seed += 0x9E3779B97F4A7C15;
            ulong mixed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            yield return mixed ^ (mixed >> 31);
        }
    }
}
