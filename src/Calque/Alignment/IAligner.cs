using System;
using System.Threading;

namespace Calque.Alignment;

/// <summary>A way to bring two spaces together.</summary>
public interface IAligner
{
    /// <summary>The name, as it is typed.</summary>
    string Name { get; }

    /// <summary>What the method is used with where nothing is said.</summary>
    VectorNormalization UsualNormalization { get; }

    /// <summary>Whether it can do without known translations.</summary>
    bool NeedsPairs { get; }

    /// <summary>Whether known translations change anything; a method that says no is not given a dictionary.</summary>
    bool UsesPairs => true;

    /// <summary>Whether the two spaces must have as many dimensions.</summary>
    bool NeedsEqualDimensions { get; }

    /// <summary>Fits the maps.</summary>
    /// <param name="problem">The vocabularies and the pairs.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="progress">Told where the work stands.</param>
    /// <param name="cancellationToken">Ends the work between two steps.</param>
    AlignmentFit Fit(AlignmentProblem problem, AlignmentOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellationToken);
}
