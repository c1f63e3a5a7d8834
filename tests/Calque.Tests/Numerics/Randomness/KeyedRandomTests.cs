using System;
using System.Linq;
using System.Text;
using Calque.Numerics.Randomness;
using Xunit;

namespace Calque.Tests.Numerics.Randomness;

public class KeyedRandomTests
{
    /// <summary>The known answers that the authors of the generator publish with their library Random123 (kat_vectors).</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_KnownAnswers_Agree(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint b0, uint b1, uint b2, uint b3)
    {
        uint[] block = new uint[4];
        Philox.Generate([c0, c1, c2, c3], [k0, k1], block);
        Assert.Equal([b0, b1, b2, b3], block);
    }

    [Fact]
    public void NextUInt64_OneStream_NeverChanges()
    {
        // Written down once; a change here would change every file made with a seed.
        KeyedRandom random = new(42, "embedding rows", "haus");
        ulong[] first = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];
        Assert.Equal(ExpectedStream(42, "embedding rows", 1, "haus"u8.ToArray(), 3), first);
    }

    [Fact]
    public void Streams_OtherSeedPurposeKeyOrKind_Differ()
    {
        ulong[] draws =
        [
            new KeyedRandom(1, "a", 97).NextUInt64(),
            new KeyedRandom(2, "a", 97).NextUInt64(),
            new KeyedRandom(1, "b", 97).NextUInt64(),
            new KeyedRandom(1, "a", 98).NextUInt64(),
            new KeyedRandom(1, "a", "a").NextUInt64(),
            new KeyedRandom(1, "a", "a\0\0\0\0\0\0\0").NextUInt64(),
            new KeyedRandom(1, "", "aa").NextUInt64(),
            new KeyedRandom(1, "aa", "").NextUInt64(),
        ];
        Assert.Equal(draws.Length, draws.Distinct().Count());
    }

    [Fact]
    public void Constructor_StringOrItsBytes_SameStream()
    {
        Assert.Equal(
            new KeyedRandom(5, "x", "größe").NextUInt64(),
            new KeyedRandom(5, "x", Encoding.UTF8.GetBytes("größe").AsSpan()).NextUInt64());
    }

    [Fact]
    public void FillNormal_MillionDraws_HasTheMomentsAndTheDistribution()
    {
        const int Count = 1_000_000;
        double[] values = new double[Count];
        new KeyedRandom(1, "moments", 0).FillNormal(values);
        double mean = values.Average();
        double variance = values.Sum(v => (v - mean) * (v - mean)) / Count;
        double skewness = values.Sum(v => Math.Pow(v - mean, 3)) / Count;
        double kurtosis = values.Sum(v => Math.Pow(v - mean, 4)) / Count;

        // Five standard errors of each estimate.
        Assert.InRange(mean, -5e-3, 5e-3);
        Assert.InRange(variance, 1 - 7.1e-3, 1 + 7.1e-3);
        Assert.InRange(skewness, -1.3e-2, 1.3e-2);
        Assert.InRange(kurtosis, 3 - 5e-2, 3 + 5e-2);

        // Kolmogorov and Smirnov: 1.95 / sqrt(n) is passed by chance once in a thousand seeds; this seed is fixed.
        Array.Sort(values);
        double distance = 0;
        for (int i = 0; i < Count; i += 97)
        {
            double cumulative = NormalCumulative(values[i]);
            distance = Math.Max(distance, Math.Max(cumulative - ((double)i / Count), ((double)(i + 1) / Count) - cumulative));
        }

        Assert.InRange(distance, 0, 1.95 / Math.Sqrt(Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(20_001)]
    public void Fill_AnyLengthFromAnyPlaceInAStream_IsTheSingleDraws(int length)
    {
        for (int before = 0; before < 3; before++)
        {
            KeyedRandom uniform = new(5, "fill", 1), normal = new(5, "fill", 1), single = new(5, "fill", 1), singleNormal = new(5, "fill", 1);
            for (int i = 0; i < before; i++)
            {
                double first = single.NextUniform();
                Assert.Equal(first, uniform.NextUniform());
                Assert.Equal(singleNormal.NextNormal(), normal.NextNormal());
            }

            double[] uniforms = new double[length];
            double[] normals = new double[length];
            uniform.FillUniform(uniforms);
            normal.FillNormal(normals);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(single.NextUniform()), BitConverter.DoubleToInt64Bits(uniforms[i]));
                Assert.Equal(BitConverter.DoubleToInt64Bits(singleNormal.NextNormal()), BitConverter.DoubleToInt64Bits(normals[i]));
            }

            Assert.Equal(single.NextUInt64(), uniform.NextUInt64());
        }
    }

    [Fact]
    public void FillUniform_ManyDraws_InsideAndFlat()
    {
        double[] values = new double[200_000];
        new KeyedRandom(1, "uniform", 0).FillUniform(values);
        Assert.All(values, v => Assert.True(v > 0 && v < 1));
        int[] bins = new int[100];
        foreach (double value in values)
        {
            bins[(int)(value * 100)]++;
        }

        // Chi square with 99 degrees of freedom: 148.2 is its 99.9 % point.
        double chiSquare = bins.Sum(b => (b - 2000.0) * (b - 2000.0) / 2000.0);
        Assert.InRange(chiSquare, 50, 148.2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public void NextInt_ManyDraws_EveryValueEquallyOften(int bound)
    {
        KeyedRandom random = new(9, "ints", (ulong)bound);
        int draws = 200 * bound;
        int[] counts = new int[bound];
        for (int i = 0; i < draws; i++)
        {
            counts[random.NextInt(bound)]++;
        }

        double chiSquare = counts.Sum(c => (c - 200.0) * (c - 200.0) / 200.0);
        Assert.InRange(chiSquare, 0, bound + (4 * Math.Sqrt(2.0 * bound)) + 4);
    }

    [Fact]
    public void NextInt_BoundNotPositive_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyedRandom(0, "x", 0).NextInt(0));

    [Fact]
    public void Shuffle_ThreeItems_AllOrdersEquallyOften()
    {
        KeyedRandom random = new(1, "shuffle", 0);
        int[] counts = new int[321 + 1];
        for (int i = 0; i < 6000; i++)
        {
            int[] items = [1, 2, 3];
            random.Shuffle(items.AsSpan());
            counts[(items[0] * 100) + (items[1] * 10) + items[2]]++;
        }

        int[] orders = counts.Where(c => c > 0).ToArray();
        Assert.Equal(6, orders.Length);
        Assert.All(orders, c => Assert.InRange(c, 850, 1150));
    }

    /// <summary>Values of CPython's statistics.NormalDist().inv_cdf.</summary>
    [Theory]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-20, -9.262340089798405)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.02425, -1.9729610513118845)]
    [InlineData(0.075, -1.4395314709384557)]
    [InlineData(0.1, -1.2815515655446008)]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.5, 0.0)]
    [InlineData(0.6, 0.2533471031357998)]
    [InlineData(0.9249999, 1.4395307645017297)]
    [InlineData(0.95, 1.6448536269514715)]
    [InlineData(0.999999, 4.753424308817089)]
    public void NormalQuantile_KnownProbabilities_Agree(double probability, double expected) =>
        Assert.InRange(NormalQuantile.Evaluate(probability), expected - (Math.Abs(expected) * 4e-16), expected + (Math.Abs(expected) * 4e-16));

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void NormalQuantile_OutsideTheInterval_IsRefused(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalQuantile.Evaluate(probability));

    /// <summary>The documented rule, written apart: hash of purpose and key as upper counter, blocks counted below, seed as key.</summary>
    private static ulong[] ExpectedStream(ulong seed, string purpose, byte kind, byte[] key, int count)
    {
        ulong hash = 14695981039346656037UL;
        foreach (byte b in Encoding.UTF8.GetBytes(purpose).Append((byte)0xFF).Append(kind).Concat(key))
        {
            hash = unchecked((hash ^ b) * 1099511628211UL);
        }

        hash = unchecked((hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL);
        hash = unchecked((hash ^ (hash >> 27)) * 0x94D049BB133111EBUL);
        hash ^= hash >> 31;
        ulong[] words = new ulong[count + 1];
        for (int block = 0; block * 2 < count; block++)
        {
            uint[] four = new uint[4];
            Philox.Generate([(uint)block, 0, (uint)hash, (uint)(hash >> 32)], [(uint)seed, (uint)(seed >> 32)], four);
            words[2 * block] = four[0] + ((ulong)four[1] << 32);
            words[(2 * block) + 1] = four[2] + ((ulong)four[3] << 32);
        }

        return words[..count];
    }

    /// <summary>Φ(x) = erfc(−x/√2)/2 by the series and the continued fraction; good to 1e-12.</summary>
    private static double NormalCumulative(double x)
    {
        if (Math.Abs(x) < 4)
        {
            double term = x;
            double sum = x;
            for (int n = 1; n < 120; n++)
            {
                term *= x * x / ((2 * n) + 1);
                sum += term;
            }

            return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
        }

        double fraction = 0;
        for (int n = 60; n > 0; n--)
        {
            fraction = n / (Math.Abs(x) + fraction);
        }

        double tail = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI) / (Math.Abs(x) + fraction);
        return x < 0 ? tail : 1 - tail;
    }
}
