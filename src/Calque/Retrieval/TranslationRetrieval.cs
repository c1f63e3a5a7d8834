using System;
using System.Threading;
using Calque.Numerics.Neighbors;

namespace Calque.Retrieval;

/// <summary>
/// Retrieval of translations between two vocabularies that lie in one space. What every word's score needs (the neighbourhood means of CSLS, the
/// sums of the inverted softmax) is found once, over both whole vocabularies, in one pass; then any rows of either side may ask.
/// </summary>
/// <remarks>
/// Exact: scores are defined in double by <see cref="ExactCosine"/> and the order is by score, then row, so the results have the same bits for any number
/// of threads. The rows are not copied; they must not change while this object is used. Serves one thread at a time.
/// </remarks>
public sealed class TranslationRetrieval
{
    private readonly float[] _source;
    private readonly float[] _target;
    private readonly RetrievalOptions _options;

    private TranslationRetrieval(float[] source, int sourceCount, float[] target, int targetCount, int dimension, RetrievalOptions options)
    {
        _source = source;
        SourceCount = sourceCount;
        _target = target;
        TargetCount = targetCount;
        Dimension = dimension;
        _options = options;
    }

    /// <summary>Rows of the source side.</summary>
    public int SourceCount { get; }

    /// <summary>Rows of the target side.</summary>
    public int TargetCount { get; }

    /// <summary>Dimensions of the space.</summary>
    public int Dimension { get; }

    /// <summary>
    /// What a source row's score is lowered by when it is found, [<see cref="SourceCount"/>]: r(x) with CSLS, the logarithm of the sum over all target rows
    /// with the inverted softmax; null for nearest neighbours.
    /// </summary>
    public double[]? SourcePenalties { get; private set; }

    /// <summary>The same for target rows, over the source rows, [<see cref="TargetCount"/>].</summary>
    public double[]? TargetPenalties { get; private set; }

    /// <summary>Finds the penalties of two vocabularies.</summary>
    /// <param name="source">[sourceCount × dimension], row-major, mapped; no row zero, all numbers finite.</param>
    /// <param name="sourceCount">From 1 on.</param>
    /// <param name="target">[targetCount × dimension], row-major, mapped; no row zero, all numbers finite.</param>
    /// <param name="targetCount">From 1 on.</param>
    /// <param name="dimension">From 1 on.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="progress">Stage <c>neighbors</c>, unit <c>rows</c>.</param>
    /// <param name="cancellationToken">Ends the work between two blocks.</param>
    /// <exception cref="InvalidVectorsException">A row is zero or not finite.</exception>
    /// <exception cref="ArgumentException">An array is shorter than its shape says.</exception>
    public static TranslationRetrieval Prepare(
        float[] source,
        int sourceCount,
        float[] target,
        int targetCount,
        int dimension,
        RetrievalOptions? options = null,
        IProgress<OperationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetCount, 1);
        options ??= new RetrievalOptions();
        options.Validate();
        TranslationRetrieval retrieval = new(source, sourceCount, target, targetCount, dimension, options);
        switch (options.Method)
        {
            case RetrievalMethod.Csls:
                MutualNeighbors both = NearestNeighbors.SearchBoth(
                    source, sourceCount, target, targetCount, dimension, options.Neighborhood, retrieval.SearchOptions, progress, cancellationToken);
                retrieval.SourcePenalties = both.OfQueries.MeanSimilarities();
                retrieval.TargetPenalties = both.OfPool.MeanSimilarities();
                break;
            case RetrievalMethod.InvertedSoftmax:
                SoftmaxSums sums = SoftmaxSums.Compute(
                    source, sourceCount, target, targetCount, dimension, options.InverseTemperature, options.Threads, progress, cancellationToken);
                retrieval.SourcePenalties = sums.OfSource;
                retrieval.TargetPenalties = sums.OfTarget;
                break;
            default:
                break;
        }

        return retrieval;
    }

    /// <summary>Prepares and answers in one call: the best target rows of some source rows.</summary>
    /// <param name="source">[sourceCount × dimension], row-major, mapped; no row zero, all numbers finite.</param>
    /// <param name="sourceCount">From 1 on.</param>
    /// <param name="target">[targetCount × dimension], row-major, mapped; no row zero, all numbers finite.</param>
    /// <param name="targetCount">From 1 on.</param>
    /// <param name="dimension">From 1 on.</param>
    /// <param name="queries">Source rows; they may repeat.</param>
    /// <param name="k">Answers wanted, from 1 on.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="progress">Stage <c>neighbors</c>, unit <c>rows</c>.</param>
    /// <param name="cancellationToken">Ends the work between two blocks.</param>
    public static RetrievalTable Retrieve(
        float[] source,
        int sourceCount,
        float[] target,
        int targetCount,
        int dimension,
        ReadOnlySpan<int> queries,
        int k,
        RetrievalOptions? options = null,
        IProgress<OperationProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Prepare(source, sourceCount, target, targetCount, dimension, options, progress, cancellationToken).Translate(queries, k, cancellationToken);

    /// <summary>The best target rows of some source rows.</summary>
    /// <param name="sources">Source rows; they may repeat.</param>
    /// <param name="k">Answers wanted, from 1 on.</param>
    /// <param name="cancellationToken">Ends the search between two blocks.</param>
    public RetrievalTable Translate(ReadOnlySpan<int> sources, int k, CancellationToken cancellationToken = default) =>
        Forward.Answer(sources, k, _options.Threads, cancellationToken);

    /// <summary>The best source rows of some target rows.</summary>
    /// <param name="targets">Target rows; they may repeat.</param>
    /// <param name="k">Answers wanted, from 1 on.</param>
    /// <param name="cancellationToken">Ends the search between two blocks.</param>
    public RetrievalTable TranslateBack(ReadOnlySpan<int> targets, int k, CancellationToken cancellationToken = default) =>
        Backward.Answer(targets, k, _options.Threads, cancellationToken);

    /// <summary>The best rows of either side for all rows of the other.</summary>
    /// <param name="k">Answers wanted, from 1 on.</param>
    /// <param name="progress">Stage <c>retrieval</c>, unit <c>rows</c>.</param>
    /// <param name="cancellationToken">Ends the search between two blocks.</param>
    public MutualRetrieval TranslateBoth(int k, IProgress<OperationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Forward.AnswerBoth(Backward, k, _options.Threads, progress, cancellationToken);

    private NeighborSearchOptions SearchOptions => new() { Threads = _options.Threads };

    /// <summary>What the cosine is multiplied by.</summary>
    private double CosineWeight => _options.Method switch
    {
        RetrievalMethod.Csls => 2,
        RetrievalMethod.InvertedSoftmax => _options.InverseTemperature,
        _ => 1,
    };

    private PenalizedSearch Forward =>
        new(_source, SourceCount, Share(SourcePenalties), _target, TargetCount, TargetPenalties, Dimension, CosineWeight);

    private PenalizedSearch Backward =>
        new(_target, TargetCount, Share(TargetPenalties), _source, SourceCount, SourcePenalties, Dimension, CosineWeight);

    /// <summary>The asking row's own penalty is part of CSLS alone.</summary>
    private double[]? Share(double[]? penalties) => _options.Method == RetrievalMethod.Csls ? penalties : null;
}
