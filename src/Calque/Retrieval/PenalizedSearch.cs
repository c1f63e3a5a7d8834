using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Numerics.Neighbors;

namespace Calque.Retrieval;

/// <summary>
/// Exact search by w cos(x, y) − p(x) − q(y). With a = (p − p̄)/w and b = (q − q̄)/w the order within a row is that of cos − a − b, which is the inner product
/// of (x̂, −a/g, g, s, 0) and (ŷ, g, −b/g, 0, t), with g² the largest |a| or |b|; s and t bring all rows of a side to one length (Bachrach et al. 2014), so the
/// order is that of the cosines of the longer rows, in both directions alike.
/// </summary>
/// <remarks>
/// The longer rows are rounded to float. Their cosines, times the product of the lengths, lie within <see cref="Margin"/> of cos − a − b: each of the at most d + 3
/// products is off by 2.1 · 2⁻²⁴ of itself (Σ |products| is at most the product of the lengths, below 3), the lengths by as much. More candidates are taken than
/// asked for; all are scored exactly; if the last exact score that counts is not above what the first row left out can reach, the row is searched again
/// with four times the candidates, at last over all rows.
/// </remarks>
internal sealed class PenalizedSearch
{
    private const double Margin = 3 * 8.0 / (1 << 24);
    private const int FirstSlack = 6;
    private const int ExtraCoordinates = 4;

    private readonly float[] _queries;
    private readonly double[]? _queryPenalties;
    private readonly float[] _pool;
    private readonly double[]? _poolPenalties;
    private readonly int _dimension;
    private readonly double _weight;
    private readonly int _queryCount;
    private readonly int _poolCount;

    public PenalizedSearch(
        float[] queries, int queryCount, double[]? queryPenalties, float[] pool, int poolCount, double[]? poolPenalties, int dimension, double weight)
    {
        _queries = queries;
        _queryCount = queryCount;
        _queryPenalties = queryPenalties;
        _pool = pool;
        _poolPenalties = poolPenalties;
        _dimension = dimension;
        _weight = weight;
        _poolCount = poolCount;
    }

    /// <summary>Answers some of the queries.</summary>
    public RetrievalTable Answer(ReadOnlySpan<int> rows, int k, int threads, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        int[] asked = rows.ToArray();
        foreach (int row in asked)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(rows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _queryCount, nameof(rows));
        }

        RetrievalTable table = new(asked.Length, Math.Min(k, _poolCount));
        int[] open = [.. Enumerable.Range(0, asked.Length)];
        Lengthening shape = Lengthening.For(null, Shares(_poolPenalties));
        float[] pool = shape.Lengthen(_pool, _poolCount, null, Shares(_poolPenalties), _dimension, asking: false, threads);
        for (int candidates = k + FirstSlack; open.Length > 0; candidates *= 4)
        {
            int[] sources = [.. open.Select(place => asked[place])];
            float[] queries = shape.Lengthen(_queries, sources.Length, sources, null, _dimension, asking: true, threads);
            NeighborTable found = NearestNeighbors.Search(
                queries, sources.Length, pool, _poolCount, _dimension + ExtraCoordinates, candidates, new NeighborSearchOptions { Threads = threads }, null, cancellationToken);
            open = Score(found, asked, open, shape.Length, table, threads);
        }

        return table;
    }

    /// <summary>Answers all queries, and all pool rows by the search that runs the other way.</summary>
    public MutualRetrieval AnswerBoth(
        PenalizedSearch back, int k, int threads, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        double[]? a = Shares(back._poolPenalties);
        double[]? b = Shares(_poolPenalties);
        Lengthening shape = Lengthening.For(a, b);
        float[] queries = shape.Lengthen(_queries, _queryCount, null, a, _dimension, asking: true, threads);
        float[] pool = shape.Lengthen(_pool, _poolCount, null, b, _dimension, asking: false, threads);
        MutualNeighbors found = NearestNeighbors.SearchBoth(
            queries,
            _queryCount,
            pool,
            _poolCount,
            _dimension + ExtraCoordinates,
            k + FirstSlack,
            new NeighborSearchOptions { Threads = threads },
            progress is null ? null : new Relabelled(progress, "retrieval"),
            cancellationToken);
        return new MutualRetrieval(
            Complete(found.OfQueries, a, shape.Length, k, threads, cancellationToken),
            back.Complete(found.OfPool, b, shape.Length, k, threads, cancellationToken));
    }

    private RetrievalTable Complete(NeighborTable found, double[]? ownShares, double length, int k, int threads, CancellationToken cancellationToken)
    {
        RetrievalTable table = new(_queryCount, Math.Min(k, _poolCount));
        int[] all = [.. Enumerable.Range(0, _queryCount)];
        int[] open = Score(found, all, all, length, table, threads, ownShares);
        if (open.Length > 0)
        {
            RetrievalTable rest = Answer(open, k, threads, cancellationToken);
            for (int i = 0; i < open.Length; i++)
            {
                for (int rank = 0; rank < table.K; rank++)
                {
                    table.Write(open[i], rank, rest.Index(i, rank), rest.Score(i, rank), rest.Cosine(i, rank));
                }
            }
        }

        return table;
    }

    /// <summary>Scores the candidates of the open queries exactly; returns those whose answers are not certain.</summary>
    private int[] Score(NeighborTable found, int[] asked, int[] open, double length, RetrievalTable table, int threads, double[]? ownShares = null)
    {
        bool[] uncertain = new bool[open.Length];
        double meanPenalty = _poolPenalties is null ? 0 : Lengthening.Mean(_poolPenalties);
        WorkSharing.ForBlocks(threads, open.Length, 64, (first, count) =>
        {
            List<Candidate> candidates = [];
            for (int i = first; i < first + count; i++)
            {
                candidates.Clear();
                int query = asked[open[i]];
                ReadOnlySpan<float> x = _queries.AsSpan(query * _dimension, _dimension);
                double own = _queryPenalties is null ? 0 : _queryPenalties[query];
                foreach (int row in found.Indices(i))
                {
                    double cosine = ExactCosine.Cosine(x, _pool.AsSpan(row * _dimension, _dimension));
                    candidates.Add(new Candidate((_weight * cosine) - own - (_poolPenalties is null ? 0 : _poolPenalties[row]), cosine, row));
                }

                candidates.Sort();
                for (int rank = 0; rank < table.K; rank++)
                {
                    table.Write(open[i], rank, candidates[rank].Row, candidates[rank].Score, candidates[rank].Cosine);
                }

                if (found.K < _poolCount)
                {
                    // The order's own number: cos − b without the means, as the longer rows have it.
                    double last = (candidates[table.K - 1].Score + own + meanPenalty) / _weight;
                    double leftOut = (found.Similarity(i, found.K - 1) * length) + (ownShares is null ? 0 : ownShares[query]);
                    uncertain[i] = !(last > leftOut + Margin);
                }
            }
        });
        return [.. open.Where((_, i) => uncertain[i])];
    }

    private double[]? Shares(double[]? penalties)
    {
        if (penalties is null)
        {
            return null;
        }

        double mean = Lengthening.Mean(penalties);
        return [.. penalties.Select(penalty => (penalty - mean) / _weight)];
    }

    /// <summary>A row with its score; sorts by score descending, then row.</summary>
    private readonly record struct Candidate(double Score, double Cosine, int Row) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other)
        {
            int byScore = other.Score.CompareTo(Score);
            return byScore != 0 ? byScore : Row.CompareTo(other.Row);
        }
    }

    private sealed class Relabelled(IProgress<OperationProgress> inner, string stage) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => inner.Report(value with { Stage = stage });
    }
}
