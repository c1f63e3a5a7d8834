namespace Calque.Neural.Layers;

/// <summary>How a parameter that no file has is filled.</summary>
public enum Initialization
{
    /// <summary>Zeros: biases.</summary>
    Zeros,

    /// <summary>Ones: the weights of a normalisation.</summary>
    Ones,

    /// <summary>Normal with the configuration's <c>initializer_range</c>, keyed by seed and name: weights.</summary>
    Normal,
}
