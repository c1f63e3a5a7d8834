using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using Calque.Numerics.Neighbors;
using Calque.Tokenizers;

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

    /// <summary>The repair of the dictionary; null where none was asked for.</summary>
    internal DictionaryRepair? Repair { get; private set; }

    /// <summary>What the user should know of the vectors and the dictionary.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <inheritdoc/>
    public override void Fill(PlanDraft draft, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(draft);
        AlignedSpace space = AlignedSpace.Build(_options, draft.Source, draft.Target, progress, cancellation);
        Figures = space.Figures;
        DictionaryFiles = space.DictionaryFiles;
        Repair = space.Repair;
        Warnings = space.Warnings;
        VectorMembers queries = VectorMembers.Of(space.Target, id => draft.IsOpen(id) && !draft.Target.IsSpecial(id));
        VectorMembers pool = VectorMembers.Of(space.Source, id => Eligible(draft.Source, id));
        if (pool.Count == 0)
        {
            throw new InvalidVectorsException(
                _options.SourceEmbeddings!, $"no vector for any of the {draft.Source.VocabularySize} source tokens", "vectors that cover the source tokenizer",
                "Are these the vectors of the source language? Vectors without n-grams need --subword-vectors frequency.");
        }

        if (queries.Count == 0)
            return;
        NeighborTable table = NearestNeighbors.Search(
            queries.Gather(space.Target), queries.Count, pool.Gather(space.Source), pool.Count,
            space.Source.Dimension, _options.Neighbors, new NeighborSearchOptions { Threads = _options.ThreadCount }, progress, cancellation);
        progress?.Report(new OperationProgress("plan", 0, 0, "rows"));
        draft.Reserve((int)Math.Min(Array.MaxLength / 2, (long)queries.TokenCount * Math.Min(_options.Neighbors, pool.TokenCount)));
        NeighborRow[] byMark = [new(_options, draft.Source, pool, beginsWord: false), new(_options, draft.Source, pool, beginsWord: true)];
        for (int query = 0; query < queries.Count; query++)
        {
            // All tokens of a query share its vector; what differs is only which side of a tie is theirs.
            foreach (int token in queries.TokensOf(query))
            {
                NeighborRow near = byMark[draft.Target.Surface(token).BeginsWord ? 1 : 0];
                near.Take(table, query);
                draft.Mix(token, near.Sources, near.Weights, near.Similarities, Name);
            }
        }
    }

    /// <summary>
    /// What the search would cost: its size, and its time on this machine from a sample of the queries. The rows that it would
    /// fill are marked with their own token as a stand-in, for counting only.
    /// </summary>
    internal SearchEstimate Estimate(
        PlanDraft draft, AlignedSpace space, int sample, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        VectorMembers queries = VectorMembers.Of(space.Target, id => draft.IsOpen(id) && !draft.Target.IsSpecial(id));
        VectorMembers pool = VectorMembers.Of(space.Source, id => Eligible(draft.Source, id));
        double seconds = 0;
        if (queries.Count > 0 && pool.Count > 0)
        {
            float[] poolRows = pool.Gather(space.Source);
            int count = Math.Min(sample, queries.Count);
            float[] sampleRows = queries.Gather(space.Target, count);
            Stopwatch watch = Stopwatch.StartNew();
            NearestNeighbors.Search(
                sampleRows, count, poolRows, pool.Count, space.Source.Dimension, _options.Neighbors,
                new NeighborSearchOptions { Threads = _options.ThreadCount }, progress, cancellation);
            seconds = watch.Elapsed.TotalSeconds * queries.Count / count;
            for (int query = 0; query < queries.Count; query++)
            {
                foreach (int token in queries.TokensOf(query))
                    draft.Mix(token, [pool.TokensOf(0)[0]], [1f], [0f], Name);
            }
        }

        return new SearchEstimate(queries.Count, pool.Count, seconds);
    }

    /// <summary>Whether a source token may be a neighbour.</summary>
    internal bool Eligible(TokenizerSide source, int id) =>
        !source.IsSpecial(id) && (_options.NeighborPool == NeighborPool.All
            || (source.Surface(id).Kind != TokenSurfaceKind.Byte && !Placeholder.IsMatch(source.Tokenizer.GetToken(id)!)));

    /// <summary>The size of a search and its time, in seconds.</summary>
    internal sealed record SearchEstimate(int Queries, int Pool, double Seconds);
}
