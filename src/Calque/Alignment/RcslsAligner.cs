using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

namespace Calque.Alignment;

/// <summary>The relaxed CSLS loss minimised from the orthogonal map on (<see cref="Rcsls"/>); the target stays where it is.</summary>
internal sealed class RcslsAligner : IAligner
{
    private const double Rate = 4;
    private const int Iterations = 20;

    public string Name => "rcsls";

    public VectorNormalization UsualNormalization => VectorNormalization.UnitCentreUnit;

    public bool NeedsPairs => true;

    public bool NeedsEqualDimensions => true;

    public AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        VectorNormalization normalization = options.Normalization ?? UsualNormalization;
        if (normalization == VectorNormalization.Raw)
        {
            throw new InvalidOptionException("--normalization", "raw", "unit, unit-centre-unit or iterative with rcsls", "Its loss is made of cosines.");
        }

        NormalizedSpace source = problem.SourceSpace(normalization);
        NormalizedSpace target = problem.TargetSpace(normalization);
        SeedPairs pairs = problem.Pairs!;
        AlignmentMap start = OrthogonalProcrustes.Fit(source.Gather(pairs.Source), target.Gather(pairs.Target), pairs.Weights, pairs.Count, source.Dimension);
        Rcsls descent = new(source, target, pairs, options.Threads);
        double[] map = descent.Fit(start.Matrix, Rate, Iterations, progress, cancellationToken);
        SpaceAlignment alignment = new(
            Name,
            normalization,
            new SideMap(source.Normalizer, map, target.Dimension),
            new SideMap(target.Normalizer, null, target.Dimension))
        {
            Notes = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["loss"] = descent.Losses[^1].ToString("R", CultureInfo.InvariantCulture),
                ["pairs"] = pairs.Count.ToString(CultureInfo.InvariantCulture),
                ["steps"] = (descent.Losses.Length - 1).ToString(CultureInfo.InvariantCulture),
            },
        };
        return new AlignmentFit(alignment) { Warnings = start.Warnings };
    }
}
