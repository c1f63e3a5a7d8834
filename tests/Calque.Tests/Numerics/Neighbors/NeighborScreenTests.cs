using System;
using System.Collections.Generic;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;
using Calque.Tests.Numerics.Reference;
using Xunit;

namespace Calque.Tests.Numerics.Neighbors;

/// <summary>Every screen on every instruction set against all pairs in double, on inputs that are easy and hard for each.</summary>
public class NeighborScreenTests
{
    private const int PoolCount = 531, QueryCount = 57;

    public static TheoryData<string, string, int, int> Cases()
    {
        TheoryData<string, string, int, int> data = [];
        foreach (string input in Inputs.Names)
        {
            foreach (InstructionSet set in Enum.GetValues<InstructionSet>())
            {
                if (InstructionSets.IsSupported(set))
                {
                    data.Add(input, set.ToString(), 37, 10);
                }
            }

            data.Add(input, InstructionSets.Best.ToString(), 100, 10);
            data.Add(input, InstructionSets.Best.ToString(), 9, 1);
            data.Add(input, InstructionSets.Best.ToString(), 64, 600);
            data.Add(input, InstructionSets.Best.ToString(), 301, 4); // sums in several segments
        }

        data.Add("random", InstructionSets.Best.ToString(), 773, 10);
        for (int dimension = 1; dimension <= 20; dimension++)
        {
            data.Add("random", InstructionSets.Best.ToString(), dimension, 5);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SearchBoth_EveryScreen_EqualsBruteForce(string input, string instructionSet, int dimension, int k)
    {
        float[] queries = Inputs.Make(input, "queries", QueryCount, dimension);
        float[] pool = Inputs.Make(input, "pool", PoolCount, dimension);
        List<BruteForceNeighbors.Neighbor>[] forward = BruteForceNeighbors.Search(queries, QueryCount, pool, PoolCount, dimension, k);
        List<BruteForceNeighbors.Neighbor>[] backward = BruteForceNeighbors.Search(pool, PoolCount, queries, QueryCount, dimension, k);
        foreach (NeighborSearchOptions options in Screens(Enum.Parse<InstructionSet>(instructionSet)))
        {
            NeighborTable table = NearestNeighbors.Search(queries, QueryCount, pool, PoolCount, dimension, k, options);
            Same(forward, table, options);
            MutualNeighbors both = NearestNeighbors.SearchBoth(queries, QueryCount, pool, PoolCount, dimension, k, options);
            Same(forward, both.OfQueries, options);
            Same(backward, both.OfPool, options);
        }
    }

    public static TheoryData<string, string, int> LargerPools()
    {
        TheoryData<string, string, int> data = [];
        foreach (string input in Inputs.Names)
        {
            foreach (InstructionSet set in Enum.GetValues<InstructionSet>())
            {
                if (InstructionSets.IsSupported(set))
                {
                    data.Add(input, set.ToString(), 10);
                }
            }

            data.Add(input, InstructionSets.Best.ToString(), 24); // the most that an opening serves
            data.Add(input, InstructionSets.Best.ToString(), 25);
        }

        return data;
    }

    /// <summary>Pools that are worth an opening in float, and groups that are searched one by one.</summary>
    [Theory]
    [MemberData(nameof(LargerPools))]
    public void SearchBoth_LargerPools_EqualsBruteForce(string input, string instructionSet, int k)
    {
        const int Dimension = 37, Pool = 1_210, Queries = 101;
        float[] queries = Inputs.Make(input, "queries", Queries, Dimension);
        float[] pool = Inputs.Make(input, "pool", Pool, Dimension);
        List<BruteForceNeighbors.Neighbor>[] forward = BruteForceNeighbors.Search(queries, Queries, pool, Pool, Dimension, k);
        List<BruteForceNeighbors.Neighbor>[] backward = BruteForceNeighbors.Search(pool, Pool, queries, Queries, Dimension, k);
        InstructionSet set = Enum.Parse<InstructionSet>(instructionSet);
        foreach (NeighborScreen screen in Enum.GetValues<NeighborScreen>())
        {
            NeighborSearchOptions options = new() { Threads = 1, InstructionSet = set, Screen = screen };
            Same(forward, NearestNeighbors.Search(queries, Queries, pool, Pool, Dimension, k, options), options);
            MutualNeighbors both = NearestNeighbors.SearchBoth(queries, Queries, pool, Pool, Dimension, k, options);
            Same(forward, both.OfQueries, options);
            Same(backward, both.OfPool, options);
        }
    }

    [Theory]
    [InlineData("clusters", true)]
    [InlineData("opposite", true)]
    [InlineData("random", false)]
    [InlineData("one point", false)] // a single group is the whole
    [InlineData("heavy tails", false)]
    public void Find_RowsOfASide_GroupsOnlyWhatCrowds(string input, bool expected)
    {
        const int Dimension = 37, Pool = 1_210, Queries = 101;
        float[] queries = Inputs.Make(input, "queries", Queries, Dimension);
        float[] pool = Inputs.Make(input, "pool", Pool, Dimension);
        using UnitRows left = new(queries, DistinctRows.Find(queries, Queries, Dimension), Dimension, "query", 1);
        using UnitRows right = new(pool, DistinctRows.Find(pool, Pool, Dimension), Dimension, "pool", 1);
        TightGroups? groups = TightGroups.Find(left, right);
        Assert.Equal(expected, groups is not null);
        if (groups is null)
        {
            return;
        }

        PairScorer scorer = new(left, right, InstructionSets.Best);
        int queriesSeen = 0, poolSeen = 0;
        for (int g = 0; g < groups.Count; g++)
        {
            queriesSeen += groups.Queries[g].Length;
            poolSeen += groups.Pool[g].Length;
            for (int h = 0; h < groups.Count; h++)
            {
                foreach (int query in groups.Queries[g])
                {
                    foreach (int row in groups.Pool[h])
                    {
                        Assert.True(scorer.Score(query, row) <= groups.MostCosine(g, h));
                    }
                }
            }
        }

        Assert.Equal(left.Count, queriesSeen);
        Assert.Equal(right.Count, poolSeen);
    }

    [Theory]
    [InlineData(NeighborScreen.None, 50)]
    [InlineData(NeighborScreen.PrincipalComponents, 7)]
    [InlineData(NeighborScreen.EightBit, 50)]
    public void Search_ForcedScreen_SaysWhatRan(NeighborScreen screen, int depth)
    {
        if (screen == NeighborScreen.EightBit && !InstructionSets.IsSupported(InstructionSet.Avx2))
        {
            screen = NeighborScreen.None; // no product of bytes: the float tile takes its place
        }

        float[] rows = Inputs.Make("random", "rows", 40, 50);
        NeighborSearchOptions options = new() { Screen = screen, Components = screen == NeighborScreen.PrincipalComponents ? 7 : 0 };
        NeighborTable table = NearestNeighbors.Search(rows, 40, rows, 40, 50, 3, options);
        Assert.Equal(new NeighborScreenChoice(screen, depth, 0, 0), table.Screen);
    }

    [Fact]
    public void Search_SmallInputs_AreNotSampled()
    {
        float[] rows = Inputs.Make("random", "rows", 40, 50);
        Assert.Equal(NeighborScreen.None, NearestNeighbors.Search(rows, 40, rows, 40, 50, 3).Screen!.Screen);
    }

    [Theory]
    [InlineData("random", NeighborScreen.EightBit)]
    [InlineData("steep", NeighborScreen.PrincipalComponents)]
    public void Search_InputsWorthASample_ChoosesTheFittingScreen(string input, NeighborScreen expected)
    {
        const int Dimension = 100, Queries = 10_100, Pool = 10_000;
        float[] queries = Inputs.Make(input, "queries", Queries, Dimension);
        float[] pool = Inputs.Make(input, "pool", Pool, Dimension);
        NeighborTable table = NearestNeighbors.Search(queries, Queries, pool, Pool, Dimension, 10);
        NeighborTable plain = NearestNeighbors.Search(queries, Queries, pool, Pool, Dimension, 10, new NeighborSearchOptions { Screen = NeighborScreen.None });
        if (InstructionSets.IsSupported(InstructionSet.Avx2))
        {
            Assert.Equal(expected, table.Screen!.Screen);
        }

        Assert.Equal(64, table.Screen!.SampledQueries);
        for (int q = 0; q < Queries; q++)
        {
            Assert.Equal(plain.Indices(q), table.Indices(q));
            Assert.Equal(plain.Similarities(q), table.Similarities(q));
        }
    }

    [Fact]
    public void SearchBoth_AnyThreadsAndBlocks_SameBits()
    {
        const int Dimension = 33;
        float[] pool = Inputs.Make("clusters", "pool", PoolCount, Dimension);
        float[] queries = Inputs.Make("clusters", "queries", QueryCount, Dimension);
        MutualNeighbors expected = NearestNeighbors.SearchBoth(queries, QueryCount, pool, PoolCount, Dimension, 6, new NeighborSearchOptions { Threads = 1 });
        foreach (NeighborSearchOptions screen in Screens(InstructionSets.Best))
        {
            foreach (int threads in new[] { 1, 2, 5 })
            {
                foreach (int block in new[] { 0, 1, 13 })
                {
                    MutualNeighbors actual = NearestNeighbors.SearchBoth(
                        queries, QueryCount, pool, PoolCount, Dimension, 6, screen with { Threads = threads, BlockRows = block });
                    for (int q = 0; q < QueryCount; q++)
                    {
                        Assert.Equal(expected.OfQueries.Indices(q), actual.OfQueries.Indices(q));
                        Assert.Equal(expected.OfQueries.Similarities(q), actual.OfQueries.Similarities(q));
                    }

                    for (int p = 0; p < PoolCount; p++)
                    {
                        Assert.Equal(expected.OfPool.Indices(p), actual.OfPool.Indices(p));
                        Assert.Equal(expected.OfPool.Similarities(p), actual.OfPool.Similarities(p));
                    }
                }
            }
        }
    }

    [Fact]
    public void SearchBoth_EmptySides_GiveEmptyTables()
    {
        MutualNeighbors none = NearestNeighbors.SearchBoth([], 0, [1f, 2f], 2, 1, 3);
        Assert.Equal(0, none.OfQueries.Count);
        Assert.Equal(2, none.OfPool.Count);
        Assert.Equal(0, none.OfPool.K);
    }

    private static IEnumerable<NeighborSearchOptions> Screens(InstructionSet set)
    {
        NeighborSearchOptions options = new() { Threads = 1, InstructionSet = set };
        yield return options with { Screen = NeighborScreen.None };
        yield return options with { Screen = NeighborScreen.PrincipalComponents };
        yield return options with { Screen = NeighborScreen.PrincipalComponents, Components = 3 };
        yield return options with { Screen = NeighborScreen.PrincipalComponents, Components = 1000 };
        yield return options with { Screen = NeighborScreen.EightBit };
        yield return options with { Screen = NeighborScreen.EightBit, Components = 11 };
    }

    private static void Same(List<BruteForceNeighbors.Neighbor>[] expected, NeighborTable actual, NeighborSearchOptions options)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int q = 0; q < actual.Count; q++)
        {
            Assert.Equal(expected[q].Count, actual.K);
            for (int rank = 0; rank < actual.K; rank++)
            {
                bool same = expected[q][rank].Index == actual.Index(q, rank) && expected[q][rank].Similarity == actual.Similarity(q, rank);
                Assert.True(same, $"{options.Screen} {options.Components}, row {q}, rank {rank}: {actual.Index(q, rank)} instead of {expected[q][rank].Index}");
            }
        }
    }

