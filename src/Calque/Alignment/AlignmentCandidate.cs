using System;
using System.Threading;

namespace Calque.Alignment;

/// <summary>A setting that cross-validation may choose.</summary>
internal abstract class AlignmentCandidate
{
    /// <summary>The aligner's name.</summary>
    public abstract string Method { get; }

    /// <summary>The normalisation of both sides.</summary>
    public abstract VectorNormalization Normalization { get; }

    /// <summary>The parameters in words; empty where there are none.</summary>
    public virtual string Setting => "";

    /// <summary>Fits the alignment on the pairs of a problem.</summary>
    /// <param name="problem">The vocabularies and the pairs to train on.</param>
    /// <param name="options">Threads and seed.</param>
    /// <param name="progress">Told where the work stands.</param>
    /// <param name="cancellation">Ends the work.</param>
    public abstract AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation);
}
