using System;

namespace Calque.Neural.Training;

/// <summary>How the learning rate runs over a training: rising from 0 over the warm-up, then as the kind says.</summary>
/// <param name="Kind">Constant, linear or cosine.</param>
/// <param name="WarmUpSteps">Steps of the warm-up.</param>
/// <param name="TotalSteps">Steps of the run, warm-up included; the linear and the cosine kind reach 0 there.</param>
public sealed record LearningRateSchedule(LearningRateKind Kind, long WarmUpSteps, long TotalSteps)
{
    /// <summary>The factor of the learning rate.</summary>
    /// <param name="step">Steps taken before, from 0.</param>
    public double Factor(long step)
    {
        if (step < WarmUpSteps)
            return (double)step / WarmUpSteps;
        double left = TotalSteps <= WarmUpSteps ? 0 : Math.Max(0, (double)(TotalSteps - step) / (TotalSteps - WarmUpSteps));
        return Kind switch
        {
            LearningRateKind.Constant => 1,
            LearningRateKind.Linear => left,
            // Half a period from 1 to 0 (Loshchilov and Hutter 2017, eq. 5, without restarts).
            LearningRateKind.Cosine => 0.5 * (1 + Math.Cos(Math.PI * (1 - left))),
            _ => throw new InvalidOperationException($"no schedule {Kind}"),
        };
    }
}