    private static class Inputs
    {
        public static readonly string[] Names =
            ["random", "steep", "clusters", "one point", "offset", "one axis", "heavy tails", "integers", "scaled", "magnitudes", "opposite", "low rank"];

        public static float[] Make(string name, string side, int count, int dimension)
        {
            KeyedRandom common = new(9, name, (ulong)dimension);
            KeyedRandom random = new(9, name + side, (ulong)dimension);
            float[] centres = Normal(common, 12 * dimension);
            float[] rows = Normal(random, count * dimension);
            for (int i = 0; i < count; i++)
            {
                Span<float> row = rows.AsSpan(i * dimension, dimension);
                ReadOnlySpan<float> centre = centres.AsSpan(i % 12 * dimension, dimension);
                switch (name)
                {
                    case "steep":
                        Each(row, (k, x) => x / (1 + (k * k)));
                        break;
                    case "clusters":
                        Near(row, centre, 1e-4f); // closer than a float can tell
                        break;
                    case "one point":
                        Near(row, centres.AsSpan(0, dimension), i % 2 == 0 ? 1e-6f : 1e-3f);
                        break;
                    case "offset":
                        Near(row, centres.AsSpan(0, dimension), 0.3f);
                        break;
                    case "one axis":
                        int axis = random.NextInt(dimension);
                        Each(row, (k, x) => k == axis ? 1 : i % 5 == 0 ? x * 1e-5f : 0);
                        break;
                    case "heavy tails":
                        Each(row, (_, x) => x * x * x * x * x);
                        break;
                    case "integers":
                        Each(row, (k, x) => k == 0 ? 1 : MathF.Round(x));
                        break;
                    case "scaled":
                        float factor = (float)random.NextUniform() + 0.5f;
                        centre.CopyTo(row);
                        Each(row, (_, x) => x * factor);
                        break;
                    case "magnitudes":
                        float size = (i % 4) switch { 0 => 1e37f, 1 => 1e-37f, 2 => 1e-42f, _ => 1f };
                        Each(row, (_, x) => x * size);
                        if (row.IndexOfAnyExcept(0f) < 0)
                        {
                            row[0] = float.Epsilon;
                        }

                        break;
                    case "opposite":
                        float sign = i % 2 == 0 ? 1 : -1;
                        Near(row, centres.AsSpan(0, dimension), 0.01f);
                        Each(row, (_, x) => x * sign);
                        break;
                    case "low rank":
                        float u = row[0];
                        float v = row[dimension / 2];
                        Each(row, (k, _) => (u * centres[k]) + (v * centres[dimension + k]));
                        break;
                    default:
                        break;
                }
            }

            return rows;
        }

        private delegate float Change(int place, float value);

        private static void Each(Span<float> row, Change change)
        {
            for (int k = 0; k < row.Length; k++)
            {
                row[k] = change(k, row[k]);
            }
        }

        private static void Near(Span<float> row, ReadOnlySpan<float> centre, float noise)
        {
            for (int k = 0; k < row.Length; k++)
            {
                row[k] = centre[k] + (noise * row[k]);
            }
        }

        private static float[] Normal(KeyedRandom random, int count)
        {
            double[] values = new double[count];
            random.FillNormal(values);
            return Array.ConvertAll(values, v => (float)v);
        }
    }
}
