namespace Calque.Neural.Features;

/// <summary>What is written of each line.</summary>
public enum FeatureKind
{
    /// <summary>The head's scores: [tokens × outputs], or [classes] from a head that answers for whole texts.</summary>
    Logits,

    /// <summary>Hidden states, [tokens × width].</summary>
    Hidden,

    /// <summary>Hidden states over the tokens of a line, [width].</summary>
    Pooled,
}
