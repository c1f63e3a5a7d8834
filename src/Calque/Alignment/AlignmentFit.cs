using System.Collections.Generic;

namespace Calque.Alignment;

/// <summary>What an aligner found.</summary>
/// <param name="Alignment">The maps.</param>
public sealed record AlignmentFit(SpaceAlignment Alignment)
{
    /// <summary>What a user should know, in whole sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What <c>auto</c> tried, in the order tried; empty for the other methods.</summary>
    public IReadOnlyList<AlignmentTrial> Trials { get; init; } = [];

    /// <summary>How self-learning went; null for the other methods.</summary>
    public SelfLearningReport? SelfLearning { get; init; }

    /// <summary>How adversarial alignment went; null for the other methods.</summary>
    public AdversarialReport? Adversarial { get; init; }
}
