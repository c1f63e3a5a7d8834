using System.Collections.Generic;

namespace Calque.Alignment;

/// <summary>How a run of self-learning went.</summary>
/// <param name="Start">What it started from.</param>
/// <param name="StartPairs">Pairs that it started from.</param>
/// <param name="Rounds">Rounds that were made.</param>
/// <param name="Pairs">Pairs of the last dictionary.</param>
/// <param name="Objective">The mean of the best similarities in both directions at the end.</param>
/// <param name="MutualShare">The share of words whose best translation's best translation they are themselves.</param>
/// <param name="Failed">Whether the result must be taken for a failure.</param>
/// <param name="Verdict">Why, in words.</param>
public sealed record SelfLearningReport(
    SelfLearningStart Start, int StartPairs, int Rounds, int Pairs, double Objective, double MutualShare, bool Failed, string Verdict)
{
    /// <summary>The settings that were tried for the last whitening; empty where a dictionary chose it.</summary>
    public IReadOnlyList<MutualTrial> Trials { get; init; } = [];
}
