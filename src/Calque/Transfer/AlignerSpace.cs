using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Calque.Alignment;
using Calque.Dictionaries;
using Calque.Numerics.LinearAlgebra;
using Calque.Vectors;

namespace Calque.Transfer;

/// <summary>An alignment by any method of <see cref="AlignerCatalogue"/>: both sides go into a common space, with the normalisation of the method.</summary>
internal sealed class AlignerSpace
{
    private readonly TransferOptions _options;
    private readonly VocabularyVectors _source;
    private readonly VocabularyVectors _target;
    private readonly SeedPairs _pairs;
    private readonly IProgress<OperationProgress>? _progress;
    private readonly CancellationToken _cancellation;

    public AlignerSpace(
        TransferOptions options,
        WordVectors sourceWords,
        WordVectors targetWords,
        BilingualDictionary dictionary,
        PrincipalComponents? sourceAxes,
        PrincipalComponents? targetAxes,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellation)
    {
        _options = options;
        _source = Reduce(VocabularyVectors.Load(sourceWords), sourceAxes);
        _target = Reduce(VocabularyVectors.Load(targetWords), targetAxes);
        if (options.MultiWord == MultiWordEntries.Compose)
        {
            _source = _source.Compose(dictionary.Pairs.Select(pair => pair.Source));
            _target = _target.Compose(dictionary.Pairs.Select(pair => pair.Target));
        }

        _pairs = SeedPairs.Select(dictionary, _source, _target);
        _progress = progress;
        _cancellation = cancellation;
    }

    /// <summary>Fits the maps and applies them to the tokens of both sides.</summary>
    public SpaceFit Fit(TokenVectors source, TokenVectors target)
    {
        AlignmentFit fit = Fit(_pairs);
        SpaceAlignment alignment = fit.Alignment;
        return new SpaceFit(
            source.WithRows(alignment.Dimension, alignment.ApplySource(Whole(source), _options.ThreadCount)),
            target.WithRows(alignment.Dimension, alignment.ApplyTarget(Whole(target), _options.ThreadCount)),
            _pairs.Count,
            Residual(alignment),
            null,
            MeasureHeldOut(alignment),
            fit.Warnings);
    }

    private AlignmentFit Fit(SeedPairs pairs) => AlignSpaces.Fit(
        _source, _target, pairs, new AlignmentOptions { Method = _options.Align, Seed = _options.Seed, Threads = _options.ThreadCount }, _progress, _cancellation);

    private HeldOutFigures? MeasureHeldOut(SpaceAlignment whole)
    {
        string[] words = [.. _pairs.Source.Select(_source.TextOf)];
        IReadOnlyList<string>?[] composed = [.. Enumerable.Range(0, _pairs.Count)
            .Select(i => IsOfWords(i) ? null : _source.WordsOf(_pairs.Source[i]).Select(row => _source.Words[row]).ToArray())];
        if (HeldOutPairs.Draw(words, _options.Seed, composed) is not { } part)
            return null;
        // A method that learns without pairs has held all of them out.
        bool learns = AlignerCatalogue.TryGet(_options.Align, out IAligner? aligner) && aligner.UsesPairs;
        SpaceAlignment alignment = learns ? Fit(_pairs.Subset(part.Rest)).Alignment : whole;
        SeedPairs held = _pairs.Subset(part.HeldOut);

        // Words stand by frequency: the first ones are the pool, with the translations that stand behind them.
        List<int> pool = [.. Enumerable.Range(0, Math.Min(_target.Count, HeldOutPairs.TargetWords))];
        Dictionary<int, int> placeOf = [];
        int[] translations = new int[held.Count];
        for (int i = 0; i < held.Count; i++)
        {
            int row = held.Target[i];
            if (row >= HeldOutPairs.TargetWords && placeOf.TryAdd(row, pool.Count))
                pool.Add(row);
            translations[i] = placeOf.GetValueOrDefault(row, row);
        }

        return part.Measure(
            words,
            alignment.ApplySource(Gather(_source, held.Source), _options.ThreadCount),
            translations,
            alignment.ApplyTarget(Gather(_target, pool), _options.ThreadCount),
            alignment.Dimension,
            _options.ThreadCount);
    }

    private bool IsOfWords(int pair) => _pairs.Source[pair] < _source.Count && _pairs.Target[pair] < _target.Count;

    /// <summary>That of the pairs of words: composed entries have vectors in the normalised spaces alone.</summary>
    private double Residual(SpaceAlignment alignment)
    {
        SeedPairs pairs = _pairs.Subset([.. Enumerable.Range(0, _pairs.Count).Where(IsOfWords)]);
        float[] x = alignment.ApplySource(Gather(_source, pairs.Source), _options.ThreadCount);
        float[] y = alignment.ApplyTarget(Gather(_target, pairs.Target), _options.ThreadCount);
        double distance = 0, length = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double difference = (double)x[i] - y[i];
            distance += difference * difference;
            length += (double)y[i] * y[i];
        }

        return length > 0 ? Math.Sqrt(distance / length) : 0;
    }

    private static float[] Whole(TokenVectors tokens) => tokens.Rows.AsSpan(0, tokens.RowCount * tokens.Dimension).ToArray();

    private static VocabularyVectors Reduce(VocabularyVectors vocabulary, PrincipalComponents? axes) =>
        axes is null ? vocabulary : VocabularyVectors.FromRows(vocabulary.Words, PrincipalAxes.Project(axes, vocabulary.Rows), axes.Components);

    private static float[] Gather(VocabularyVectors vocabulary, IReadOnlyList<int> rows)
    {
        int dimension = vocabulary.Dimension;
        float[] some = new float[(long)rows.Count * dimension];
        for (int i = 0; i < rows.Count; i++)
            vocabulary.Rows.AsSpan(rows[i] * dimension, dimension).CopyTo(some.AsSpan(i * dimension));
        return some;
    }
}
