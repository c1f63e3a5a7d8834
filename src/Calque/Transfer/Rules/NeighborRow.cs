using System;
using Calque.Numerics;
using Calque.Numerics.Neighbors;

namespace Calque.Transfer.Rules;

/// <summary>
/// One row of the plan out of a query's neighbours: vectors become tokens, ties go to the token with the same word-start
/// mark, then to the lower id; the weights are softmax(cosine / τ). One object serves many queries and keeps the last.
/// </summary>
internal sealed class NeighborRow
{
    private readonly double _temperature;
    private readonly VectorMembers _pool;
    private readonly bool[] _isOther;
    private readonly int[] _sources;
    private readonly float[] _weights;
    private readonly float[] _similarities;
    private readonly double[] _scores;
    private int[] _tied = new int[64];
    private int _query = -1;
    private int _count;

    public NeighborRow(TransferOptions options, TokenizerSide source, VectorMembers pool, bool beginsWord)
    {
        _temperature = options.Temperature;
        _pool = pool;
        _isOther = new bool[source.VocabularySize];
        for (int id = 0; id < _isOther.Length; id++)
            _isOther[id] = source.Surface(id).BeginsWord != beginsWord;
        _sources = new int[options.Neighbors];
        _weights = new float[options.Neighbors];
        _similarities = new float[options.Neighbors];
        _scores = new double[options.Neighbors];
    }

    /// <summary>The source tokens, nearest first.</summary>
    public ReadOnlySpan<int> Sources => _sources.AsSpan(0, _count);

    /// <summary>Their weights.</summary>
    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, _count);

    /// <summary>Their cosines.</summary>
    public ReadOnlySpan<float> Similarities => _similarities.AsSpan(0, _count);

    /// <summary>Reads one query's neighbours.</summary>
    public void Take(NeighborTable table, int query)
    {
        if (query == _query)
            return;
        _query = query;
        _count = 0;
        ReadOnlySpan<int> indices = table.Indices(query);
        ReadOnlySpan<double> similarities = table.Similarities(query);
        for (int i = 0; i < indices.Length && _count < _sources.Length;)
        {
            double similarity = similarities[i];
            int tied = 0;
            int first = i;
            for (; i < indices.Length && similarities[i] == similarity; i++)
                tied = Append(_pool.TokensOf(indices[i]), tied);
            if (i - first > 1)
                Array.Sort(_tied, 0, tied);
            Put(_tied.AsSpan(0, tied), similarity, other: false);
            Put(_tied.AsSpan(0, tied), similarity, other: true);
        }

        Span<double> scores = _scores.AsSpan(0, _count);
        Softmax.Apply(scores, _temperature, scores);
        for (int i = 0; i < scores.Length; i++)
            _weights[i] = (float)scores[i];
    }

    private int Append(ReadOnlySpan<int> tokens, int tied)
    {
        if (tied + tokens.Length > _tied.Length)
            Array.Resize(ref _tied, Math.Max(2 * _tied.Length, tied + tokens.Length));
        tokens.CopyTo(_tied.AsSpan(tied));
        return tied + tokens.Length;
    }

    private void Put(ReadOnlySpan<int> ids, double similarity, bool other)
    {
        foreach (int id in ids)
        {
            if (_count == _sources.Length)
                return;
            if (_isOther[id] != other)
                continue;
            _sources[_count] = id;
            _similarities[_count] = (float)similarity;
            _scores[_count] = similarity;
            _count++;
        }
    }
}
