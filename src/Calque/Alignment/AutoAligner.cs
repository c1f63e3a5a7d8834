using System;
using System.Threading;

namespace Calque.Alignment;

/// <summary>Chooses method, normalisation and parameters by cross-validation on the given dictionary, then fits the choice on all of it.</summary>
internal sealed class AutoAligner : IAligner
{
    public string Name => "auto";

    public VectorNormalization UsualNormalization => VectorNormalization.UnitCentreUnit;

    public bool NeedsPairs => true;

    public bool NeedsEqualDimensions => false;

    public AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        AlignmentSelection.ChooseAny(problem, options, progress, cancellationToken);
}
