using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Calque.Numerics;
using Calque.Numerics.Neighbors;
using Calque.Tokenizers;
using Calque.Vectors;

namespace Calque.Transfer.Rules;

/// <summary>
/// WECHSEL's rule: the row of a target token is the mean of the rows of the k source tokens whose aligned static vectors
/// are nearest by cosine, weighted by softmax(cosine / τ) (Minixhofer et al. 2022, equations 3 to 5). Tokens of one vector
/// are one query; ties go to the source token with the same word-start mark, then to the lower id.
/// </summary>
public sealed class StaticVectorRule : TransferRule
{
    /// <summary>The name of this rule.</summary>
    public const string RuleName = "static-vectors";

    private readonly TransferOptions _options;

    /// <summary>Makes the rule.</summary>
    public StaticVectorRule(TransferOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <inheritdoc/>
    public override string Name => RuleName;

    /// <summary>How the two spaces were brought together; null before <see cref="Fill"/>.</summary>
    public AlignmentFigures? Figures { get; private set; }

    /// <summary>The files of the dictionary; empty before <see cref="Fill"/>.</summary>
    public IReadOnlyList<string> DictionaryFiles { get; private set; } = [];

    /// <summary>What the user should know of the vectors and the dictionary.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <inheritdoc/>
    public override void Fill(PlanDraft draft, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(draft);
        AlignedSpace space = AlignedSpace.Build(_options, draft.Source, draft.Target, progress, cancellation);
        Figures = space.Figures;
        DictionaryFiles = space.DictionaryFiles;
        Warnings = space.Warnings;
        Members queries = Members.Of(space.Target, id => draft.IsOpen(id) && !draft.Target.IsSpecial(id));
        Members pool = Members.Of(space.Source, id => Eligible(draft.Source, id));
        if (pool.Rows.Count == 0)
        {
            throw new InvalidVectorsException(
                _options.SourceEmbeddings!, $"no vector for any of the {draft.Source.VocabularySize} source tokens", "vectors that cover the source tokenizer",
                "Are these the vectors of the source language? Vectors without n-grams need --subword-vectors frequency.");
        }

        if (queries.Rows.Count == 0)
            return;
        NeighborTable table = NearestNeighbors.Search(
            Gather(space.Target, queries.Rows), queries.Rows.Count, Gather(space.Source, pool.Rows), pool.Rows.Count,
            space.Source.Dimension, _options.Neighbors, new NeighborSearchOptions { Threads = _options.ThreadCount }, progress, cancellation);
        for (int query = 0; query < queries.Rows.Count; query++)
            FillTokens(draft, queries.Tokens[query], table, query, pool);
    }

    /// <summary>
    /// What the search would cost: its size, and its time on this machine from a sample of the queries. The rows that it would
    /// fill are marked with their own token as a stand-in, for counting only.
    /// </summary>
    internal SearchEstimate Estimate(
        PlanDraft draft, AlignedSpace space, int sample, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        Members queries = Members.Of(space.Target, id => draft.IsOpen(id) && !draft.Target.IsSpecial(id));
        Members pool = Members.Of(space.Source, id => Eligible(draft.Source, id));
        double seconds = 0;
        if (queries.Rows.Count > 0 && pool.Rows.Count > 0)
        {
            float[] poolRows = Gather(space.Source, pool.Rows);
            int count = Math.Min(sample, queries.Rows.Count);
            float[] sampleRows = Gather(space.Target, queries.Rows.GetRange(0, count));
            Stopwatch watch = Stopwatch.StartNew();
            NearestNeighbors.Search(
                sampleRows, count, poolRows, pool.Rows.Count, space.Source.Dimension, _options.Neighbors,
                new NeighborSearchOptions { Threads = _options.ThreadCount }, progress, cancellation);
            seconds = watch.Elapsed.TotalSeconds * queries.Rows.Count / count;
            foreach (int token in queries.Tokens.SelectMany(tokens => tokens))
                draft.Mix(token, [pool.Tokens[0][0]], [1f], [0f], Name);
        }

        return new SearchEstimate(queries.Rows.Count, pool.Rows.Count, seconds);
    }

    /// <summary>Whether a source token may be a neighbour.</summary>
    internal bool Eligible(TokenizerSide source, int id) =>
        !source.IsSpecial(id) && (_options.NeighborPool == NeighborPool.All
            || (source.Surface(id).Kind != TokenSurfaceKind.Byte && !Placeholder.IsMatch(source.Tokenizer.GetToken(id)!)));

    private static float[] Gather(TokenVectors vectors, List<int> rows)
    {
        float[] gathered = new float[(long)rows.Count * vectors.Dimension];
        for (int i = 0; i < rows.Count; i++)
            vectors.Rows.AsSpan(rows[i] * vectors.Dimension, vectors.Dimension).CopyTo(gathered.AsSpan(i * vectors.Dimension));
        return gathered;
    }

    private void FillTokens(PlanDraft draft, List<int> tokens, NeighborTable table, int query, Members pool)
    {
        // All tokens of a query share its vector; what differs is only which side of a tie is theirs.
        Neighborhood?[] byMark = new Neighborhood?[2];
        foreach (int token in tokens)
        {
            bool begins = draft.Target.Surface(token).BeginsWord;
            Neighborhood near = byMark[begins ? 1 : 0] ??= Expand(draft.Source, table, query, pool, begins);
            draft.Mix(token, near.Sources, near.Weights, near.Similarities, Name);
        }
    }

    private Neighborhood Expand(TokenizerSide source, NeighborTable table, int query, Members pool, bool beginsWord)
    {
        List<int> ids = new(_options.Neighbors);
        List<double> similarities = new(_options.Neighbors);
        List<int> tied = [];
        for (int i = 0; i < table.K && ids.Count < _options.Neighbors;)
        {
            double similarity = table.Similarity(query, i);
            tied.Clear();
            for (; i < table.K && table.Similarity(query, i) == similarity; i++)
                tied.AddRange(pool.Tokens[table.Index(query, i)]);
            foreach (int id in tied.OrderBy(id => source.Surface(id).BeginsWord == beginsWord ? 0 : 1).ThenBy(id => id))
            {
                if (ids.Count == _options.Neighbors)
                    break;
                ids.Add(id);
                similarities.Add(similarity);
            }
        }

        double[] weights = new double[ids.Count];
        Softmax.Apply(similarities.ToArray(), _options.Temperature, weights);
        return new Neighborhood(
            [.. ids], Array.ConvertAll(weights, weight => (float)weight), [.. similarities.Select(similarity => (float)similarity)]);
    }

    /// <summary>The size of a search and its time, in seconds.</summary>
    internal sealed record SearchEstimate(int Queries, int Pool, double Seconds);

    private sealed record Neighborhood(int[] Sources, float[] Weights, float[] Similarities);

    /// <summary>The rows of a side that take part, and the tokens of each in ascending order.</summary>
    private sealed record Members(List<int> Rows, List<List<int>> Tokens)
    {
        public static Members Of(TokenVectors vectors, Func<int, bool> takesPart)
        {
            List<int>?[] tokens = new List<int>?[vectors.RowCount];
            for (int id = 0; id < vectors.TokenCount; id++)
            {
                int row = vectors.VectorOfToken[id];
                if (row >= 0 && takesPart(id))
                    (tokens[row] ??= []).Add(id);
            }

            Members members = new([], []);
            for (int row = 0; row < tokens.Length; row++)
            {
                if (tokens[row] is { } list)
                {
                    members.Rows.Add(row);
                    members.Tokens.Add(list);
                }
            }

            return members;
        }
    }
}
