using System;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Calque.Numerics.Neighbors;

namespace Calque.Kernels;

/// <summary>The exact ten nearest of 8,192 rows for 1,024 queries, by each screen, against the framework's own vectorised product, pair by pair.</summary>
public class NeighborKernels
{
    private const int Queries = 1_024, Pool = 8_192, Top = 10;

    private float[] _queries = [];
    private float[] _pool = [];

    /// <summary>Dimensions of the rows.</summary>
    [Params(100, 300)]
    public int Dimension { get; set; }

    /// <summary>Draws the rows.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _queries = RandomRows.Make("queries", Queries, Dimension);
        _pool = RandomRows.Make("pool", Pool, Dimension);
    }

    /// <summary>TensorPrimitives.Dot for every pair, the ten largest by insertion; rows are not normalised, nothing is exact.</summary>
    [Benchmark(Baseline = true)]
    public float PairByPair()
    {
        float sum = 0;
        Span<float> best = stackalloc float[Top];
        for (int q = 0; q < Queries; q++)
        {
            best.Fill(float.NegativeInfinity);
            ReadOnlySpan<float> query = _queries.AsSpan(q * Dimension, Dimension);
            for (int p = 0; p < Pool; p++)
            {
                float score = TensorPrimitives.Dot(query, _pool.AsSpan(p * Dimension, Dimension));
                if (score > best[^1])
                {
                    int place = Top - 1;
                    for (; place > 0 && best[place - 1] < score; place--)
                    {
                        best[place] = best[place - 1];
                    }

                    best[place] = score;
                }
            }

            sum += best[0];
        }

        return sum;
    }

    /// <summary>The float tile.</summary>
    [Benchmark]
    public NeighborTable FloatTile() => Search(NeighborScreen.None);

    /// <summary>Eight bits.</summary>
    [Benchmark]
    public NeighborTable EightBit() => Search(NeighborScreen.EightBit);

    /// <summary>The float tile, both directions.</summary>
    [Benchmark]
    public MutualNeighbors BothDirections() =>
        NearestNeighbors.SearchBoth(_queries, Queries, _pool, Pool, Dimension, Top, new NeighborSearchOptions { Threads = 1, Screen = NeighborScreen.None });

    private NeighborTable Search(NeighborScreen screen) =>
        NearestNeighbors.Search(_queries, Queries, _pool, Pool, Dimension, Top, new NeighborSearchOptions { Threads = 1, Screen = screen });
}
