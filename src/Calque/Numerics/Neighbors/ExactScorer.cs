using System;

namespace Calque.Numerics.Neighbors;

/// <summary>Scores pairs of distinct rows by <see cref="ExactCosine"/>; one for each thread.</summary>
internal sealed class ExactScorer
{
    private readonly float[] _queries;
    private readonly float[] _pool;
    private readonly DistinctRows _distinctQueries;
    private readonly DistinctRows _distinctPool;
    private readonly double[] _poolNorms;
    private readonly double[] _queryNorms;
    private readonly int _dimension;
    private readonly InstructionSet _instructionSet;
    private int _firstQuery;

    public ExactScorer(
        float[] queries,
        DistinctRows distinctQueries,
        double[] queryNorms,
        float[] pool,
        DistinctRows distinctPool,
        double[] poolNorms,
        int dimension,
        InstructionSet instructionSet)
    {
        _queries = queries;
        _distinctQueries = distinctQueries;
        _queryNorms = queryNorms;
        _pool = pool;
        _distinctPool = distinctPool;
        _poolNorms = poolNorms;
        _dimension = dimension;
        _instructionSet = instructionSet;
    }

    /// <summary>Rows are counted from this distinct query on.</summary>
    public void BeginBlock(int firstQuery) => _firstQuery = firstQuery;

    /// <summary>The exact cosine of a row of the block and a distinct pool row.</summary>
    public double Score(int row, int column)
    {
        ReadOnlySpan<float> x = _queries.AsSpan(_distinctQueries.First(_firstQuery + row) * _dimension, _dimension);
        ReadOnlySpan<float> y = _pool.AsSpan(_distinctPool.First(column) * _dimension, _dimension);
        return ExactCosine.Cosine(ExactCosine.Dot(x, y, _instructionSet), _queryNorms[row], _poolNorms[column]);
    }
}
