using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Calque.Tokenizers.Encoders;

/// <summary>Which of a word's pairs of tokens is merged next: eight ranks at a time.</summary>
internal static class LowestRank
{
    /// <summary>The rank of a pair that does not merge.</summary>
    public const int None = int.MaxValue;

    /// <summary>The first of the lowest ranks, or -1 where every pair is <see cref="None"/>.</summary>
    /// <param name="ranks">The ranks, filled up with <see cref="None"/> to a multiple of eight.</param>
    /// <param name="count">How many there are; only whole multiples of eight are looked at.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Find(ReadOnlySpan<int> ranks, int count)
    {
        Vector256<int> lowest = Vector256.Create(ranks);
        for (int i = 8; i < count; i += 8)
            lowest = Vector256.Min(lowest, Vector256.Create(ranks[i..]));
        Vector128<int> half = Vector128.Min(lowest.GetLower(), lowest.GetUpper());
        half = Vector128.Min(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
        half = Vector128.Min(half, Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2)));
        int value = half.ToScalar();
        if (value == None)
            return -1;
        Vector256<int> wanted = Vector256.Create(value);
        for (int i = 0; ; i += 8)
        {
            uint found = Vector256.Equals(Vector256.Create(ranks[i..]), wanted).ExtractMostSignificantBits();
            if (found != 0)
                return i + BitOperations.TrailingZeroCount(found);
        }
    }
}
