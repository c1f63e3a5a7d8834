using System;

namespace Calque.Retrieval;

/// <summary>The best rows of the other side for each query, best first; equal scores stand in ascending order of the row.</summary>
public sealed class RetrievalTable
{
    private readonly int[] _indices;
    private readonly double[] _scores;
    private readonly double[] _cosines;

    internal RetrievalTable(int count, int k)
    {
        Count = count;
        K = k;
        _indices = new int[(long)count * k];
        _scores = new double[(long)count * k];
        _cosines = new double[(long)count * k];
    }

    /// <summary>Queries.</summary>
    public int Count { get; }

    /// <summary>Answers to each query: what was asked for, or the whole other side where it is smaller.</summary>
    public int K { get; }

    /// <summary>The row that is answer <paramref name="rank"/> (0 is the best) to a query.</summary>
    public int Index(int query, int rank) => Indices(query)[rank];

    /// <summary>Its score; higher is better. Of what kind, <see cref="RetrievalMethod"/> says.</summary>
    public double Score(int query, int rank) => Scores(query)[rank];

    /// <summary>Its cosine with the query.</summary>
    public double Cosine(int query, int rank) => Cosines(query)[rank];

    /// <summary>The rows that answer a query, [<see cref="K"/>].</summary>
    public ReadOnlySpan<int> Indices(int query) => _indices.AsSpan(Offset(query), K);

    /// <summary>The scores of a query's answers, [<see cref="K"/>].</summary>
    public ReadOnlySpan<double> Scores(int query) => _scores.AsSpan(Offset(query), K);

    /// <summary>The cosines of a query's answers, [<see cref="K"/>].</summary>
    public ReadOnlySpan<double> Cosines(int query) => _cosines.AsSpan(Offset(query), K);

    internal void Write(int query, int rank, int index, double score, double cosine)
    {
        int place = Offset(query) + rank;
        _indices[place] = index;
        _scores[place] = score;
        _cosines[place] = cosine;
    }

    private int Offset(int query)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(query, Count);
        return checked(query * K);
    }
}
