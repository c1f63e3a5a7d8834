using System;
using System.Globalization;

namespace Calque.Neural.Alignment;

/// <summary>
/// How the adversarial game is played. Conneau et al. (2018) use two hidden layers of 2,048, a rate of 0.1 and 0.001 for the orthogonality, and 156,000 steps of the map on a GPU; these are the
/// settings that two cores get through in seconds a restart, which the profiles allow (recipes/adversarial).
/// </summary>
public sealed record DiscriminatorGameOptions
{
    /// <summary>The width of the discriminator's hidden layers; default 128: a step of it costs a two-hundredth of one with 2,048.</summary>
    public int HiddenWidth { get; init; } = 128;

    /// <summary>Hidden layers of the discriminator; default 2.</summary>
    public int HiddenLayers { get; init; } = 2;

    /// <summary>Words of either side in a step; default 32.</summary>
    public int BatchWords { get; init; } = 32;

    /// <summary>Steps of the discriminator for one of the map; default 5.</summary>
    public int DiscriminatorSteps { get; init; } = 5;

    /// <summary>The first learning rate of both; default 0.3: with 0.1 the map of two English halves had not settled after 4,000 steps, with 0.3 after 1,000.</summary>
    public double LearningRate { get; init; } = 0.3;

    /// <summary>What the rate is multiplied by after each judgement; default 0.98.</summary>
    public double RateDecay { get; init; } = 0.98;

    /// <summary>What it is multiplied by besides where the map was no better than before; default 0.5.</summary>
    public double RateDrop { get; init; } = 0.5;

    /// <summary>The share of the discriminator's inputs that is dropped while it learns; default 0.1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>The slope of the leaky ReLU below zero; default 0.2.</summary>
    public double Slope { get; init; } = 0.2;

    /// <summary>How far the labels are from 0 and 1; default 0.1.</summary>
    public double Smoothing { get; init; } = 0.1;

    /// <summary>β of W ← (1 + β) W - β W Wᵀ W after each step of the map; default 0.01: a singular value that is 0.3 off is within 0.001 after 345 steps.</summary>
    public double Orthogonality { get; init; } = 0.01;

    /// <summary>The length that a profile whose numbers are no chance has beside a word's vector of length 1; default 2. 0 leaves the profiles out, which is the published game.</summary>
    public double ProfileLength { get; init; } = 2;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of range.</exception>
    public void Validate()
    {
        Whole(HiddenWidth, nameof(HiddenWidth));
        Whole(HiddenLayers, nameof(HiddenLayers));
        Whole(BatchWords, nameof(BatchWords));
        Whole(DiscriminatorSteps, nameof(DiscriminatorSteps));
        Within(LearningRate, double.Epsilon, 100, nameof(LearningRate));
        Within(RateDecay, double.Epsilon, 1, nameof(RateDecay));
        Within(RateDrop, double.Epsilon, 1, nameof(RateDrop));
        Within(Dropout, 0, 0.99, nameof(Dropout));
        Within(Slope, 0, 1, nameof(Slope));
        Within(Smoothing, 0, 0.49, nameof(Smoothing));
        Within(Orthogonality, 0, 0.5, nameof(Orthogonality));
        Within(ProfileLength, 0, 1000, nameof(ProfileLength));
    }

    private static void Whole(int value, string name) => ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);

    private static void Within(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}"));
    }
}
