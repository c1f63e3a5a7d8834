using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

namespace Calque.Alignment;

/// <summary>The orthogonal map of the pairs (<see cref="OrthogonalProcrustes"/>); the target stays where it is.</summary>
internal sealed class ProcrustesAligner : IAligner
{
    public string Name => "procrustes";

    public VectorNormalization UsualNormalization => VectorNormalization.Raw;

    public bool NeedsPairs => true;

    public bool NeedsEqualDimensions => true;

    public AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        VectorNormalization normalization = options.Normalization ?? UsualNormalization;
        NormalizedSpace source = problem.SourceSpace(normalization);
        NormalizedSpace target = problem.TargetSpace(normalization);
        SeedPairs pairs = problem.Pairs!;
        progress?.Report(new OperationProgress("alignment", 0, pairs.Count, "pairs"));
        AlignmentMap map = OrthogonalProcrustes.Fit(source.Gather(pairs.Source), target.Gather(pairs.Target), pairs.Weights, pairs.Count, source.Dimension);
        SpaceAlignment alignment = new(
            Name,
            normalization,
            new SideMap(source.Normalizer, map.Matrix, map.Dimension),
            new SideMap(target.Normalizer, null, map.Dimension))
        {
            Notes = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["pairs"] = pairs.Count.ToString(CultureInfo.InvariantCulture),
                ["residual"] = map.Residual.ToString("R", CultureInfo.InvariantCulture),
            },
        };
        return new AlignmentFit(alignment) { Warnings = map.Warnings };
    }
}
