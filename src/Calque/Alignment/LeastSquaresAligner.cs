using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

namespace Calque.Alignment;

/// <summary>
/// The linear map with the smallest squared error over the pairs, W = (XᵀX + λ I)⁺ XᵀY (Mikolov et al. 2013); rectangular where the dimensions differ. Not
/// orthogonal: similarities within the source language change. λ = ridge · tr(XᵀX)/d.
/// </summary>
internal sealed class LeastSquaresAligner : IAligner
{
    public string Name => "least-squares";

    public VectorNormalization UsualNormalization => VectorNormalization.Raw;

    public bool NeedsPairs => true;

    public bool NeedsEqualDimensions => false;

    public AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        VectorNormalization normalization = options.Normalization ?? UsualNormalization;
        NormalizedSpace source = problem.SourceSpace(normalization);
        NormalizedSpace target = problem.TargetSpace(normalization);
        SeedPairs pairs = problem.Pairs!;
        progress?.Report(new OperationProgress("alignment", 0, pairs.Count, "pairs"));
        LeastSquares map = LeastSquares.Fit(
            source.Gather(pairs.Source), source.Dimension, target.Gather(pairs.Target), target.Dimension, pairs.Weights, pairs.Count, options.Ridge);
        SpaceAlignment alignment = new(
            Name,
            normalization,
            new SideMap(source.Normalizer, map.Matrix, target.Dimension),
            new SideMap(target.Normalizer, null, target.Dimension))
        {
            Notes = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["pairs"] = pairs.Count.ToString(CultureInfo.InvariantCulture),
                ["ridge"] = options.Ridge.ToString("R", CultureInfo.InvariantCulture),
            },
        };
        List<string> warnings = [];
        if (map.Rank < source.Dimension)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The pairs span {map.Rank} of {source.Dimension} source dimensions: the map is zero on the others. A larger dictionary or a ridge helps."));
        }

        return new AlignmentFit(alignment) { Warnings = warnings };
    }
}
