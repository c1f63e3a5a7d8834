namespace Calque.Neural.Training;

/// <summary>The constants of AdamW; the defaults are those of the public trainers.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the mean of gradients, β₁.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients, β₂.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps the division away from zero, ε.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay, λ; of parameters with two axes or more: biases and norms do not decay.</summary>
    public double WeightDecay { get; init; } = 0.01;
}
