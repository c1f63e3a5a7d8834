using System;
using System.Threading;

namespace Calque.Alignment;

/// <summary>No map: the vectors are in one space already, aligned by whoever made them.</summary>
internal sealed class IdentityAligner : IAligner
{
    public string Name => "identity";

    public VectorNormalization UsualNormalization => VectorNormalization.Raw;

    public bool NeedsPairs => false;

    public bool NeedsEqualDimensions => true;

    public AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        VectorNormalization normalization = options.Normalization ?? UsualNormalization;
        NormalizedSpace source = problem.SourceSpace(normalization);
        NormalizedSpace target = problem.TargetSpace(normalization);
        return new AlignmentFit(new SpaceAlignment(
            Name, normalization, new SideMap(source.Normalizer, null, source.Dimension), new SideMap(target.Normalizer, null, target.Dimension)));
    }
}
