namespace Calque.Neural.Training;

/// <summary>How the learning rate runs after its warm-up.</summary>
public enum LearningRateKind
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls in a line to 0.</summary>
    Linear,

    /// <summary>It falls along half a cosine to 0.</summary>
    Cosine,
}
