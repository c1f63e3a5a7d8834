namespace Calque.Neural.Training;

/// <summary>What one step did.</summary>
/// <param name="Step">Which, from 1.</param>
/// <param name="Loss">The mean over the step's targets.</param>
/// <param name="GradientNorm">Over all gradients, before clipping.</param>
/// <param name="LearningRate">What the step was taken with.</param>
/// <param name="Tokens">Tokens that were computed, none of them padding.</param>
public sealed record TrainingStepReport(long Step, double Loss, double GradientNorm, double LearningRate, long Tokens);
