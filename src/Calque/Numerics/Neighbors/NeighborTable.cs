using System;

namespace Calque.Numerics.Neighbors;

/// <summary>The nearest pool rows of every query, best first; equal similarities stand in ascending order of the pool row.</summary>
public sealed class NeighborTable
{
    private readonly int[] _indices;
    private readonly double[] _similarities;

    internal NeighborTable(int count, int k)
    {
        Count = count;
        K = k;
        _indices = new int[(long)count * k];
        _similarities = new double[(long)count * k];
    }

    /// <summary>Queries.</summary>
    public int Count { get; }

    /// <summary>Neighbours of each query: what was asked for, or the whole pool where it is smaller.</summary>
    public int K { get; }

    /// <summary>What found the candidates; null where there was nothing to search.</summary>
    public NeighborScreenChoice? Screen { get; internal set; }

    /// <summary>The pool row that is neighbour <paramref name="rank"/> (0 is the nearest) of a query.</summary>
    public int Index(int query, int rank) => Indices(query)[rank];

    /// <summary>Its cosine, as <see cref="ExactCosine"/> defines it.</summary>
    public double Similarity(int query, int rank) => Similarities(query)[rank];

    /// <summary>The pool rows of a query, [<see cref="K"/>].</summary>
    public ReadOnlySpan<int> Indices(int query) => _indices.AsSpan(Offset(query), K);

    /// <summary>The cosines of a query, [<see cref="K"/>].</summary>
    public ReadOnlySpan<double> Similarities(int query) => _similarities.AsSpan(Offset(query), K);

    /// <summary>The mean similarity of each query's neighbours, [<see cref="Count"/>]: r(x) of CSLS (Conneau et al. 2018).</summary>
    internal double[] MeanSimilarities()
    {
        double[] means = new double[Count];
        for (int query = 0; query < means.Length; query++)
        {
            double sum = 0;
            foreach (double similarity in Similarities(query))
            {
                sum += similarity;
            }

            means[query] = sum / K;
        }

        return means;
    }

    internal Span<int> WritableIndices(int query) => _indices.AsSpan(Offset(query), K);

    internal Span<double> WritableSimilarities(int query) => _similarities.AsSpan(Offset(query), K);

    private int Offset(int query)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(query, Count);
        return checked(query * K);
    }
}
