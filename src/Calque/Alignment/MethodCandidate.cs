using System;
using System.Threading;

namespace Calque.Alignment;

/// <summary>An aligner as it is, with a normalisation.</summary>
internal sealed class MethodCandidate(IAligner aligner, VectorNormalization normalization) : AlignmentCandidate
{
    public override string Method => aligner.Name;

    public override VectorNormalization Normalization => normalization;

    public override AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation) =>
        aligner.Fit(problem, options with { Normalization = normalization }, progress, cancellation);
}
