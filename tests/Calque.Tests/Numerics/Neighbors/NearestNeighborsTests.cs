using System;
using System.Collections.Generic;
using System.Threading;
using Calque.Numerics.Neighbors;
using Calque.Numerics.Randomness;
using Calque.Tests.Numerics.Reference;
using Xunit;

namespace Calque.Tests.Numerics.Neighbors;

public class NearestNeighborsTests
{
    public static TheoryData<string, int, int, int, int> Shapes()
    {
        TheoryData<string, int, int, int, int> data = [];
        foreach (InstructionSet set in Enum.GetValues<InstructionSet>())
        {
            for (int dimension = 1; dimension <= 33; dimension++)
            {
                data.Add(set.ToString(), 13, 67 + dimension, dimension, 5);
            }

            data.Add(set.ToString(), 31, 203, 100, 10);
            data.Add(set.ToString(), 7, 129, 300, 10);
            data.Add(set.ToString(), 1, 1, 3, 1);
            data.Add(set.ToString(), 1, 500, 17, 10);
            data.Add(set.ToString(), 40, 1, 17, 10);
            data.Add(set.ToString(), 6, 64, 8, 64);
            data.Add(set.ToString(), 5, 63, 8, 100);
            data.Add(set.ToString(), 12, 65, 8, 1);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Search_RandomRows_EqualsBruteForce(string instructionSet, int queryCount, int poolCount, int dimension, int k)
    {
        float[] queries = Normal("queries", queryCount * dimension);
        float[] pool = Normal("pool", poolCount * dimension);
        Check(instructionSet, queries, queryCount, pool, poolCount, dimension, k);
    }

    [Fact]
    public void Search_VocabularySizedPool_EqualsBruteForce()
    {
        // A steep spectrum, as vectors trained on little text have it: most of the length in a few axes, many close neighbours.
        const int Dimension = 100, PoolCount = 8000, QueryCount = 25;
        float[] pool = Normal("pool", PoolCount * Dimension);
        float[] queries = Normal("queries", QueryCount * Dimension);
        foreach (float[] rows in new[] { pool, queries })
        {
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] /= 1 + (i % Dimension);
            }
        }

        Check(InstructionSets.Best.ToString(), queries, QueryCount, pool, PoolCount, Dimension, 10);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Search_RepeatedAndScaledRows_BreaksTiesByLowerIndex(string instructionSet)
    {
        // 300 rows from 40 directions: exact repeats, and repeats scaled by powers of two, which tie exactly but differ in bits.
        const int Dimension = 19, PoolCount = 300, QueryCount = 45;
        float[] directions = Normal("directions", 40 * Dimension);
        KeyedRandom random = new(7, "choice", 0);
        float[] pool = Pick(directions, PoolCount, Dimension, random);
        float[] queries = Pick(directions, QueryCount, Dimension, random);
        Check(instructionSet, queries, QueryCount, pool, PoolCount, Dimension, 10);
        Check(instructionSet, queries, QueryCount, pool, PoolCount, Dimension, 33);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Search_OneVectorThroughout_ReturnsLowestIndices(string instructionSet)
    {
        const int Dimension = 5;
        float[] row = Normal("row", Dimension);
        float[] pool = new float[200 * Dimension];
        for (int i = 0; i < 200; i++)
        {
            row.CopyTo(pool, i * Dimension);
        }

        NeighborTable table = NearestNeighbors.Search(row, 1, pool, 200, Dimension, 4, Options(instructionSet));
        Assert.Equal([0, 1, 2, 3], table.Indices(0).ToArray());
        Assert.Equal([1.0, 1.0, 1.0, 1.0], table.Similarities(0).ToArray());
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Search_ScoresCloserThanFloatCanTell_EqualsBruteForce(string instructionSet)
    {
        // 400 rows within 1e-7 of one direction: more near ties than a row's list has room for, so that rows are settled.
        const int Dimension = 100, PoolCount = 400, QueryCount = 9;
        float[] centre = Normal("centre", Dimension);
        float[] noise = Normal("noise", PoolCount * Dimension);
        float[] pool = new float[PoolCount * Dimension];
        for (int i = 0; i < pool.Length; i++)
        {
            pool[i] = centre[i % Dimension] + (noise[i] * 3e-4f);
        }

        float[] queries = Normal("queries", QueryCount * Dimension);
        centre.CopyTo(queries, 0);
        Check(instructionSet, queries, QueryCount, pool, PoolCount, Dimension, 10);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Search_RowsInAscendingSimilarity_EqualsBruteForce(string instructionSet)
    {
        // Every column beats all before it: the worst case of the lists.
        const int PoolCount = 333;
        float[] pool = new float[PoolCount * 2];
        for (int i = 0; i < PoolCount; i++)
        {
            double angle = Math.PI * (PoolCount - i) / PoolCount;
            pool[2 * i] = (float)Math.Cos(angle);
            pool[(2 * i) + 1] = (float)Math.Sin(angle);
        }

        Check(instructionSet, [1f, 0f, -1f, 0.5f], 2, pool, PoolCount, 2, 10);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Search_HugeAndSmallNorms_EqualsBruteForce(string instructionSet)
    {
        const int Dimension = 21, PoolCount = 150, QueryCount = 14;
        float[] pool = Normal("pool", PoolCount * Dimension);
        float[] queries = Normal("queries", QueryCount * Dimension);
        for (int i = 0; i < pool.Length; i++)
        {
            pool[i] *= (i / Dimension % 3) switch { 0 => 1e37f, 1 => 1e-30f, _ => 1e-42f };
        }

        for (int i = 0; i < queries.Length; i++)
        {
            queries[i] *= (i / Dimension % 2) == 0 ? 1e37f : 1e-41f;
        }

        Check(instructionSet, queries, QueryCount, pool, PoolCount, Dimension, 7);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Search_SparseSmallIntegers_EqualsBruteForce(string instructionSet)
    {
        // Few distinct values: hundreds of exact ties between rows that differ.
        const int Dimension = 6, PoolCount = 500, QueryCount = 60;
        KeyedRandom random = new(5, "integers", 0);
        float[] pool = Integers(random, PoolCount, Dimension);
        float[] queries = Integers(random, QueryCount, Dimension);
        Check(instructionSet, queries, QueryCount, pool, PoolCount, Dimension, 12);
    }

    [Fact]
    public void Search_AnyThreadsBlocksAndInstructions_SameBits()
    {
        const int Dimension = 50, PoolCount = 700, QueryCount = 333;
        float[] pool = Normal("pool", PoolCount * Dimension);
        float[] queries = Normal("queries", QueryCount * Dimension);
        pool.AsSpan(0, 20 * Dimension).CopyTo(pool.AsSpan(400 * Dimension));
        NeighborTable expected = NearestNeighbors.Search(queries, QueryCount, pool, PoolCount, Dimension, 10, new NeighborSearchOptions { Threads = 1 });
        foreach (InstructionSet set in Supported())
        {
            foreach (int threads in new[] { 1, 2, 8 })
            {
                foreach (int block in new[] { 0, 1, 7, 100, 100_000 })
                {
                    NeighborSearchOptions options = new() { Threads = threads, BlockRows = block, InstructionSet = set };
                    NeighborTable actual = NearestNeighbors.Search(queries, QueryCount, pool, PoolCount, Dimension, 10, options);
                    for (int q = 0; q < QueryCount; q++)
                    {
                        Assert.Equal(expected.Indices(q), actual.Indices(q));
                        Assert.Equal(expected.Similarities(q), actual.Similarities(q));
                    }
                }
            }
        }
    }

    [Fact]
    public void Search_ArraysLongerThanTheirRows_ReadsOnlyTheRows()
    {
        float[] pool = [1, 0, 0, 1, float.NaN, float.NaN];
        NeighborTable table = NearestNeighbors.Search([0, 2, float.NaN], 1, pool, 2, 2, 1);
        Assert.Equal(1, table.Index(0, 0));
        Assert.Equal(1.0, table.Similarity(0, 0));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Search_RowWithoutDirection_NamesTheRow(float value)
    {
        float[] good = Normal("rows", 9 * 4);
        float[] bad = (float[])good.Clone();
        bad.AsSpan(5 * 4, 4).Fill(value);
        InvalidVectorsException inPool = Assert.Throws<InvalidVectorsException>(() => NearestNeighbors.Search(good, 9, bad, 9, 4, 2));
        Assert.Equal("pool row 5", inPool.Place);
        foreach (int threads in new[] { 1, 3 })
        {
            NeighborSearchOptions options = new() { Threads = threads, BlockRows = 2 };
            InvalidVectorsException inQueries = Assert.Throws<InvalidVectorsException>(() => NearestNeighbors.Search(bad, 9, good, 9, 4, 2, options));
            Assert.Equal("query row 5", inQueries.Place);
        }
    }

    [Fact]
    public void Search_EmptySides_GivesEmptyTable()
    {
        Assert.Equal(0, NearestNeighbors.Search([], 0, [1f], 1, 1, 3).Count);
        NeighborTable table = NearestNeighbors.Search([1f], 1, [], 0, 1, 3);
        Assert.Equal(1, table.Count);
        Assert.Equal(0, table.K);
    }

    [Fact]
    public void Search_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => NearestNeighbors.Search([1f], 2, [1f], 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbors.Search([1f], 1, [1f], 1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestNeighbors.Search([1f], 1, [1f], 1, 0, 1));
        Assert.Throws<InvalidOptionException>(() => NearestNeighbors.Search([1f], 1, [1f], 1, 1, 1, new NeighborSearchOptions { Threads = 0 }));
    }

    [Fact]
    public void Search_Cancelled_Throws()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => NearestNeighbors.Search([1f], 1, [1f], 1, 1, 1, cancellationToken: source.Token));
    }

    [Fact]
    public void Search_Progress_EndsWithAllRows()
    {
        List<OperationProgress> reports = [];
        float[] rows = Normal("rows", 50 * 3);
        NearestNeighbors.Search(rows, 50, rows, 50, 3, 2, new NeighborSearchOptions { Threads = 1, BlockRows = 12 }, new Recorder(reports));
        Assert.Equal(new OperationProgress("neighbors", 50, 50, "rows"), reports[^1]);
        Assert.Equal(5, reports.Count);
    }

    public static TheoryData<string> Sets()
    {
        TheoryData<string> data = [];
        foreach (InstructionSet set in Enum.GetValues<InstructionSet>())
        {
            data.Add(set.ToString());
        }

        return data;
    }

    /// <summary>Sets that this process cannot run are replaced by the scalar one: what the search itself would fall back to.</summary>
    private static NeighborSearchOptions Options(string instructionSet)
    {
        InstructionSet set = Enum.Parse<InstructionSet>(instructionSet);
        return new NeighborSearchOptions { Threads = 1, InstructionSet = InstructionSets.IsSupported(set) ? set : InstructionSet.Scalar };
    }

    private static IEnumerable<InstructionSet> Supported()
    {
        foreach (InstructionSet set in Enum.GetValues<InstructionSet>())
        {
            if (InstructionSets.IsSupported(set))
            {
                yield return set;
            }
        }
    }

    private static void Check(string instructionSet, float[] queries, int queryCount, float[] pool, int poolCount, int dimension, int k)
    {
        NeighborTable actual = NearestNeighbors.Search(queries, queryCount, pool, poolCount, dimension, k, Options(instructionSet));
        List<BruteForceNeighbors.Neighbor>[] expected = BruteForceNeighbors.Search(queries, queryCount, pool, poolCount, dimension, k);
        Assert.Equal(queryCount, actual.Count);
        Assert.Equal(Math.Min(k, poolCount), actual.K);
        for (int q = 0; q < queryCount; q++)
        {
            for (int rank = 0; rank < actual.K; rank++)
            {
                Assert.Equal(expected[q][rank].Index, actual.Index(q, rank));
                Assert.Equal(expected[q][rank].Similarity, actual.Similarity(q, rank));
            }
        }
    }

    private static float[] Normal(string purpose, int count)
    {
        double[] values = new double[count];
        new KeyedRandom(1, purpose, (ulong)count).FillNormal(values);
        return Array.ConvertAll(values, v => (float)v);
    }

    private static float[] Pick(float[] directions, int count, int dimension, KeyedRandom random)
    {
        float[] rows = new float[count * dimension];
        for (int i = 0; i < count; i++)
        {
            int direction = random.NextInt(directions.Length / dimension);
            float scale = random.NextInt(3) switch { 0 => 1f, 1 => 2f, _ => 0.25f };
            for (int j = 0; j < dimension; j++)
            {
                rows[(i * dimension) + j] = directions[(direction * dimension) + j] * scale;
            }
        }

        return rows;
    }

    private static float[] Integers(KeyedRandom random, int count, int dimension)
    {
        float[] rows = new float[count * dimension];
        for (int i = 0; i < count; i++)
        {
            rows[(i * dimension) + random.NextInt(dimension)] = 1;
            for (int j = 0; j < dimension; j++)
            {
                rows[(i * dimension) + j] += random.NextInt(3) - 1;
            }

            if (rows.AsSpan(i * dimension, dimension).IndexOfAnyExcept(0f) < 0)
            {
                rows[i * dimension] = 1;
            }
        }

        return rows;
    }

    private sealed class Recorder(List<OperationProgress> reports) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => reports.Add(value);
    }
}
